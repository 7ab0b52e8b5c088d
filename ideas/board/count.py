"""The figures of the board, from rows and events, in one statement.

What counts, and to which programme, is what `ideas.programme_figures` says to the public: ideas that the public may
read, not those taken over from elsewhere, with the programme that has them now. A hand-over counts with the programme
that the idea left. The days are those of the municipality's clock.

  received      handed in during the period.
  answered      got their first answer during the period; without an answer in four parts, the date of their result.
  median        half of those were answered within so many working days.
  handed_over   left for another programme during the period; a step that was put back at once does not count.
  declined      were told "we do not do this" during the period, by the reason of the last time.
  rated, good   authors who said during the period how their idea was handled, and those who are satisfied.
  open          without a decision now, by the days since they were handed in (`AGES`).
  left          of those, what nobody sees to: received or in review, and for LEFT_AFTER working days nothing happened,
                while nobody who still works here handles it; or the owner of the programme does not work here any more.
  late          past the promised date now, while the municipality has the ball.
  load          open now, by who handles it; `outside` are those of them that wait for the author or a partner, `behind`
                is `late` by who handles it.
  came, went    received and answered by day, week or month of the period.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from ideas.board.period import Days, Period
from ideas.events import IdeaEvent
from ideas.models.queries import MUNICIPALITY_ACTS
from ideas.programme_figures import OLDEST, WORKED
from ideas.statuses import AWAITING_ANSWER, STANDS_STILL, Status
from participation.calendar import working_calendar

KEPT_FOR = 60  # Seconds: with 100,000 ideas counting takes about half a second, and a meeting reloads together.
OPEN = frozenset(AWAITING_ANSWER | STANDS_STILL.keys())
LEFT_AFTER = 5  # Working days: a week in which nobody looked.
AGES = (8, 15, 31, 91)  # Days from which the next band begins.

COUNT = f"""
WITH span (name, since, until) AS (
  VALUES ('now', %(since)s, %(until)s), ('before', %(since_before)s, %(until_before)s)),
counted AS NOT MATERIALIZED (
  SELECT id, programme_id, handler_id, submitted_at, answered_at, status, status_since,
    promised_on, reroutes FROM ideas_idea
  WHERE visibility = 'public' AND source = ''),
answers AS MATERIALIZED (
  SELECT span.name, programme_id, submitted_at, first.at FROM counted CROSS JOIN LATERAL (
    SELECT coalesce(min(given_at), answered_at) AS at FROM ideas_answer WHERE idea_id = counted.id) AS first
  JOIN span ON first.at >= span.since AND first.at < span.until
  WHERE answered_at >= least(%(since)s, %(since_before)s)),
speed AS (
  SELECT name, programme_id, (submitted_at AT TIME ZONE %(zone)s)::date AS came,
    (at AT TIME ZONE %(zone)s)::date AS went
  FROM answers),
moved AS (
  SELECT counted.id AS idea_id, event.recorded_at AS at, event.kind,
    (event.facts ->> 'from_id')::bigint AS programme_id,
    lead(event.kind) OVER (PARTITION BY event.subject_id ORDER BY event.recorded_at, event.id) AS following
  FROM counted JOIN participation_event AS event ON event.subject_type = 'ideas.idea' AND event.subject_id = counted.id
  WHERE counted.reroutes > 0
    AND (event.kind = %(handed_over)s OR event.kind = %(undone)s AND event.facts ->> 'undone' = 'hand_over')),
refusals AS (
  SELECT DISTINCT ON (span.name, idea_id) span.name, programme_id, reason_code FROM ideas_answer AS answer
  JOIN counted ON counted.id = idea_id JOIN span ON given_at >= span.since AND given_at < span.until
  WHERE decision = 'declined' ORDER BY span.name, idea_id, given_at DESC, answer.id DESC),
opened AS (
  SELECT *, %(today)s - (submitted_at AT TIME ZONE %(zone)s)::date AS age FROM counted WHERE status = ANY(%(open)s)),
forgotten AS (
  SELECT opened.programme_id FROM opened JOIN participation_programme AS programme ON programme.id = programme_id
    JOIN participation_user AS owner ON owner.id = programme.owner_id
    LEFT JOIN participation_user AS handler ON handler.id = handler_id AND handler.is_active
  WHERE status = ANY(%(awaiting)s) AND handler.id IS NULL AND (status_since < %(still_since)s OR NOT owner.is_active)),
overdue AS (SELECT * FROM counted WHERE status = ANY(%(acting)s) AND promised_on < %(today)s)
SELECT 'received', span.name, programme_id, '', count(*) FROM counted
  JOIN span ON submitted_at >= span.since AND submitted_at < span.until GROUP BY 2, 3
UNION ALL SELECT 'answered', name, programme_id, '', count(*) FROM answers GROUP BY 2, 3
UNION ALL SELECT 'median', name, coalesce(programme_id, 0), '', percentile_disc(0.5) WITHIN GROUP (
  ORDER BY {WORKED.format(day="went")} - {WORKED.format(day="came")}) FROM speed GROUP BY name, ROLLUP (programme_id)
UNION ALL SELECT 'handed_over', span.name, programme_id, '', count(DISTINCT idea_id) FROM moved
  JOIN span ON at >= span.since AND at < span.until
  WHERE kind = %(handed_over)s AND following IS DISTINCT FROM %(undone)s GROUP BY 2, 3
UNION ALL SELECT 'declined', name, programme_id, reason_code, count(*) FROM refusals GROUP BY 2, 3, 4
UNION ALL SELECT unnest(CASE WHEN is_good THEN array['rated', 'good'] ELSE array['rated'] END), span.name, programme_id,
  '', count(*) FROM ideas_rating AS rating JOIN counted ON counted.id = idea_id
  JOIN span ON rating.answered_at >= span.since AND rating.answered_at < span.until GROUP BY 1, 2, 3
UNION ALL SELECT 'open', 'now', programme_id, width_bucket(age, %(ages)s::int[])::text, count(*) FROM opened
  GROUP BY 3, 4
UNION ALL SELECT 'left', 'now', programme_id, '', count(*) FROM forgotten GROUP BY 3
UNION ALL SELECT 'late', 'now', programme_id, '', count(*) FROM overdue GROUP BY 3
UNION ALL SELECT 'load', 'now', programme_id, coalesce(handler_id, 0)::text, count(*) FROM opened GROUP BY 3, 4
UNION ALL SELECT 'outside', 'now', programme_id, coalesce(handler_id, 0)::text, count(*) FROM opened
  WHERE status = ANY(%(outside)s) GROUP BY 3, 4
UNION ALL SELECT 'behind', 'now', programme_id, coalesce(handler_id, 0)::text, count(*) FROM overdue GROUP BY 3, 4
UNION ALL SELECT 'came', 'now', programme_id,
  date_trunc(%(step)s, submitted_at AT TIME ZONE %(zone)s)::date::text, count(*)
  FROM counted WHERE submitted_at >= %(since)s AND submitted_at < %(until)s GROUP BY 3, 4
UNION ALL SELECT 'went', 'now', programme_id, date_trunc(%(step)s, at AT TIME ZONE %(zone)s)::date::text, count(*)
  FROM answers WHERE name = 'now' GROUP BY 3, 4
"""  # noqa: S608 put together from words of this file only

Row = tuple[str, str, int, str, int]  # figure, now or before, programme, key, number


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures, to be read by programme, by key, or added up over `programmes`."""

    rows: Mapping[tuple[str, str, int, str], int]
    programmes: frozenset[int] = field(default_factory=frozenset)

    def of(self, figure: str, programme: int, *, span: str = "now", key: str = "") -> int:
        """One figure; 0 when there is none."""
        return self.rows.get((figure, span, programme, key), 0)

    def median(self, programme: int, span: str = "now") -> int | None:
        """In how many working days half were answered; None without answers."""
        return self.rows.get(("median", span, programme, ""))

    def by_key(self, figure: str, programme: int | None = None, *, span: str = "now") -> dict[str, int]:
        """A figure by its key, of one programme or of all of `programmes` together."""
        wanted = self.programmes if programme is None else {programme}
        added = defaultdict[str, int](int)
        for (name, its_span, its_programme, key), number in self.rows.items():
            if name == figure and its_span == span and its_programme in wanted:
                added[key] += number
        return dict(added)

    def total(self, figure: str, programme: int | None = None, *, span: str = "now") -> int:
        """A figure with all its keys added up."""
        return sum(self.by_key(figure, programme, span=span).values())


def figures_of(period: Period, programmes: frozenset[int], today: date) -> Counted:
    """The figures of `programmes`, at most KEPT_FOR seconds old. One statement, whatever there is."""
    days = (period.now.first, period.now.last, period.before.first, period.before.last, today)
    key = "ideas.board." + ".".join(day.isoformat() for day in days)
    # Plain rows: what is kept must be readable by the next version of this code too.
    rows = cache.get_or_set(key, lambda: count(period, today), KEPT_FOR)
    return _told(rows or [], programmes)


def count(period: Period, today: date) -> list[Row]:
    """Count now, of all programmes."""
    parameters: dict[str, Any] = {
        "since": period.now.since, "until": period.now.until,
        "since_before": period.before.since, "until_before": period.before.until,
        "zone": settings.TIME_ZONE, "today": today, "step": period.step, "ages": list(AGES),
        "oldest": OLDEST, "free": working_calendar().days_off(OLDEST, max(today, period.now.last)),
        "open": _values(OPEN), "acting": _values(MUNICIPALITY_ACTS), "outside": _values(STANDS_STILL),
        "awaiting": _values(AWAITING_ANSWER), "still_since": still_since(today),
        "handed_over": IdeaEvent.HANDED_OVER.value, "undone": IdeaEvent.UNDONE.value,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COUNT, parameters)
        return list(cursor.fetchall())


def still_since(today: date, days: int = LEFT_AFTER) -> datetime:
    """The first moment after which fewer than so many working `days` went by up to and including `today`."""
    calendar, day = working_calendar(), today
    while calendar.between(day, today) < days:
        day -= timedelta(days=1)
    return Days(day, day).until


def _values(statuses: Any) -> list[str]:
    return [Status(status).value for status in statuses]


def _told(rows: list[Row], programmes: frozenset[int]) -> Counted:
    return Counted({(figure, span, key, text): number for figure, span, key, text, number in rows}, programmes)
