"""What each filter of the list offers. Kept for a minute in the process: names change rarely, lists are read often."""

from typing import Any, NamedTuple

from django.core.cache import caches
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ideas.status_words import label_of
from ideas.statuses import Status
from participation.models import Area, AreaKind, Programme, Theme

KEPT_FOR = 60  # Seconds.


class Option(NamedTuple):
    """One choice: how an address calls it, what stands in the column, what people read, and what it is a part of."""

    key: str
    value: Any
    label: str
    part_of: Any = None


Options = dict[str, list[Option]]  # By the facet's name in `ideas.models.facets.Facets`.


def options() -> Options:
    """Every choice of every facet, in the language of the page."""
    kept = caches["template_fragments"].get_or_set(f"ideas.options.{get_language()}", _read, KEPT_FOR) or {}
    # Their words are kept by themselves, and change within seconds.
    return kept | {"status": [Option(status.value, status.value, label_of(status)) for status in Status]}


def _read() -> Options:
    return {
        "theme": [Option(*row) for row in Theme.objects.with_ideas().values_list("slug", "pk", "name")],
        "area": _areas(),
        "programme": [Option(*row) for row in Programme.objects.values_list("slug", "pk", "name")],
        "organisation": [Option("inwoner", False, _("Inwoner")), Option("organisatie", True, _("Organisatie"))],
        "answered": [Option("ja", True, _("Met antwoord")), Option("nee", False, _("Nog zonder antwoord"))],
    }


def _areas() -> list[Option]:
    """Every district with its neighbourhoods behind it, then those that lie in none."""
    rows = list(Area.objects.values_list("code", "pk", "name", "parent", "kind"))
    parts: dict[Any, list[Option]] = {}
    for code, pk, name, parent, _kind in rows:
        if parent:
            parts.setdefault(parent, []).append(Option(code, pk, name, parent))
    found = list[Option]()
    for code, pk, name, parent, _kind in sorted(rows, key=lambda row: row[4] != AreaKind.DISTRICT):
        if not parent:
            found += [Option(code, pk, name), *parts.get(pk, [])]
    return found
