"""What the pages of a challenge show of its jury and its decision."""

from dataclasses import dataclass
from typing import Any

from django import template

from challenges.decision_rows import sent_decisions
from challenges.judging import phase_of, waiting
from challenges.models import Challenge, Determination, Juror, Objection, Publication, Response, Verdict
from challenges.statuses import AFTER_DECISION, ChallengeStatus, ObjectionStatus
from participation.models import User

register = template.Library()

MOST_SHOWN = 600


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """What everybody reads: why, who won, and what others agreed to show."""

    determination: Determination
    winners: list[Publication]
    others: list[Publication]


@register.simple_tag
def public_decision(challenge: Challenge) -> PublicDecision | None:
    """The decision with which the challenge ended; None before that. Two statements after it, none before."""
    if challenge.status not in AFTER_DECISION:
        return None
    found = Determination.objects.filter(phase__challenge=challenge, sent_at__isnull=False)
    determination = found.order_by("-phase__number").first()
    if determination is None:
        return None
    shown = list(Publication.objects.filter(submission__response__challenge=challenge)[:MOST_SHOWN])
    winners = [one for one in shown if one.is_winner]
    return PublicDecision(determination, winners, [one for one in shown if not one.is_winner])


@register.filter
def has_letter(response: Response) -> bool:
    """Whether a decision about the response was sent. One statement."""
    return Verdict.objects.filter(submission__response=response, determination__sent_at__isnull=False).exists()


@register.filter
def sits_in_jury(person: User) -> bool:
    """Whether there is something to do in a jury. One statement."""
    return Juror.objects.active().filter(person=person, challenge__status=ChallengeStatus.IN_REVIEW).exists()


@register.simple_tag
def jury_panel(challenge: Challenge) -> dict[str, Any]:
    """How many jurors there are, and how much they still have to score."""
    is_reading = challenge.status == ChallengeStatus.IN_REVIEW
    phase = phase_of(challenge.pk, challenge.phase_number) if is_reading else None
    return {
        "active": challenge.jurors.active().count(),
        "is_reading": is_reading,
        "left": waiting(phase).count() if phase else 0,
    }


@register.simple_tag
def decision_panel(challenge: Challenge) -> dict[str, Any]:
    """The decisions that were sent, and the objections that wait."""
    objections = Objection.objects.filter(
        verdict__determination__phase__challenge=challenge, status=ObjectionStatus.RECEIVED
    )
    return {
        "is_reading": challenge.status == ChallengeStatus.IN_REVIEW,
        "sent": list(sent_decisions(challenge).values()),
        "objections": objections.count(),
    }
