"""What waits at the desk for a moderator: texts that are held, texts that were reported, and objections."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from ideas.comment_statuses import CommentState, ReportReason
from ideas.models import Comment, Idea, Report, Ruling
from ideas.models.queries import IdeaQuerySet
from ideas.statuses import Visibility
from participation.models import Programme, User

AT_ONCE = 20
MOST_REPORTS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A comment to judge, and what was said against it."""

    comment: Comment
    reports: list[str] = field(default_factory=list)
    report_count: int = 0


def programmes_of(person: User) -> list[int]:
    """The programmes whose texts `person` may judge."""
    return list(Programme.objects.moderated_by(person).values_list("pk", flat=True))


def waiting_comments(programmes: list[int]) -> QuerySet[Comment]:
    """Held, and public with an open report; the oldest first."""
    held = Comment.objects.filter(state=CommentState.HELD).values_list("pk").order_by()
    reported = _open_reports().filter(comment__isnull=False).values_list("comment").order_by()
    # Two short lists together, each with an index of its own: one condition with OR reads every comment there is.
    waiting = Comment.objects.filter(pk__in=held.union(reported), state__in=(CommentState.HELD, CommentState.PUBLIC))
    waiting = waiting.filter(idea__programme__in=programmes)
    return waiting.select_related("idea__programme", "author__block").order_by("created_at", "pk")


def waiting_ideas(programmes: list[int]) -> IdeaQuerySet:
    """Ideas with an open report, and those that are held; the oldest first."""
    held = Idea.objects.filter(visibility=Visibility.HELD).values_list("pk").order_by()
    reported = _open_reports().filter(comment__isnull=True).values_list("idea").order_by()
    waiting = Idea.objects.filter(pk__in=held.union(reported), programme__in=programmes)
    return waiting.exclude(visibility=Visibility.HIDDEN).for_queue().order_by("submitted_at", "pk")


def objections(programmes: list[int]) -> QuerySet[Ruling]:
    """Objections that wait for an answer; the oldest first."""
    waiting = Ruling.objects.objected().filter(idea__programme__in=programmes)
    return waiting.select_related("idea__programme", "comment__author").order_by("objected_at", "pk")


def with_reports(comments: list[Comment]) -> list[Item]:
    """The comments with the first of their open reports in words, however many another one has. One statement."""
    place = Window(RowNumber(), partition_by=[F("comment")], order_by=["made_at", "pk"])
    about = _open_reports().filter(comment__in=comments).order_by("comment", "made_at", "pk")
    about = about.annotate(place=place, number=Window(Count("pk"), partition_by=[F("comment")]))
    told, counts = dict[Any, list[str]](), dict[Any, int]()
    for key, reason, text, number in about.filter(place__lte=MOST_REPORTS_TOLD).values_list(
        "comment", "reason", "text", "number"
    ):
        label = str(ReportReason(reason).label)
        told.setdefault(key, []).append(f"{label}: {text}" if text else label)
        counts[key] = number
    return [Item(each, told.get(each.pk, []), counts.get(each.pk, 0)) for each in comments]


def _open_reports() -> QuerySet[Report]:
    return Report.objects.filter(settled_at__isnull=True)
