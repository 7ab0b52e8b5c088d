"""What a challenge still lacks before somebody may approve it: all that its public page promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from challenges.contents import TEXTS, label_of
from challenges.models import Challenge, Phase
from challenges.models.phase import MOST_WEIGHT
from participation.permissions import is_official

OPENERS = 2


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not there or not right. `field` is that of the form; `phase` says on whose page it is."""

    sentence: str
    field: str
    phase: int | None = None


def missing_in(challenge: Challenge, now: datetime) -> list[Missing]:
    """All that stands in the way of approval at `now`, in the order of the page. Four statements."""
    found = [
        Missing(_("Vul in: %(part)s.") % {"part": label_of(name).lower()}, name)
        for name in TEXTS
        if not getattr(challenge, name).strip()
    ]
    openers = [person for person in challenge.openers.all() if is_official(person)]
    if len(openers) != OPENERS:
        found.append(Missing(_("Kies twee medewerkers die de inzendingen openen."), "first_opener"))
    phases = list(challenge.phases.prefetch_related("fields", "criteria"))
    if not phases:
        found.append(Missing(_("Maak minstens één ronde."), "phases"))
    found += _wrong_dates(challenge, phases, now)
    for phase in phases:
        found += _missing_in_phase(phase)
    return found


def _wrong_dates(challenge: Challenge, phases: Iterable[Phase], now: datetime) -> list[Missing]:
    found = []
    for phase in phases:
        if phase.closes_at <= now:
            sentence = _("Ronde %(number)s: de sluiting is al voorbij. Kies een latere datum.")
            found.append(Missing(sentence % {"number": phase.number}, "closes_at", phase.number))
    for before, after in pairwise(phases):
        if after.opens_at < before.closes_at:
            sentence = _("Ronde %(number)s begint voordat de vorige ronde sluit.") % {"number": after.number}
            found.append(Missing(sentence, "opens_at", after.number))
    first = next(iter(phases), None)
    until = challenge.questions_until
    if until is None:
        found.append(Missing(_("Vul in tot wanneer mensen vragen kunnen stellen."), "questions_until"))
    elif first is not None and not now < until <= first.closes_at:
        sentence = _("Vragen stellen moet kunnen tot een moment dat nog komt, en voor de sluiting.")
        found.append(Missing(sentence, "questions_until"))
    return found


def _missing_in_phase(phase: Phase) -> list[Missing]:
    found = []
    number = {"number": phase.number}
    if not phase.fields.all():
        found.append(Missing(_("Ronde %(number)s heeft nog geen vragen.") % number, "fields", phase.number))
    total = sum(criterion.weight for criterion in phase.criteria.all())
    if total != MOST_WEIGHT:
        sentence = _("Ronde %(number)s: de gewichten van de criteria zijn samen %(total)s. Dat moet 100 zijn.")
        found.append(Missing(sentence % {**number, "total": total}, "criteria", phase.number))
    return found
