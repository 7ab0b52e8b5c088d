"""After the end: the author is asked once whether the idea was handled well, and answers once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Idea, Rating
from ideas.models.rating import REOPENABLE
from ideas.statuses import Visibility
from participation import journal
from participation.errors import Incomplete, NotPossible
from participation.plain_text import tidy

ASK_AFTER = timedelta(days=7)  # The answer must have been read first.
ASK_UNTIL = timedelta(days=90)  # Who comes back to it later than this does not remember.
MOST_AT_ONCE = 500


def ask_for_ratings() -> int:
    """Ask the authors of ideas that ended a week ago, each in its own transaction; gives how many. Safe to repeat."""
    now = timezone.now()
    ended = Idea.objects.filter(
        status__in=REOPENABLE, status_since__range=(now - ASK_UNTIL, now - ASK_AFTER), rating__isnull=True,
        author__is_active=True,
    ).exclude(visibility=Visibility.HIDDEN)  # fmt: skip
    return sum(_ask(idea) for idea in ended.order_by("status_since", "pk")[:MOST_AT_ONCE])


@transaction.atomic(durable=True)
def _ask(idea: Idea) -> bool:
    rating, is_new = Rating.objects.get_or_create(idea=idea)
    if is_new:
        journal.record(
            IdeaEvent.RATING_ASKED, idea, actor=None,
            reference=idea.reference, title=idea.title, rating_id=rating.pk, after=idea.status,
        )  # fmt: skip
    return is_new


@transaction.atomic(durable=True)
def rate_idea(rating: Rating, *, is_good: bool, reason: str) -> Rating:
    """Keep what the author says, once. A no has a reason, and waits for another official (`Move` reopen).

    Raises Incomplete or NotPossible.
    """
    if not is_good and not tidy(reason):
        raise Incomplete(_("Schrijf op wat er niet goed ging. Dan kan een collega daarnaar kijken."), field="reason")
    idea = rating.idea
    rating.is_good, rating.reason, rating.answered_at = is_good, tidy(reason), timezone.now()
    open_ones = Rating.objects.filter(pk=rating.pk, answered_at__isnull=True)
    if not open_ones.update(is_good=is_good, reason=rating.reason, answered_at=rating.answered_at):
        raise NotPossible(_("U hebt deze vraag al beantwoord."))
    journal.record(
        IdeaEvent.RATED, idea, actor=idea.author,
        reference=idea.reference, title=idea.title, is_good=is_good, reason=rating.reason,
    )  # fmt: skip
    return rating
