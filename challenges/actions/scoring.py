"""A juror scores what they read, and jurors talk about it once their own score is final."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.events import JuryEvent
from challenges.models import Assignment, Challenge, JuryRemark, Score, Scorecard
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy


class NotScored(Incomplete):
    """Scores or reasons are missing: `problems` says by field (score_<key> or text_<key>) what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(_("Geef bij elk criterium een score, en vertel waarom."))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Mark:
    """What one criterion got: 0 to 5, None for `not applicable`; and why."""

    value: int | None
    text: str


@transaction.atomic(durable=True)
def note_reading(assignment: Assignment, *, actor: User) -> None:
    """Write down that a juror reads a response, before it is shown: by keys only."""
    challenge = _readable(assignment, actor).juror.challenge
    _record(JuryEvent.READ, challenge, actor, assignment)


@transaction.atomic(durable=True)
def save_scores(
    assignment: Assignment, marks: Mapping[int, Mark], *, actor: User, reading: int = 1, reason: str = "",
    is_final: bool = False,
) -> Scorecard:  # fmt: skip
    """Keep what a juror scored, by the key of each criterion; `is_final` makes it stay as it is.

    A concept may lack criteria, a final card has each with its reason. A second reading has a reason of its own, and
    follows a final first one. Raises NotAllowed, NotPossible, Incomplete, or NotScored with all that is missing.
    """
    row = _readable(assignment, actor)
    if reading == 2 and not _is_final(row):  # noqa: PLR2004 the second of two
        raise NotPossible(_("Maak eerst uw eerste score definitief."))
    if reading == 2 and not tidy(reason):  # noqa: PLR2004
        raise Incomplete(_("Vertel waarom u een andere score geeft."), field="reason")
    criteria = list(row.submission.phase.criteria.values_list("pk", flat=True))
    if is_final:
        _complete(criteria, marks)
    card, _made = Scorecard.objects.get_or_create(assignment=row, reading=reading, defaults={"reason": reason})
    if card.final_at:
        raise NotPossible(_("Deze score is al definitief."))
    for criterion in criteria:
        if mark := marks.get(criterion):
            Score.objects.update_or_create(
                scorecard=card, criterion_id=criterion, defaults={"value": mark.value, "text": mark.text}
            )
    card.scores.exclude(criterion__in=marks).delete()
    now = timezone.now()
    card.reason, card.saved_at, card.final_at = reason, now, now if is_final else None
    card.save(update_fields=["reason", "saved_at", "final_at"])
    if is_final:
        _record(JuryEvent.SCORED, row.juror.challenge, actor, row, reading=reading)
    return card


@transaction.atomic(durable=True)
def say(assignment: Assignment, text: str, *, actor: User) -> JuryRemark:
    """Say something to the other jurors. Raises NotAllowed, or NotPossible as long as the own score is not final."""
    row = _readable(assignment, actor)
    if not _is_final(row):
        raise NotPossible(_("Maak eerst uw eigen score definitief."))
    return JuryRemark.objects.create(submission=row.submission, writer=actor, text=text)


def _readable(assignment: Assignment, actor: User) -> Assignment:
    """The assignment, if the actor may score it now; holds the challenge, so that no decision comes in between."""
    challenge = Challenge.objects.filter(jurors__assignments=assignment.pk).values("pk")
    Challenge.objects.select_for_update(no_key=True).only("pk").get(pk__in=challenge)
    found = Assignment.objects.readable_by(actor).select_related("juror__challenge", "submission__phase")
    row = found.filter(pk=assignment.pk).first()
    if row is None:
        raise NotAllowed(_("U mag dit niet doen."))
    return row


def _is_final(assignment: Assignment) -> bool:
    return assignment.scorecards.filter(reading=1, final_at__isnull=False).exists()


def _complete(criteria: list[int], marks: Mapping[int, Mark]) -> None:
    problems = {}
    for criterion in criteria:
        if criterion not in marks:
            problems[f"score_{criterion}"] = _("Kies een score.")
        elif not tidy(marks[criterion].text):
            problems[f"text_{criterion}"] = _("Vertel kort waarom.")
    if problems:
        raise NotScored(problems)


def _record(kind: JuryEvent, challenge: Challenge, actor: User, assignment: Assignment, **facts: int) -> None:
    journal.record(
        kind, challenge, actor=actor, reference="", title=challenge.title, juror_id=assignment.juror_id,
        response_id=assignment.submission.response_id, submission_id=assignment.submission_id, **facts,
    )  # fmt: skip
