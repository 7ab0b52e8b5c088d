"""Support and follow: one per person, withdrawable. Neither is news: the journal never names who supports what."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ideas.models import Follow, Idea
from ideas.permissions import may_follow, may_support
from participation.errors import NotAllowed
from participation.limits import TAKE, Limit, too_often
from participation.models import User

SUPPORTING = Limit("support", size=60, seconds=60 * 60)

# Token, row and counter change in one statement, which is a transaction of its own: exact under any race and any crash,
# and the idea's row is locked no longer than that.
CHANGE = """
WITH allowed AS ({take}),
changed AS ({change} RETURNING idea_id),
counted AS (
  UPDATE ideas_idea SET support_count = support_count {step} WHERE id IN (SELECT idea_id FROM changed)
  RETURNING support_count)
SELECT EXISTS (SELECT FROM allowed), (SELECT support_count FROM counted)
"""
GIVE = CHANGE.format(take=TAKE, step="+ 1", change="""
  INSERT INTO ideas_support (idea_id, person_id, created_at) SELECT %(idea)s, %(person)s, now() FROM allowed
  ON CONFLICT (idea_id, person_id) DO NOTHING""")  # fmt: skip
TAKE_BACK = CHANGE.format(take=TAKE, step="- 1", change="""
  DELETE FROM ideas_support
  WHERE idea_id = %(idea)s AND person_id = %(person)s AND EXISTS (SELECT FROM allowed)""")  # fmt: skip


def support_idea(idea: Idea, *, actor: User) -> bool:
    """Add `actor`'s support; False when it was there already. Raises NotAllowed or TooMany."""
    if not may_support(actor, idea):
        raise NotAllowed(_("U kunt dit idee niet steunen."))
    return _change(GIVE, idea, actor)


def withdraw_support(idea: Idea, *, actor: User) -> bool:
    """Take `actor`'s support back; False when there was none. Always allowed. Raises TooMany."""
    return _change(TAKE_BACK, idea, actor)


def _change(statement: str, idea: Idea, actor: User) -> bool:
    parameters = {"idea": idea.pk, "person": actor.pk, **SUPPORTING.parameters(actor.pk)}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        allowed, counted = cursor.fetchone()
    if not allowed:
        raise too_often()
    if counted is None:
        return False
    idea.support_count = counted
    return True


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
