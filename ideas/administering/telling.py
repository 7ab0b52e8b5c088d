"""The history of what administrators keep, in the words of the forms: the part, what it was, and what it became."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from ideas.wording import headline
from participation.models import Event, User

NOBODY_ANY_LONGER = "–"


class Told(NamedTuple):
    """One change: the event, its sentence, and (part, before, after) of what changed."""

    event: Event
    sentence: str
    changes: list[tuple[str, str, str]]


def told(row: models.Model, events: Iterable[Event]) -> list[Told]:
    """`events` about `row` in words. People are looked up, in one statement: the journal holds their keys only."""
    events = list(events)
    people = _people_in(row, events)
    return [Told(event, headline(event), _changes(row, event, people)) for event in events]


def _changes(row: models.Model, event: Event, people: dict[int, str]) -> list[tuple[str, str, str]]:
    versions, changes = event.facts.get("versions", {}), []
    columns = [known.name for known in row._meta.get_fields()]
    for name in sorted(versions, key=columns.index):  # The journal keeps no order.
        field, (before, after) = _field(row, name), versions[name]
        changes.append((str(field.verbose_name), _in_words(field, before, people), _in_words(field, after, people)))
    return changes


def _field(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name)


def _people_in(row: models.Model, events: list[Event]) -> dict[int, str]:
    keys = {
        key
        for event in events
        for name, pair in event.facts.get("versions", {}).items()
        if _field(row, name).related_model is User
        for value in pair
        for key in (value if isinstance(value, list) else [value])
        if key is not None
    }
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "nickname")) if keys else {}


def _in_words(field: Any, value: Any, people: dict[int, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if field.related_model is User:
        return ", ".join(people.get(key, NOBODY_ANY_LONGER) for key in (value if isinstance(value, list) else [value]))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(field.flatchoices).get(value, value))
