"""What waits at the desk for a moderator: texts that are held, texts that were reported, and objections."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

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
    return list(Programme.objects.handled_by(person).values_list("pk", flat=True))


def waiting_comments(programmes: list[int]) -> QuerySet[Comment]:
    """Held, and public with an open report; the oldest first."""
    reported = Report.objects.filter(settled_at__isnull=True, comment__isnull=False).values("comment")
    waits = Q(state=CommentState.HELD) | Q(state=CommentState.PUBLIC, pk__in=reported)
    waiting = Comment.objects.filter(waits, idea__programme__in=programmes)
    return waiting.select_related("idea__programme", "author__block").order_by("created_at", "pk")


def waiting_ideas(programmes: list[int]) -> IdeaQuerySet:
    """Ideas with an open report, and those that are held."""
    reported = Report.objects.filter(settled_at__isnull=True, comment__isnull=True).values("idea")
    waiting = Idea.objects.filter(Q(pk__in=reported) | Q(visibility=Visibility.HELD), programme__in=programmes)
    return waiting.exclude(visibility=Visibility.HIDDEN).for_queue().order_by("submitted_at", "pk")


def objections(programmes: list[int]) -> QuerySet[Ruling]:
    """Objections that wait for an answer; the oldest first."""
    waiting = Ruling.objects.objected().filter(idea__programme__in=programmes)
    return waiting.select_related("idea__programme", "comment__author").order_by("objected_at", "pk")


def with_reports(comments: list[Comment]) -> list[Item]:
    """The comments with the first of their open reports in words. Two statements."""
    about = Report.objects.filter(comment__in=comments, settled_at__isnull=True)
    counts = dict(about.order_by().values_list("comment").annotate(Count("pk")))
    told: dict[Any, list[str]] = {}
    for key, reason, text in about.order_by("comment", "made_at").values_list("comment", "reason", "text")[
        : AT_ONCE * 10
    ]:
        label = str(ReportReason(reason).label)
        told.setdefault(key, []).append(f"{label}: {text}" if text else label)
    return [Item(each, told.get(each.pk, [])[:MOST_REPORTS_TOLD], counts.get(each.pk, 0)) for each in comments]
