"""The phases of a concept, with the form and the criteria of each. They stand in the order of their dates."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.locking import open_concept, record_change
from challenges.models import Challenge, Criterion, Phase
from challenges.models.phase import MOST_WEIGHT
from participation.errors import Incomplete, NotPossible
from participation.models import User
from participation.plain_text import tidied, tidy

MOST_PHASES, MOST_CRITERIA = 6, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What an official fills in for a phase."""

    title: str
    explanation: str
    opens_at: datetime
    closes_at: datetime
    is_blind: bool
    min_readers: int

    def columns(self) -> dict[str, Any]:
        """By the names of the columns."""
        return tidied({field.name: getattr(self, field.name) for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion: `pk` of the one that it was, None for a new one."""

    title: str
    explanation: str
    weight: int
    pk: int | None = None


@transaction.atomic(durable=True)
def add_phase(challenge: Challenge, plan: Round, *, actor: User) -> Phase:
    """Add a phase to a concept. Raises NotAllowed, NotPossible or Incomplete."""
    _check(plan)
    open_concept(challenge, actor=actor)
    there = challenge.phases.count()
    if there >= MOST_PHASES:
        raise NotPossible(_("Een uitdaging heeft hooguit %(most)d rondes.") % {"most": MOST_PHASES})
    phase = Phase.objects.create(challenge=challenge, number=there + 1, **plan.columns())
    _put_in_order(challenge)
    record_change(challenge, actor=actor)
    phase.refresh_from_db(fields=["number"])
    return phase


@transaction.atomic(durable=True)
def change_phase(phase: Phase, plan: Round, *, edition: int, actor: User) -> Phase:
    """Change a phase of a concept; it moves to where its dates put it. Raises NotAllowed, NotPossible or Incomplete."""
    _check(plan)
    challenge = phase.challenge
    open_concept(challenge, actor=actor, edition=edition)
    for name, value in plan.columns().items():
        setattr(phase, name, value)
    phase.save(update_fields=list(plan.columns()))
    _put_in_order(challenge)
    record_change(challenge, actor=actor)
    phase.refresh_from_db(fields=["number"])
    return phase


@transaction.atomic(durable=True)
def remove_phase(phase: Phase, *, actor: User) -> None:
    """Take a phase out of a concept, with its form and criteria. Raises NotAllowed or NotPossible."""
    challenge = phase.challenge
    open_concept(challenge, actor=actor)
    if challenge.phases.count() == 1:
        raise NotPossible(_("Een uitdaging heeft minstens één ronde."))
    phase.delete()
    _put_in_order(challenge)
    record_change(challenge, actor=actor)


@transaction.atomic(durable=True)
def set_criteria(phase: Phase, wanted: Sequence[Weighed], *, edition: int, actor: User) -> None:
    """Give a phase of a concept these criteria, in this order. Raises NotAllowed, NotPossible or Incomplete."""
    total = sum(its.weight for its in wanted)
    if total != MOST_WEIGHT:
        raise Incomplete(weights_are(total))
    if len(wanted) > MOST_CRITERIA or not all(tidy(its.title) for its in wanted):
        raise Incomplete(_("Geef elk criterium een naam. Hooguit %(most)d criteria.") % {"most": MOST_CRITERIA})
    challenge = phase.challenge
    open_concept(challenge, actor=actor, edition=edition)
    there = {criterion.pk: criterion for criterion in phase.criteria.all()}
    phase.criteria.exclude(pk__in=[its.pk for its in wanted if its.pk]).delete()
    for number, its in enumerate(wanted, 1):
        columns = {
            "number": number,
            "weight": its.weight,
            "title": tidy(its.title),
            "explanation": tidy(its.explanation),
        }
        if its.pk in there:
            phase.criteria.filter(pk=its.pk).update(**columns)
        else:
            Criterion.objects.create(phase=phase, **columns)
    record_change(challenge, actor=actor)


def weights_are(total: int) -> str:
    """The sentence for weights that are not 100 together."""
    return _("De gewichten zijn samen %(total)s. Dat moet 100 zijn.") % {"total": total}


def _check(plan: Round) -> None:
    if not tidy(plan.title):
        raise Incomplete(_("Vul dit in."), field="title")
    if plan.closes_at <= plan.opens_at:
        raise Incomplete(_("De sluiting ligt voor de opening."), field="closes_at")


def _put_in_order(challenge: Challenge) -> None:
    """Number the phases by their dates: first out of the way, because two may never have the same number."""
    keys = list(challenge.phases.order_by("opens_at", "pk").values_list("pk", flat=True))
    for away in (100, 1):
        for place, key in enumerate(keys):
            challenge.phases.filter(pk=key).update(number=place + away)
