"""The life of a challenge: one table. Buttons, checks and the diagram in docs/challenges.md are drawn from it."""

from django.utils.translation import gettext_lazy as _

from challenges.events import ChallengeEvent
from challenges.models import Challenge
from challenges.permissions import Person, is_clock, may_approve, runs
from challenges.statuses import ChallengeStatus as S
from participation.workflow import Move, Workflow


def is_clock_or_runs(person: Person, challenge: Challenge) -> bool:
    """What the clock does, and who runs the challenge when the clock stands still."""
    return is_clock(person, challenge) or runs(person, challenge)


# What has no person here has a door of its own with more to check: `actions.seal` and `actions.decide`.
CHALLENGE_MOVES = Workflow(
    [
        Move("submit", _("Akkoord vragen"), frozenset({S.CONCEPT}), S.IN_APPROVAL, runs, ChallengeEvent.SUBMITTED),
        Move("send_back", _("Terugsturen"), frozenset({S.IN_APPROVAL}), S.CONCEPT, may_approve, ChallengeEvent.SENT_BACK, ("reason",)),
        Move("approve", _("Akkoord geven en openen"), frozenset({S.IN_APPROVAL}), S.OPEN, may_approve, ChallengeEvent.OPENED),
        Move("close", _("Sluiten"), frozenset({S.OPEN}), S.CLOSED, is_clock_or_runs, ChallengeEvent.CLOSED),
        Move("unseal", _("Inzendingen openen"), frozenset({S.CLOSED}), S.IN_REVIEW, is_clock, ChallengeEvent.UNSEALED),
        Move("next_phase", _("Volgende ronde beginnen"), frozenset({S.IN_REVIEW}), S.OPEN, is_clock, ChallengeEvent.NEXT_PHASE),
        Move("decide", _("Besluit versturen"), frozenset({S.IN_REVIEW}), S.DECIDED, is_clock, ChallengeEvent.DECIDED),
        Move("start", _("Uitvoering beginnen"), frozenset({S.DECIDED}), S.IN_EXECUTION, runs, ChallengeEvent.STARTED),
        Move("finish", _("Afronden"), frozenset({S.DECIDED, S.IN_EXECUTION}), S.FINISHED, runs, ChallengeEvent.FINISHED, ("reason",)),
        Move("cancel", _("Stoppen"), frozenset({S.CONCEPT, S.IN_APPROVAL, S.OPEN, S.CLOSED, S.IN_REVIEW, S.DECIDED}), S.CANCELLED, runs, ChallengeEvent.CANCELLED, ("reason",)),
    ]
)  # fmt: skip
