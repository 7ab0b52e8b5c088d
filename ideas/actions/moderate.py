"""What a moderator may do: take an idea or a comment out of sight, and bring it back. Hiding always has a reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.actions.announcing import bring_back, settle_reports, tell
from ideas.comment_permissions import may_judge
from ideas.comment_statuses import CommentState
from ideas.desk.before import columns_before
from ideas.events import IdeaEvent, TalkEvent
from ideas.models import Comment, Idea, Ruling
from ideas.permissions import may_moderate, may_settle_reports
from ideas.statuses import Visibility
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy


def hide_idea(idea: Idea, *, actor: User, reason: str) -> Idea:
    """Take a public idea out of sight; its author is told why. Raises NotAllowed, Incomplete or NotPossible."""
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    return _set_visibility(idea, Visibility.HIDDEN, IdeaEvent.HIDDEN, actor, tidy(reason))


def show_idea(idea: Idea, *, actor: User) -> Idea:
    """Make a held or hidden idea public. Raises NotAllowed or NotPossible."""
    return _set_visibility(idea, Visibility.PUBLIC, IdeaEvent.SHOWN, actor, "")


@transaction.atomic(durable=True)
def _set_visibility(idea: Idea, visibility: Visibility, kind: IdeaEvent, actor: User, reason: str) -> Idea:
    if not may_moderate(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    if idea.visibility == visibility:
        raise NotPossible(_("Dit is al gedaan."))
    changes = {"visibility": visibility, "hidden_reason": reason}
    said: dict[str, Any] = {"reason": reason}
    if visibility == Visibility.HIDDEN:
        said["was"] = columns_before(idea, changes)
    Idea.objects.compare_and_set(idea, **changes)
    if visibility == Visibility.HIDDEN:
        Ruling.objects.create(idea=idea, moderator=actor, reason=reason)
    settle_reports(idea, None)
    withdraw_pages()
    journal.record(kind, idea, actor=actor, reference=idea.reference, title=idea.title, **said)
    return idea


@transaction.atomic(durable=True)
def keep_idea(idea: Idea, *, actor: User) -> None:
    """Say that a reported idea may stay as it is. It is no news: nothing changed. Raises NotAllowed."""
    if not may_settle_reports(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    settle_reports(idea, None)


@transaction.atomic(durable=True)
def hide_comment(comment: Comment, *, actor: User, reason: str) -> Comment:
    """Take a comment out of sight. Its place says why, to everybody; its writer is told and may object.

    Raises NotAllowed, Incomplete or NotPossible.
    """
    if not may_judge(actor, comment):
        raise NotAllowed(_("U mag dit niet doen."))
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    if comment.is_hidden or comment.is_deleted:
        raise NotPossible(_("Dit is al gedaan."))
    Comment.objects.compare_and_set(comment, state=CommentState.HIDDEN, hidden_reason=tidy(reason), signs=[])
    Ruling.objects.create(idea=comment.idea, comment=comment, moderator=actor, reason=comment.hidden_reason)
    settle_reports(comment.idea, comment)
    withdraw_pages()
    tell(TalkEvent.REMOVED, comment.idea, comment, actor=actor, reason=comment.hidden_reason)
    return comment


@transaction.atomic(durable=True)
def keep_comment(comment: Comment, *, actor: User) -> Comment:
    """Say that a comment may stand there: what waited or was hidden becomes public, reports are settled.

    What becomes public for the first time is news. Raises NotAllowed or NotPossible.
    """
    if not may_judge(actor, comment):
        raise NotAllowed(_("U mag dit niet doen."))
    if comment.is_deleted:
        raise NotPossible(_("De schrijver haalde deze reactie al weg."))
    if comment.is_hidden and Ruling.objects.objected().filter(comment=comment).exists():
        raise NotPossible(_("Er is bezwaar gemaakt. Een collega geeft daar antwoord op."))
    settle_reports(comment.idea, comment)
    if comment.is_public:
        return comment
    bring_back(comment)
    tell(TalkEvent.RESTORED, comment.idea, comment, actor=actor)
    return comment
