"""Drafts become answers: by hand, several at once, or by the clock. Each by `move_idea()`, so once or not at all."""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ideas.actions.triage import move_idea
from ideas.answering import facts_of, in_words
from ideas.events import IdeaEvent
from ideas.models import AnswerDraft, Idea
from participation import journal
from participation.errors import RuleBroken
from participation.models import User

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200


def publish_draft(draft: AnswerDraft, *, actor: User) -> Idea:
    """Give the answer that the draft holds. Raises RuleBroken, and then the draft is as it was."""
    return move_idea(draft.idea, draft.verb, actor=actor, **facts_of(draft))


def publish_drafts(drafts: Iterable[AnswerDraft], *, actor: User) -> tuple[int, int]:
    """Publish several, each in its own transaction; gives how many went out, and how many could not."""
    done = [_try(draft, actor) for draft in drafts]
    return done.count(True), done.count(False)


def publish_due() -> int:
    """Publish what was planned for now or before, in the name of its writer; gives how many. Safe to run twice."""
    due = AnswerDraft.objects.due(timezone.now()).select_related("idea__programme", "writer")
    return sum(_try(draft, draft.writer) for draft in due.order_by("publish_at", "pk")[:MOST_AT_ONCE])


def _try(draft: AnswerDraft, actor: User | None) -> bool:
    try:
        move_idea(draft.idea, draft.verb, actor=actor, **facts_of(draft))
    except RuleBroken as broken:
        _keep_aside(draft, in_words(broken))
        return False
    except Exception:
        # It must not stop those behind it. It is tried again with the next beat.
        log.exception("The answer to idea %s could not be published.", draft.idea.reference)
        return False
    return True


@transaction.atomic(durable=True)
def _keep_aside(draft: AnswerDraft, why: str) -> None:
    """Say to its writer why the draft did not go out. Nothing when it was published or changed meanwhile."""
    unchanged = AnswerDraft.objects.filter(pk=draft.pk, version=draft.version, trouble="")
    if not unchanged.update(trouble=why):
        return
    idea = draft.idea
    journal.record(
        IdeaEvent.ANSWER_STUCK, idea, actor=None,
        reference=idea.reference, title=idea.title, writer_id=draft.writer_id, why_stuck=why,
    )  # fmt: skip
