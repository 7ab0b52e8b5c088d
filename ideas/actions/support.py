"""Support and follow: one per person, withdrawable. Neither is news: the journal never names who supports what."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.actions.counting import Tally
from ideas.models import Follow, Idea, Support
from ideas.permissions import may_follow, may_support
from participation.errors import NotAllowed
from participation.limits import Limit
from participation.models import User

SUPPORTING = Limit("support", size=60, seconds=60 * 60)
SUPPORTS = Tally(model=Support, subject="idea", counter="support_count", limit=SUPPORTING)


def support_idea(idea: Idea, *, actor: User) -> bool:
    """Add `actor`'s support; False when it was there already. Raises NotAllowed or TooMany."""
    if not may_support(actor, idea):
        raise NotAllowed(_("U kunt dit idee niet steunen."))
    return SUPPORTS.add(idea, actor)


def withdraw_support(idea: Idea, *, actor: User) -> bool:
    """Take `actor`'s support back; False when there was none. Always allowed. Raises TooMany."""
    return SUPPORTS.remove(idea, actor)


@transaction.atomic(durable=True)
def follow_idea(idea: Idea, *, actor: User) -> None:
    """Send `actor` the news of this idea from now on. Raises NotAllowed."""
    if not may_follow(actor, idea):
        raise NotAllowed(_("U kunt dit idee niet volgen."))
    Follow.objects.get_or_create(idea=idea, person=actor)


@transaction.atomic(durable=True)
def unfollow_idea(idea: Idea, *, actor: User) -> None:
    """Stop the news. The author keeps hearing what happens to their own idea."""
    Follow.objects.filter(idea=idea, person=actor).delete()
