"""How programmes keep their promise: what they received and answered in a year, how fast, and what is late now.

Counted of ideas that the public may read. Ideas that were taken over from elsewhere do not count: their dates are the
source's. An idea counts with the programme that has it now, and its first answer counts, however it got there. An
answer takes the working days after the submission, up to and including its own day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from ideas.models.queries import MUNICIPALITY_ACTS
from ideas.statuses import AWAITING_ANSWER
from participation.calendar import working_calendar

YEAR = timedelta(days=365)
FEWEST = 5  # Answers. Fewer would be chance, and could point to one idea.
KEPT_FOR = 10 * 60  # Seconds.
OLDEST = date(1990, 1, 1)  # A Monday. Before that, nobody handed in an idea here.

# Working days up to and including a date: five for each whole week since a Monday, what is left of the week, and minus
# the free days so far, which `width_bucket` finds in the ordered list without going through it.
WORKED = """
((({day} - %(oldest)s) / 7) * 5 + least(({day} - %(oldest)s) %% 7 + 1, 5) - width_bucket({day}, %(free)s::date[]))
"""
FIGURES = f"""
WITH counted AS NOT MATERIALIZED (
  SELECT programme_id, submitted_at, answered_at, id, status, promised_on FROM ideas_idea
  WHERE visibility = 'public' AND source = ''),
answers AS (
  SELECT programme_id, (submitted_at AT TIME ZONE %(zone)s)::date AS came,
    (first.at AT TIME ZONE %(zone)s)::date AS went
  FROM counted CROSS JOIN LATERAL (
    SELECT coalesce(min(given_at), answered_at) AS at FROM ideas_answer WHERE idea_id = counted.id) AS first
  WHERE answered_at >= %(since)s AND first.at >= %(since)s),
speed AS (SELECT programme_id, {WORKED.format(day="went")} - {WORKED.format(day="came")} AS days FROM answers)
SELECT coalesce(programme_id, 0), sum(received)::int, sum(waiting)::int, sum(late)::int, sum(answered)::int,
  max(median)::int, max(slow)::int
FROM (
  SELECT programme_id, count(*) FILTER (WHERE submitted_at >= %(since)s) AS received,
    count(*) FILTER (WHERE status = ANY(%(awaiting)s)) AS waiting,
    count(*) FILTER (WHERE status = ANY(%(acting)s) AND promised_on < %(today)s) AS late,
    0 AS answered, NULL::int AS median, NULL::int AS slow
  FROM counted WHERE submitted_at >= %(since)s OR status = ANY(%(awaiting)s) OR promised_on < %(today)s
  GROUP BY ROLLUP (programme_id)
  UNION ALL
  SELECT programme_id, 0, 0, 0, count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY days),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY days)
  FROM speed GROUP BY ROLLUP (programme_id)
) AS part (programme_id, received, waiting, late, answered, median, slow)
GROUP BY 1
"""  # noqa: S608 put together from words of this file only


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one programme, or of all. `median` and `slow` are None while there are too few answers to say."""

    received: int = 0
    waiting: int = 0
    late: int = 0
    answered: int = 0
    median: int | None = None
    slow: int | None = None


ALL = 0  # The key of all programmes together.
Row = tuple[int, int, int, int, int, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Year:
    """The figures by the key of the programme, and the days that they are about."""

    first: date
    last: date
    figures: dict[int, Figures]

    def of(self, programme: int) -> Figures:
        """Of one programme; ALL gives those of all together."""
        return self.figures.get(programme, Figures())


def this_year() -> Year:
    """The figures of the year up to and including today, at most KEPT_FOR old. One statement, whatever there is."""
    today = timezone.localdate()
    # Plain rows: what is kept must be readable by the next version of this code too.
    rows = cache.get_or_set(f"ideas.year.{today.isoformat()}", lambda: _count(today), KEPT_FOR)
    return _told(today, rows or _count(today))


def year_until(today: date) -> Year:
    """The figures of the year up to and including `today`, counted now."""
    return _told(today, _count(today))


def _first_day(today: date) -> date:
    return today - YEAR + timedelta(days=1)


def _count(today: date) -> list[Row]:
    parameters: dict[str, Any] = {
        "oldest": OLDEST,
        "free": working_calendar().days_off(OLDEST, today),
        "zone": settings.TIME_ZONE,
        "since": timezone.make_aware(datetime.combine(_first_day(today), time())),
        "today": today,
        "awaiting": [str(status) for status in AWAITING_ANSWER],
        "acting": [str(status) for status in MUNICIPALITY_ACTS],
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, parameters)
        return list(cursor.fetchall())


def _told(today: date, rows: list[Row]) -> Year:
    return Year(_first_day(today), today, {row[0]: _figures(row) for row in rows})


def _figures(row: Row) -> Figures:
    _programme, received, waiting, late, answered, median, slow = row
    says = answered >= FEWEST
    return Figures(received, waiting, late, answered, median if says else None, slow if says else None)
