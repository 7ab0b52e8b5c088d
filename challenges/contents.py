"""What a challenge says, part by part: for the person who approves, for a notice, and to find what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from challenges.models import Challenge, Criterion, FormField, Phase
from participation.models import OrganisationKind

#: The texts that the page of a challenge promises, in the order in which people read them.
TEXTS = (
    "problem", "for_whom", "can_influence", "cannot_influence", "promise", "offer", "may_answer", "ownership",
    "privacy", "planning", "jury_text",
)  # fmt: skip
#: What an official fills in of a challenge itself.
COLUMNS = ("title", "task", *TEXTS, "budget", "kinds", "questions_until")
PHASE_COLUMNS = ("title", "explanation", "opens_at", "closes_at", "is_blind", "min_readers")

Contents = list[list[str]]  # Name and text of each part; JSON keeps no order of names.


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that says something else than before; empty text when it was not there or is gone."""

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """What the part is called."""
        return label_of(self.name)


def contents_of(challenge: Challenge) -> Contents:
    """All that is approved, as text. Six statements."""
    parts = [[name, written(getattr(challenge, name))] for name in COLUMNS]
    parts += [["openers", ", ".join(sorted(str(person) for person in challenge.openers.all()))]]
    parts += [["documents", "\n".join(document.title for document in challenge.documents.all())]]
    for phase in challenge.phases.prefetch_related("fields", "criteria"):
        parts += [[f"phase.{phase.number}.{name}", written(getattr(phase, name))] for name in PHASE_COLUMNS]
        parts += [[f"phase.{phase.number}.field.{field.uuid}", field_text(field)] for field in phase.fields.all()]
        parts += [[f"phase.{phase.number}.criterion.{its.pk}", criterion_text(its)] for its in phase.criteria.all()]
    return parts


def differences(before: Iterable[Iterable[str]], after: Iterable[Iterable[str]]) -> list[Difference]:
    """The parts that differ, in the order of `after`, and then what is gone."""
    old: dict[str, str] = dict(before)  # type: ignore[arg-type] # pairs, which JSON gives as lists
    new: dict[str, str] = dict(after)  # type: ignore[arg-type]
    names = [*new, *(name for name in old if name not in new)]
    return [
        Difference(name, shown(name, old.get(name, "")), shown(name, new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]


def changes_shown(changes: dict[str, Any]) -> list[Difference]:
    """What a notice changed, in the order of the page."""
    order = {name: place for place, name in enumerate(COLUMNS)}
    names = sorted(changes, key=lambda name: (order.get(name, len(order)), name))
    return [Difference(name, *(shown(name, text) for text in changes[name])) for name in names]


def written(value: Any) -> str:
    """A value as the record keeps it: one moment always the same, so that each reader gets it in their own words."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is None else str(value)


def shown(name: str, text: str) -> str:
    """A part of the record as people read it."""
    last = name.rpartition(".")[2]
    if not text:
        return text
    if last.endswith("_at") or last == "questions_until":
        return date_format(localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT")
    if last == "is_blind":
        return _("Ja") if text == "1" else _("Nee")
    if last == "kinds":
        return ", ".join(str(OrganisationKind(kind).label) for kind in text.split(","))
    if last == "budget":
        return f"€ {number_format(int(text), force_grouping=True)}"
    return text


def label_of(name: str) -> str:
    """What a part is called, from its name in the record."""
    kind, _dot, rest = name.partition(".")
    if kind == "phase":
        number, _dot, part = rest.partition(".")
        return _("Ronde %(number)s: %(part)s") % {"number": number, "part": _part_of_phase(part)}
    if kind == "openers":
        return _("Wie openen de inzendingen")
    if kind == "documents":
        return _("Documenten")
    return name_of(Challenge, kind).capitalize()


def _part_of_phase(part: str) -> str:
    if part.startswith("field."):
        return _("vraag")
    if part.startswith("criterion."):
        return _("criterium")
    return name_of(Phase, part)


def name_of(model: type[Model], column: str) -> str:
    """What a column is called."""
    return next(str(field.verbose_name) for field in model._meta.concrete_fields if field.name == column)


def field_text(field: FormField) -> str:
    """A question of the form with all that belongs to it."""
    notes = [str(field.get_kind_display()), _("verplicht") if field.is_required else _("niet verplicht")]
    notes += [_("vertrouwelijk")] if field.is_confidential else [_("mag openbaar worden")]
    notes += [_("laat zien wie het is")] if field.is_identifying else []
    lines = [f"{field.number}. {field.label} ({', '.join(notes)})", field.help, ", ".join(field.choices)]
    return "\n".join(line for line in lines if line)


def criterion_text(criterion: Criterion) -> str:
    """A criterion with its weight."""
    return f"{criterion.title} ({criterion.weight}%)\n{criterion.explanation}".strip()
