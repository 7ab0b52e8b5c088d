"""Somebody says that a text should not stand there. Enough of them, and it waits for a person by itself."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.announcing import tell
from ideas.comment_permissions import may_report
from ideas.comment_statuses import CommentState, ReportReason, Sign
from ideas.events import TalkEvent
from ideas.holding import is_new
from ideas.models import Comment, Idea, Report
from ideas.statuses import Visibility
from participation.errors import Incomplete, NotAllowed
from participation.limits import DAY, Limit, take
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy
from participation.robots import is_proven

LONGEST_REPORT = 1000
REPORTING = Limit("report", size=20, seconds=DAY)
# Without an account and without a proof there is no telling people from robots, so such reports are few.
REPORTING_UNPROVEN = Limit("report-unproven", size=3, seconds=DAY)


def report(
    idea: Idea,
    comment: Comment | None,
    *,
    reason: ReportReason,
    text: str = "",
    actor: User | None,
    place: str,
    proof: str = "",
) -> bool:
    """Store a report of `comment`, or of the idea itself; False when this person reported it already.

    `actor` is None for a visitor, whom `place` stands for (`participation.limits.place_of`). Reports of visitors and of
    new accounts go to the moderators too, but do not count towards holding it back. Raises NotAllowed or TooMany.
    """
    try:
        _report(idea, comment, reason, tidy(text), actor, place, proof)
    except IntegrityError:
        return False
    return True


@transaction.atomic(durable=True)
def _report(
    idea: Idea, comment: Comment | None, reason: ReportReason, text: str, actor: User | None, place: str, proof: str
) -> None:
    if not may_report(actor, idea, comment):
        raise NotAllowed(_("U kunt dit niet melden."))
    if len(text) > LONGEST_REPORT:
        raise Incomplete(_("Maak uw toelichting korter."), field="text")
    if actor is None:
        take(REPORTING if is_proven(proof) else REPORTING_UNPROVEN, place)
    else:
        take(REPORTING, actor.pk)
    # Two reports at once would each miss the other: the row of what is reported lets them pass one by one.
    locked: Idea | Comment = (
        (Comment if comment else Idea)._default_manager.select_for_update().get(pk=comment.pk if comment else idea.pk)
    )
    open_ones = Report.objects.filter(idea=idea, comment=comment, settled_at__isnull=True)
    is_first = not open_ones.exists()
    counts = actor is not None and not is_new(actor, idea.programme, timezone.now())
    Report.objects.create(idea=idea, comment=comment, reporter=actor, counts=counts, reason=reason, text=text)
    if is_first:
        tell(TalkEvent.REPORTED, idea, comment, actor=actor)
    if counts and open_ones.filter(counts=True).count() >= idea.programme.hold_after_reports:
        _hold(locked, idea)


def _hold(locked: Idea | Comment, idea: Idea) -> None:
    """Take it out of sight until a moderator looked, if it still is in sight. An official's words wait for nobody."""
    if isinstance(locked, Comment):
        if not locked.is_public or locked.team:
            return
        Comment.objects.compare_and_set(locked, state=CommentState.HELD, signs=[Sign.REPORTS])
    elif locked.visibility == Visibility.PUBLIC:
        Idea.objects.compare_and_set(locked, visibility=Visibility.HELD)
    else:
        return
    withdraw_pages()
    tell(TalkEvent.HELD, idea, locked if isinstance(locked, Comment) else None, actor=None, signs=[Sign.REPORTS])
