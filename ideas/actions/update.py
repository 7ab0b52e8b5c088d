"""News of an author for who follows the idea, at most once a week; and the author's private link."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.permissions import is_author, may_tell_followers
from participation import journal
from participation.errors import Incomplete, NotAllowed, TooMany
from participation.models import User
from participation.plain_text import tidy

LONGEST = 5000
APART = timedelta(days=7)  # Followers asked for news of the idea, not for a newsletter.


@transaction.atomic(durable=True)
def tell_followers(idea: Idea, *, actor: User, text: str) -> Idea:
    """Send news to everybody who follows the idea. Raises NotAllowed, Incomplete, or TooMany within a week.

    The moment stands on the idea itself and is compared where it is set, so that two tabs send it once.
    """
    if not may_tell_followers(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    words = tidy(text)
    if not words or len(words) > LONGEST:
        raise Incomplete(_("Maak deze tekst korter.") if words else _("Vul dit in."), field="text")
    now = timezone.now()
    rested = Q(followers_told_at=None) | Q(followers_told_at__lte=now - APART)
    if not Idea.objects.filter(rested, pk=idea.pk).update(followers_told_at=now):
        raise TooMany(_("U kunt uw volgers één keer per week een bericht sturen."), field="text")
    idea.followers_told_at = now
    journal.record(IdeaEvent.UPDATED, idea, actor=actor, reference=idea.reference, title=idea.title, update=words)
    return idea


@transaction.atomic(durable=True)
def renew_status_link(idea: Idea, *, actor: User) -> Idea:
    """End every private link that was given out before. No news: it is between the author and us. Raises NotAllowed."""
    if not is_author(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    Idea.objects.filter(pk=idea.pk).update(link_number=F("link_number") + 1)
    idea.refresh_from_db(fields=["link_number"])
    return idea
