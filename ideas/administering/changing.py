"""What every change by an administrator shares: one at a time, nobody overwrites what they did not see, and a history.

The newest event about a row is its version, so that the journal itself says what somebody else changed meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import connection, models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ideas.events import AdminEvent
from ideas.folding import fold
from ideas.permissions import may_administer
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.events import ProgrammeEvent
from participation.models import Event, User
from participation.permissions import Person

#: One administrator at a time, also where there is no row yet.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('ideas.administering', 0))"
LONGEST_SLUG = 60
NOTHING: tuple[Any, ...] = ("", None, [])

Row = TypeVar("Row", bound=models.Model)


def changes_of(row: models.Model) -> models.QuerySet[Event]:
    """What administrators changed of `row`, newest first."""
    return journal.timeline_of(row).filter(kind__in=AdminEvent.values).order_by("-pk")


def newest_change_in(model: type[models.Model]) -> int:
    """The newest change of any row of `model`: what a page that shows all of them was drawn for. 0 without one."""
    changes = Event.objects.filter(subject_type=model._meta.label_lower, kind__in=AdminEvent.values)
    return changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def version_of(row: models.Model) -> int:
    """What a form remembers, to tell whether somebody else was first. 0 when nothing was changed yet."""
    if not row.pk:
        return 0
    changes = journal.timeline_of(row).filter(kind__in=[*AdminEvent.values, ProgrammeEvent.DEPUTIES])
    return changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def begin(row: Row, *, actor: User, seen: int, may: Callable[[Person], bool] = may_administer) -> Row:
    """`row` as it is stored now, locked until the transaction ends; a new one as it is.

    `may` says who keeps such rows. Raises NotAllowed, or NotPossible when it is gone or not at the version `seen`.
    """
    if not may(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    if not row.pk:
        return row
    stored = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None:
        raise NotPossible(_("Iemand anders haalde dit net weg."))
    if version_of(stored) != seen:
        raise NotPossible(_("Iemand anders veranderde dit net."))
    return stored


def finish(row: Row, said: Mapping[str, Any], *, actor: User, stamps: tuple[str, ...] = ()) -> Row:
    """Store `said` in the columns of those names, and what changed in the journal. No change leaves no event.

    `stamps` are columns that take the moment by themselves.
    """
    is_new = not row.pk
    before = {} if is_new else facts_of(row, said)
    lists = {name for name in said if row._meta.get_field(name).many_to_many}
    for name, value in said.items():
        if name not in lists:
            setattr(row, name, value)
    row.save(update_fields=None if is_new else [*stamps, *(name for name in said if name not in lists)])
    for name in lists:
        getattr(row, name).set(said[name])
    after = facts_of(row, said)
    changed = {
        name: [before.get(name), value]
        for name, value in after.items()
        if (value not in NOTHING if is_new else before[name] != value)
    }
    if changed:
        note(AdminEvent.ADDED if is_new else AdminEvent.CHANGED, row, actor=actor, versions=changed)
    return row


def note(kind: AdminEvent, row: models.Model, *, actor: User, **facts: Any) -> None:
    """Record what was done with `row`."""
    journal.record(kind, row, actor=actor, reference=str(row.pk), title=str(row), **facts)


def facts_of(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """What stands in those columns as plain JSON: people and other rows by their keys."""
    facts = dict[str, Any]()
    for name in names:
        field: Any = row._meta.get_field(name)
        if field.many_to_many:
            facts[name] = sorted(getattr(row, name).values_list("pk", flat=True))
        else:
            facts[name] = getattr(row, field.attname)
    return facts


def as_it_was(row: models.Model, names: Iterable[str], change: int) -> dict[str, Any] | None:
    """What stood in those columns right after that change, found by undoing all that came later; None without it."""
    facts = facts_of(row, names)
    for event in changes_of(row).iterator(chunk_size=50):
        if event.pk == change:
            return facts
        facts |= {name: before for name, (before, _after) in event.facts.get("versions", {}).items() if name in facts}
    return None


def check_name(row: models.Model, name: str) -> None:
    """Refuse a name that another row has, however it is written. Raises Incomplete."""
    others: models.QuerySet[Any] = type(row)._default_manager.exclude(pk=row.pk)
    if any(fold(other) == fold(name) for other in others.values_list("name", flat=True)):
        raise Incomplete(_("Deze naam is er al. Kies een andere naam."), field="name")


def free_slug(model: type[models.Model], name: str) -> str:
    """How the address of a new row calls it: by its name, with a number when that is taken."""
    base = slugify(fold(name))[:LONGEST_SLUG].strip("-") or model._meta.model_name or ""
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
