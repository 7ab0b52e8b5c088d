"""Small signs in a discussion: this helps, and tell me more. Neither is news, and neither is shown by name."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ideas.comment_permissions import may_mark
from ideas.models import Comment, ThreadFollow
from ideas.permissions import may_follow
from participation.errors import NotAllowed
from participation.limits import TAKE, Limit, too_often
from participation.models import User

MARKING = Limit("helpful", size=120, seconds=60 * 60)

# As support: token, row and counter in one statement, exact under any race.
CHANGE = """
WITH allowed AS ({take}),
changed AS ({change} RETURNING comment_id),
counted AS (
  UPDATE ideas_comment SET helpful_count = helpful_count {step} WHERE id IN (SELECT comment_id FROM changed)
  RETURNING helpful_count)
SELECT EXISTS (SELECT FROM allowed), (SELECT helpful_count FROM counted)
"""
MARK = CHANGE.format(take=TAKE, step="+ 1", change="""
  INSERT INTO ideas_helpful (comment_id, person_id, created_at) SELECT %(comment)s, %(person)s, now() FROM allowed
  ON CONFLICT (comment_id, person_id) DO NOTHING""")  # fmt: skip
UNMARK = CHANGE.format(take=TAKE, step="- 1", change="""
  DELETE FROM ideas_helpful
  WHERE comment_id = %(comment)s AND person_id = %(person)s AND EXISTS (SELECT FROM allowed)""")  # fmt: skip


def mark_helpful(comment: Comment, *, actor: User) -> bool:
    """Note that `actor` finds it helpful; False when they did already. Raises NotAllowed or TooMany."""
    if not may_mark(actor, comment):
        raise NotAllowed(_("U kunt deze reactie niet nuttig noemen."))
    return _change(MARK, comment, actor)


def unmark_helpful(comment: Comment, *, actor: User) -> bool:
    """Take that back; False when it was not there. Always allowed. Raises TooMany."""
    return _change(UNMARK, comment, actor)


def _change(statement: str, comment: Comment, actor: User) -> bool:
    parameters = {"comment": comment.pk, "person": actor.pk, **MARKING.parameters(actor.pk)}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        allowed, counted = cursor.fetchone()
    if not allowed:
        raise too_often()
    if counted is None:
        return False
    comment.helpful_count = counted
    return True


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
