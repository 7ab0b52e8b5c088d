"""Following a challenge. It is no news: the journal never names who follows what."""

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.models import Challenge, ChallengeFollow
from challenges.permissions import may_follow_challenge
from participation.errors import NotAllowed
from participation.models import User


@transaction.atomic(durable=True)
def follow_challenge(challenge: Challenge, *, actor: User) -> None:
    """Send `actor` the news of this challenge from now on. Raises NotAllowed."""
    if not may_follow_challenge(actor, challenge):
        raise NotAllowed(_("U kunt deze uitdaging niet volgen."))
    ChallengeFollow.objects.get_or_create(challenge=challenge, person=actor)


@transaction.atomic(durable=True)
def unfollow_challenge(challenge: Challenge, *, actor: User) -> None:
    """Stop the news. Always allowed."""
    ChallengeFollow.objects.filter(challenge=challenge, person=actor).delete()
