"""The one door through which an idea's status changes."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ideas.actions.carry import CARRY
from ideas.actions.promising import promise_in_news
from ideas.desk.before import UNDOABLE, columns_before
from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.statuses import PING_PONG
from ideas.workflow import MOVES
from participation import journal
from participation.models import User
from participation.plain_text import tidied


@transaction.atomic(durable=True)
def move_idea(idea: Idea, verb: str, *, actor: User | None, **facts: Any) -> Idea:
    """Take `idea` one step along the table in `ideas/workflow.py`.

    `facts` are what the move must carry (texts, a `date`, a Programme as `programme`, an Idea as `into`). `actor` is
    None when the clock does it. Raises NotAllowed, NotPossible or Incomplete, and then nothing has changed.
    """
    facts = tidied(facts)
    move = MOVES.check(actor, idea, verb, facts)
    now = timezone.now()
    columns, said = CARRY[verb](idea, facts, actor, now)
    before, promised_before = idea.status, idea.promised_on
    changes = {"status": move.target, "status_since": now, **columns}
    if verb in UNDOABLE:
        said["was"] = columns_before(idea, changes)
    Idea.objects.compare_and_set(idea, **changes)
    journal.record(
        move.kind, idea, actor=actor, verb=verb, before=before, after=idea.status,
        reference=idea.reference, title=idea.title, **promise_in_news(idea, promised_before), **said,
    )  # fmt: skip
    if move.kind == IdeaEvent.HANDED_OVER and idea.reroutes == PING_PONG:
        _ask_coordinator(idea, actor)
    return idea


def _ask_coordinator(idea: Idea, actor: User | None) -> None:
    """From here on a coordinator says where the idea belongs (`permissions.may_hand_over()`)."""
    journal.record(
        IdeaEvent.BOUNCED, idea, actor=actor, reference=idea.reference, title=idea.title, times=idea.reroutes
    )
