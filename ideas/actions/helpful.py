"""Small signs in a discussion: this helps, and tell me more. Neither is news, and neither is shown by name."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.actions.counting import Tally
from ideas.comment_permissions import may_mark
from ideas.models import Comment, Helpful, ThreadFollow
from ideas.permissions import may_follow
from participation.errors import NotAllowed
from participation.limits import Limit
from participation.models import User

MARKING = Limit("helpful", size=120, seconds=60 * 60)
MARKS = Tally(model=Helpful, subject="comment", counter="helpful_count", limit=MARKING)


def mark_helpful(comment: Comment, *, actor: User) -> bool:
    """Note that `actor` finds it helpful; False when they did already. Raises NotAllowed or TooMany."""
    if not may_mark(actor, comment):
        raise NotAllowed(_("U kunt deze reactie niet nuttig noemen."))
    return MARKS.add(comment, actor)


def unmark_helpful(comment: Comment, *, actor: User) -> bool:
    """Take that back; False when it was not there. Always allowed. Raises TooMany."""
    return MARKS.remove(comment, actor)


@transaction.atomic(durable=True)
def follow_thread(comment: Comment, *, actor: User) -> None:
    """Send `actor` the news of the thread that `comment` stands in. Raises NotAllowed."""
    if not may_follow(actor, comment.idea):
        raise NotAllowed(_("U kunt dit gesprek niet volgen."))
    ThreadFollow.objects.get_or_create(comment_id=comment.thread_id_or_own, person=actor)


@transaction.atomic(durable=True)
def unfollow_thread(comment: Comment, *, actor: User) -> None:
    """Stop that. What was written by others below one's own comment is no longer told either."""
    ThreadFollow.objects.filter(comment_id=comment.thread_id_or_own, person=actor).delete()
