"""Who may say what, where and until when; and who judges. Small, total predicates, as in `ideas.permissions`."""

from datetime import datetime, timedelta

from django.utils import timezone

from ideas.comment_statuses import CommentState
from ideas.models import Comment, Idea, Ruling
from ideas.permissions import is_author, may_handle, may_see, may_settle_reports
from ideas.statuses import Status, Visibility
from participation.models import User
from participation.permissions import Person, is_official

EDITABLE = timedelta(minutes=15)
# What the town hall decided is talked over for a while. A merged idea goes on elsewhere, a withdrawn one is nobody's.
AFTER_THE_END = timedelta(days=30)
DECIDED = frozenset({Status.REALISED, Status.STOPPED, Status.DECLINED})
GONE = frozenset({Status.MERGED, Status.WITHDRAWN})


def closes_at(idea: Idea) -> datetime | None:
    """When the discussion of an idea that came to an end closes; None while it has not ended."""
    if idea.status in GONE:
        return idea.status_since
    return idea.status_since + AFTER_THE_END if idea.status in DECIDED else None


def is_open(idea: Idea) -> bool:
    """Whether the discussion takes anything new, from whomever."""
    closing = closes_at(idea)
    return (
        idea.visibility == Visibility.PUBLIC
        and idea.programme.comments_are_open
        and (closing is None or timezone.now() < closing)
    )


def is_blocked(person: Person) -> bool:
    """Whether `person` may read and not write. Asks the database once per person object."""
    return isinstance(person, User) and hasattr(person, "block")


def may_take_part(person: Person, idea: Idea) -> bool:
    """Residents in every open discussion; an official only in those of their programmes, in the name of its team."""
    return (
        isinstance(person, User)
        and person.is_active
        and (not is_official(person) or may_handle(person, idea))
        and not is_blocked(person)
    )


def may_comment(person: Person, idea: Idea) -> bool:
    """Whether `person` may write in this discussion now."""
    return is_open(idea) and may_take_part(person, idea)


def may_answer(person: Person, comment: Comment) -> bool:
    """Whether `person` may write below this comment."""
    return may_comment(person, comment.idea) and comment.is_public


def may_mark(person: Person, comment: Comment) -> bool:
    """Find it helpful: everybody who may take part, but the writer."""
    return (
        may_take_part(person, comment.idea) and comment.is_public and comment.author_id != getattr(person, "pk", None)
    )


def wrote(person: Person, comment: Comment) -> bool:
    """Whether it is `person`'s own comment."""
    return isinstance(person, User) and person.is_active and comment.author_id == person.pk


def may_edit(person: Person, comment: Comment) -> bool:
    """One's own, for a quarter of an hour: afterwards people have answered to what it said."""
    return (
        wrote(person, comment)
        and not is_blocked(person)
        and comment.state in {CommentState.PUBLIC, CommentState.HELD}
        and timezone.now() < comment.created_at + EDITABLE
    )


def may_delete(person: Person, comment: Comment) -> bool:
    """One's own, always: blocked, hidden and closed or not."""
    return wrote(person, comment) and not comment.is_deleted


def may_read(person: Person, comment: Comment) -> bool:
    """Whether `person` may read the text itself. A hidden text stays readable for its writer and its moderators."""
    if not may_see(person, comment.idea):
        return False
    return comment.is_public or wrote(person, comment) or may_settle_reports(person, comment.idea)


def may_report(person: Person, idea: Idea, comment: Comment | None = None) -> bool:
    """Everybody who may read it, also without an account, but not their own words. Who is blocked may not."""
    if is_blocked(person) or idea.visibility != Visibility.PUBLIC:
        return False
    return not is_author(person, idea) if comment is None else comment.is_public and not wrote(person, comment)


def may_judge(person: Person, comment: Comment) -> bool:
    """The desk of the programme, coordinators and moderators. Nobody judges their own words."""
    return may_settle_reports(person, comment.idea) and not wrote(person, comment)


def may_object(person: Person, ruling: Ruling) -> bool:
    """The writer of what was hidden, once, and also while blocked."""
    own = wrote(person, ruling.comment) if ruling.comment else is_author(person, ruling.idea)
    return own and ruling.objected_at is None and _still_stands(ruling)


def may_answer_objection(person: Person, ruling: Ruling) -> bool:
    """Who judges there, and neither made the ruling nor wrote the text. The database holds the first of both too."""
    if ruling.objected_at is None or ruling.answered_at is not None:
        return False
    own = wrote(person, ruling.comment) if ruling.comment else is_author(person, ruling.idea)
    return may_settle_reports(person, ruling.idea) and not own and ruling.moderator_id != getattr(person, "pk", None)


def _still_stands(ruling: Ruling) -> bool:
    subject_is_hidden = ruling.comment.is_hidden if ruling.comment else ruling.idea.visibility == Visibility.HIDDEN
    return subject_is_hidden and not ruling.overturned
