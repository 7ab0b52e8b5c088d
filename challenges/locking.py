"""Holding a challenge while it changes, and noticing that somebody else changed it. Steps of actions."""

from django.utils.translation import gettext as _

from challenges.events import ChallengeEvent
from challenges.models import Challenge
from challenges.permissions import runs
from challenges.statuses import ChallengeStatus
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.models import User


class Overtaken(NotPossible):
    """Somebody else changed the challenge after this person began to."""


def lock(challenge: Challenge) -> None:
    """Hold the challenge until the end of the caller's transaction, and read it anew."""
    challenge.refresh_from_db(from_queryset=Challenge.objects.select_for_update(no_key=True))


def lock_in(challenge: Challenge, *statuses: str) -> None:
    """As `lock()`; raises NotPossible when it is in none of `statuses` any more."""
    lock(challenge)
    if challenge.status not in statuses:
        raise NotPossible(_("Dit kan nu niet. De status is intussen misschien veranderd. Bekijk de pagina opnieuw."))


def open_concept(challenge: Challenge, *, actor: User, edition: int | None = None) -> None:
    """Hold a concept that `actor` may change, and count this change. The caller holds the transaction.

    `edition` is that of the page on which the change was written; without it the change cannot overwrite anything.
    Raises NotAllowed, NotPossible or Overtaken.
    """
    if not runs(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    lock_in(challenge, ChallengeStatus.CONCEPT)
    refuse_overtaken(challenge, edition)
    challenge.edition += 1
    challenge.save(update_fields=["edition"])


def record_change(challenge: Challenge, *, actor: User) -> None:
    """Put in the journal that a concept changed; nobody hears of it."""
    journal.record(ChallengeEvent.CHANGED, challenge, actor=actor, reference="", title=challenge.title)


def refuse_overtaken(challenge: Challenge, edition: int | None) -> None:
    """Raise Overtaken when what was written for `edition` would undo what came after it. Needs `lock()`."""
    if edition is not None and edition != challenge.edition:
        raise Overtaken(_("Iemand anders veranderde deze uitdaging intussen. Uw tekst staat er nog."))
