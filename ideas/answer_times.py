"""How long an answer takes, from what happened and not from what was promised."""

from statistics import median_high

from django.core.cache import cache
from django.db.models import Min
from django.utils import timezone

from ideas.models import Answer
from participation.calendar import working_days_between

LATEST = 200  # Answers; older ones say little about today.
FEWEST = 10  # Fewer are no history but chance, and could point to one official.
KEPT_FOR = 60 * 60  # Seconds.


def half_answered_within(programme: int) -> int | None:
    """In how many working days half of the ideas of this programme got their first answer; None when too few did.

    Ideas that were taken over from elsewhere do not count: their dates are the source's.
    """
    found = cache.get_or_set(f"ideas.answer_days.{programme}", lambda: _median(programme), KEPT_FOR)
    return int(found[0]) if found else None


def _median(programme: int) -> list[int]:
    """The median in a list, or an empty one: a cache cannot tell None from nothing."""
    first = (
        Answer.objects.filter(idea__programme=programme, idea__source="")
        .values("idea", "idea__submitted_at")
        .annotate(first=Min("given_at"))
        .order_by("-first")[:LATEST]
    )
    days = [
        working_days_between(timezone.localdate(row["idea__submitted_at"]), timezone.localdate(row["first"]))
        for row in first
    ]
    return [median_high(days)] if len(days) >= FEWEST else []
