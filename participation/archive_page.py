"""One's own data as a page that anybody can read, without the site: it goes into the archive."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.models import User
from participation.register import Holding

# The page stands alone on somebody's disk, so its style goes along with it.
STYLE = """
:root { color-scheme: light dark; font: 1.05rem/1.6 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 52rem; padding: 1rem; overflow-wrap: anywhere; }
dl { border-bottom: 1px solid #888; margin: 0 0 1rem; padding: 0 0 1rem; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; white-space: pre-wrap; }
"""


def draw(person: User, holdings: Iterable[Holding]) -> Iterator[str]:
    """Draw the page of `person`, a row at a time."""
    title = _("Uw gegevens bij Inbreng %(municipality)s") % {"municipality": settings.MUNICIPALITY_NAME}
    now = date_format(localtime(), "DATETIME_FORMAT")
    yield format_html(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title><style>{}</style></head>'
        "<body><main>\n<h1>{}</h1>\n<p>{}</p>\n",
        *(get_language() or "nl", title, STYLE, title),
        _("Dit is alles wat wij op %(moment)s van u bewaarden. Foto's staan in de map fotos.") % {"moment": now},
    )
    for holding in holdings:
        yield from _table(person, holding)
    yield "</main></body></html>\n"


def _table(person: User, holding: Holding) -> Iterator[str]:
    yield format_html("<h2>{}</h2>\n", holding.title)
    none = True
    for row in holding.values(person):
        none = False
        yield "<dl>"
        for column in holding.columns:
            if (said := in_words(row[column.name])) != "":
                yield format_html("<dt>{}</dt><dd>{}</dd>", column.label, said)
        yield "</dl>\n"
    if none:
        yield format_html("<p>{}</p>\n", _("Niets."))


def in_words(value: Any) -> str:
    """A value as people write it; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nee")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return json.dumps(value, ensure_ascii=False, indent=1) if isinstance(value, dict | list) else str(value)
