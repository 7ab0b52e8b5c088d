"""Support of false accounts goes, in public view: how much, and why. Whose it was is not said."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.permissions import may_moderate
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy

# Rows and counter in one statement, as `ideas.actions.support` does it.
REMOVE = """
WITH gone AS (
  DELETE FROM ideas_support USING participation_user AS person
  WHERE idea_id = %(idea)s AND person.id = person_id AND NOT person.is_active RETURNING idea_id),
total AS (SELECT count(*) AS number FROM gone)
UPDATE ideas_idea SET support_count = support_count - total.number FROM total
WHERE id = %(idea)s AND total.number > 0 RETURNING total.number, support_count
"""


@transaction.atomic(durable=True)
def remove_false_support(idea: Idea, *, actor: User, reason: str) -> int:
    """Remove the support of accounts that an administrator closed; gives how much. The public reads number and reason.

    Raises NotAllowed, Incomplete, or NotPossible when there is none.
    """
    if not may_moderate(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, {"idea": idea.pk})
        changed = cursor.fetchone()
    if changed is None:
        raise NotPossible(_("Er is geen steun van gesloten accounts bij dit idee."))
    number, idea.support_count = changed
    said = {"reference": idea.reference, "title": idea.title, "number": number, "reason": tidy(reason)}
    journal.record(IdeaEvent.SUPPORT_REMOVED, idea, actor=actor, **said)
    return int(number)
