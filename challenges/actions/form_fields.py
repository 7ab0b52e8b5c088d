"""The questions of the form of a phase, as long as the challenge is a concept."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.locking import open_concept, record_change
from challenges.models import FormField, Phase
from challenges.statuses import FieldKind
from participation.errors import Incomplete, NotPossible
from participation.models import User
from participation.plain_text import tidied, tidy

MOST_FIELDS, LEAST_CHOICES = 30, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an official fills in for a question."""

    label: str
    help: str
    kind: str
    is_required: bool
    is_confidential: bool
    is_identifying: bool
    longest: int
    choices: Sequence[str] = ()

    def columns(self) -> dict[str, Any]:
        """By the names of the columns; only a choice has choices."""
        kept = [tidy(choice) for choice in self.choices] if self.kind == FieldKind.CHOICE else []
        return tidied({field.name: getattr(self, field.name) for field in fields(self)}) | {"choices": kept}


@transaction.atomic(durable=True)
def add_field(phase: Phase, asked: Asked, *, actor: User) -> FormField:
    """Add a question at the end of the form. Raises NotAllowed, NotPossible or Incomplete."""
    _check(asked)
    open_concept(phase.challenge, actor=actor)
    there = phase.fields.count()
    if there >= MOST_FIELDS:
        raise NotPossible(_("Een ronde heeft hooguit %(most)d vragen.") % {"most": MOST_FIELDS})
    field = FormField.objects.create(phase=phase, number=there + 1, **asked.columns())
    record_change(phase.challenge, actor=actor)
    return field


@transaction.atomic(durable=True)
def change_field(field: FormField, asked: Asked, *, edition: int, actor: User) -> FormField:
    """Change a question. Raises NotAllowed, NotPossible or Incomplete."""
    _check(asked)
    open_concept(field.phase.challenge, actor=actor, edition=edition)
    for name, value in asked.columns().items():
        setattr(field, name, value)
    field.save(update_fields=list(asked.columns()))
    record_change(field.phase.challenge, actor=actor)
    return field


@transaction.atomic(durable=True)
def remove_field(field: FormField, *, actor: User) -> None:
    """Take a question out of the form. Raises NotAllowed or NotPossible."""
    open_concept(field.phase.challenge, actor=actor)
    phase = field.phase
    field.delete()
    _number(phase, list(phase.fields.values_list("pk", flat=True)))
    record_change(phase.challenge, actor=actor)


@transaction.atomic(durable=True)
def move_field(field: FormField, *, up: bool, actor: User) -> None:
    """Exchange a question with the one before or after it; at the edge nothing. Raises NotAllowed or NotPossible."""
    open_concept(field.phase.challenge, actor=actor)
    keys = list(field.phase.fields.values_list("pk", flat=True))
    if field.pk not in keys:
        raise NotPossible(_("Iemand anders haalde deze vraag intussen weg."))
    here = keys.index(field.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(keys):
        keys[here], keys[there] = keys[there], keys[here]
        _number(field.phase, keys)
        record_change(field.phase.challenge, actor=actor)


def _number(phase: Phase, keys: list[int]) -> None:
    """Number the questions in this order; that two have one number for a moment is checked at the end."""
    for number, key in enumerate(keys, 1):
        phase.fields.filter(pk=key).update(number=number)


def _check(asked: Asked) -> None:
    if not tidy(asked.label):
        raise Incomplete(_("Vul dit in."), field="label")
    if asked.kind == FieldKind.CHOICE and len(asked.choices) < LEAST_CHOICES:
        raise Incomplete(_("Geef minstens twee keuzes."), field="choices")
