"""What changes once a challenge is open: only by a numbered notice, which everybody who follows must say they read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from challenges.clock import now
from challenges.contents import TEXTS, criterion_text, written
from challenges.events import ChallengeEvent
from challenges.locking import lock_in, refuse_overtaken
from challenges.models import Acknowledgement, Challenge, Criterion, Notice, Phase
from challenges.models.phase import MOST_WEIGHT
from challenges.permissions import may_give_more_time, may_give_notice, runs
from challenges.statuses import ChallengeStatus, NoticeKind
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.page_news import withdraw_pages
from participation.permissions import is_official
from participation.plain_text import tidied, tidy

#: What a notice can change of the challenge itself.
CHANGEABLE = (*TEXTS, "budget", "questions_until")


@transaction.atomic(durable=True)
def give_notice(
    challenge: Challenge,
    text: str,
    *,
    actor: User,
    edition: int | None = None,
    changes: Mapping[str, Any] | None = None,
    criteria: Mapping[int, Mapping[str, Any]] | None = None,
) -> Notice:
    """Tell everybody who follows that something changes, and change it.

    `changes`: by column of the challenge, what it says from now on. `criteria`: by key of a criterion, its new columns
    (title, explanation, weight). What stays the same is left out of the notice. `edition` is that of the page on which
    they were written. Raises NotAllowed, NotPossible, Overtaken or Incomplete.
    """
    phase = _lock_open(challenge, actor)
    refuse_overtaken(challenge, edition)
    text = tidy(text)
    if not text:
        raise Incomplete(_("Vul dit in."), field="text")
    fresh = _changed_columns(challenge, phase, changes or {})
    told = {name: [written(getattr(challenge, name)), written(value)] for name, value in fresh.items()}
    changed = _changed_criteria(challenge, criteria or {})
    told |= {f"phase.{its.phase.number}.criterion.{its.pk}": [before, criterion_text(its)] for its, before in changed}
    notice = _tell(challenge, NoticeKind.CHANGE, text, told, actor)
    for name, value in fresh.items():
        setattr(challenge, name, value)
    challenge.save(update_fields=list(fresh))
    for its, _before in changed:
        its.save(update_fields=["title", "explanation", "weight"])
    return notice


@transaction.atomic(durable=True)
def extend(challenge: Challenge, closes_at: datetime, reason: str, *, actor: User) -> Notice:
    """Give everybody more time: before closing by the database's clock, or between two phases for the next one.

    A jury may need longer than was planned; else nobody could go on to a phase that is over already. Raises
    NotAllowed, NotPossible or Incomplete.
    """
    phase = _lock_open(challenge, actor) if challenge.status == ChallengeStatus.OPEN else _lock_next(challenge, actor)
    if closes_at <= max(phase.closes_at, now()):
        raise Incomplete(_("Kies een later moment dan de sluiting van nu."), field="closes_at")
    later = challenge.phases.filter(number=phase.number + 1).first()
    if later is not None and closes_at > later.opens_at:
        raise Incomplete(_("Dan begint de volgende ronde al. Kies een moment daarvoor."), field="closes_at")
    reason = tidy(reason)
    if not reason:
        raise Incomplete(_("Vul dit in."), field="text")
    told = {f"phase.{phase.number}.closes_at": [written(phase.closes_at), written(closes_at)]}
    notice = _tell(challenge, NoticeKind.EXTENSION, reason, told, actor)
    phase.closes_at = closes_at
    phase.save(update_fields=["closes_at"])
    return notice


@transaction.atomic(durable=True)
def replace_opener(challenge: Challenge, old: User | None, new: User, *, actor: User) -> Notice:
    """Let `new` open the responses in the place of `old`, who left or is ill; None when the account is gone.

    Raises NotAllowed, NotPossible or Incomplete. Also after closing, as long as nobody opened anything: else an
    illness would keep the responses sealed for ever.
    """
    if not runs(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    lock_in(challenge, ChallengeStatus.OPEN, ChallengeStatus.CLOSED)
    phase = challenge.phases.get(number=challenge.phase_number)
    openers = list(challenge.openers.all())
    if not is_official(new) or new in openers:
        raise Incomplete(_("Kies een medewerker die dit nog niet doet."), field="new")
    if (old is None) != (len(openers) < 2) or (old is not None and old not in openers):  # noqa: PLR2004 there are two
        raise Incomplete(_("Kies wie niet meer opent."), field="old")
    if phase.openings.exists():
        raise NotPossible(_("Er is al geopend. Dit kan niet meer."))
    with translation.override(settings.LANGUAGE_CODE):  # Everybody reads it, and not this official alone.
        text = _("Een andere medewerker opent de inzendingen.")
    notice = _tell(challenge, NoticeKind.CHANGE, text, {}, actor)
    if old is not None:
        challenge.openers.remove(old)
    challenge.openers.add(new)
    return notice


@transaction.atomic(durable=True)
def acknowledge(notices: Iterable[Notice], *, actor: User) -> None:
    """Keep that `actor` says that they read these. Those that were not theirs to read are passed by."""
    keys = [notice.pk for notice in notices]
    mine = Notice.objects.unread_by(actor).filter(pk__in=keys)
    Acknowledgement.objects.bulk_create(
        (Acknowledgement(notice=notice, person=actor) for notice in mine), ignore_conflicts=True
    )


def _lock_open(challenge: Challenge, actor: User) -> Phase:
    """Hold challenge and phase; gives the phase. Raises NotAllowed, and NotPossible from the last second on."""
    if not runs(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    lock_in(challenge, ChallengeStatus.OPEN)
    if not may_give_notice(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    phase = challenge.phases.select_for_update(no_key=True).get(number=challenge.phase_number)
    if now() >= phase.closes_at:
        raise NotPossible(_("De ronde is gesloten. Er kan niets meer veranderen."))
    return phase


def _lock_next(challenge: Challenge, actor: User) -> Phase:
    """Hold the challenge, and the phase that comes after the one that closed. Raises NotAllowed or NotPossible."""
    if not may_give_more_time(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    lock_in(challenge, ChallengeStatus.CLOSED, ChallengeStatus.IN_REVIEW)
    phase = challenge.phases.select_for_update(no_key=True).filter(number=challenge.closes_next).first()
    if phase is None:
        raise NotPossible(_("De ronde is gesloten. Er kan niets meer veranderen."))
    return phase


def _tell(challenge: Challenge, kind: NoticeKind, text: str, told: dict[str, Any], actor: User) -> Notice:
    """Write the notice, before anything changes: only in its transaction the database lets the texts change."""
    challenge.notice_number += 1
    challenge.edition += 1
    challenge.save(update_fields=["notice_number", "edition"])
    notice = Notice.objects.create(
        challenge=challenge, number=challenge.notice_number, kind=kind, text=text, changes=told, given_by=actor
    )
    withdraw_pages()
    facts = {"reference": "", "title": challenge.title, "number": notice.number, "text": text}
    journal.record(ChallengeEvent.NOTICE, challenge, actor=actor, **facts)
    return notice


def _changed_columns(challenge: Challenge, phase: Phase, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that say something else. Raises Incomplete at one that may not say that."""
    fresh = {
        name: value
        for name, value in tidied(dict(wanted)).items()
        if name in CHANGEABLE and written(getattr(challenge, name)) != written(value)
    }
    for name in TEXTS:
        if name in fresh and not fresh[name]:
            raise Incomplete(_("Vul dit in."), field=name)
    until = fresh.get("questions_until")
    if "questions_until" in fresh and not (until and now() < until <= phase.closes_at):
        raise Incomplete(_("Kies een moment dat nog komt, en voor de sluiting."), field="questions_until")
    return fresh


def _changed_criteria(challenge: Challenge, wanted: Mapping[int, Mapping[str, Any]]) -> list[tuple[Criterion, str]]:
    """Those that say something else, with what they said before. Raises Incomplete when the weights do not fit."""
    its = Criterion.objects.filter(phase__challenge=challenge, phase__number__gte=challenge.phase_number)
    changed, totals = [], dict[int, int]()
    for criterion in its.select_related("phase"):
        before = criterion_text(criterion)
        for name, value in tidied(dict(wanted.get(criterion.pk, {}))).items():
            setattr(criterion, name, value)
        totals[criterion.phase_id] = totals.get(criterion.phase_id, 0) + criterion.weight
        if criterion_text(criterion) != before:
            changed.append((criterion, before))
    if changed and any(total != MOST_WEIGHT for total in totals.values()):
        raise Incomplete(_("De gewichten van de criteria van een ronde zijn samen 100."), field="criteria")
    return changed
