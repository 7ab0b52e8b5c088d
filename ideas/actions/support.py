"""Support and follow: one per person, withdrawable. Neither is news: the journal never names who supports what."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ideas.models import Follow, Idea
from ideas.permissions import may_follow, may_support
from participation.errors import NotAllowed
from participation.limits import Limit, take
from participation.models import User

SUPPORTING = Limit("support", size=60, seconds=60 * 60)

# Row and counter change in one statement, so that the counter is exact under any race and any crash.
GIVE = """
WITH given AS (
  INSERT INTO ideas_support (idea_id, person_id, created_at) VALUES (%(idea)s, %(person)s, now())
  ON CONFLICT (idea_id, person_id) DO NOTHING RETURNING idea_id)
UPDATE ideas_idea SET support_count = support_count + 1 WHERE id IN (SELECT idea_id FROM given) RETURNING support_count
"""
TAKE_BACK = """
WITH taken AS (
  DELETE FROM ideas_support WHERE idea_id = %(idea)s AND person_id = %(person)s RETURNING idea_id)
UPDATE ideas_idea SET support_count = support_count - 1 WHERE id IN (SELECT idea_id FROM taken) RETURNING support_count
"""


def support_idea(idea: Idea, *, actor: User) -> bool:
    """Add `actor`'s support; False when it was there already. Raises NotAllowed or TooMany."""
    if not may_support(actor, idea):
        raise NotAllowed(_("U kunt dit idee niet steunen."))
    return _change(GIVE, idea, actor)


def withdraw_support(idea: Idea, *, actor: User) -> bool:
    """Take `actor`'s support back; False when there was none. Always allowed. Raises TooMany."""
    return _change(TAKE_BACK, idea, actor)


@transaction.atomic(durable=True)
def _change(statement: str, idea: Idea, actor: User) -> bool:
    take(SUPPORTING, actor.pk)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"idea": idea.pk, "person": actor.pk})
        counted = cursor.fetchone()
    if counted is None:
        return False
    idea.support_count = counted[0]
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
