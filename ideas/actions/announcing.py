"""News of a discussion, as several actions tell it. The caller holds the transaction."""

from typing import Any

from django.utils import timezone

from ideas.comment_statuses import CommentState
from ideas.events import TalkEvent
from ideas.mentions import mentioned_in
from ideas.models import Comment, Idea, Report
from participation import journal
from participation.models import User
from participation.page_news import withdraw_pages


def tell(kind: TalkEvent, idea: Idea, comment: Comment | None, *, actor: User | None, **facts: Any) -> None:
    """Record that `kind` happened to `comment`, or to the idea itself."""
    said = {"comment_id": comment.pk, "thread_id": comment.thread_id_or_own} if comment else {}
    journal.record(kind, idea, actor=actor, reference=idea.reference, title=idea.title, **said, **facts)


def announce(comment: Comment) -> None:
    """Record that there is a new comment; call it once, when it becomes public for the first time."""
    named = mentioned_in(comment.text, comment.idea)
    tell(TalkEvent.POSTED, comment.idea, comment, actor=comment.author, team=comment.team, mentioned=named)


def settle_reports(idea: Idea, comment: Comment | None) -> None:
    """Somebody looked: what was reported until now no longer counts."""
    Report.objects.filter(idea=idea, comment=comment, settled_at__isnull=True).update(settled_at=timezone.now())


def bring_back(comment: Comment) -> None:
    """Make it public, and news when it is so for the first time. The caller asked whether it may."""
    is_new = comment.published_at is None
    Comment.objects.compare_and_set(
        comment,
        state=CommentState.PUBLIC,
        hidden_reason="",
        signs=[],
        published_at=comment.published_at or timezone.now(),
    )
    withdraw_pages()
    if is_new:
        announce(comment)
