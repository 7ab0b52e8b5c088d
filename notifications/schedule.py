"""When a mail or push goes: at once, with the next digest, or when somebody's quiet hours are over.

In SQL, and in one place: a hundred thousand people are told in one statement, each at a moment of their own. Hours are
those of the municipality's clock, so that eight o'clock stays eight o'clock when the clock changes.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from notifications.statuses import CHOICES, OPTIONAL, Channel, Frequency, Group

NOW = "statement_timestamp()"

#: What is told this shortly before a digest waits for the next one, because that one may be on its way.
LEAD = "interval '5 minutes'"


def _next(unit: str, after: str, hour: str) -> str:
    """SQL of the first moment later than `after` at which a `unit`, day or week, begins if it began at `hour`."""
    hours = f"make_interval(hours => {hour})"
    return f"date_trunc('{unit}', {after} - {hours}) + interval '1 {unit}' + {hours}"


#: The terms under which people are told. One row, `terms`; None as the ceiling means that there is none.
TERMS = """
(SELECT %s AS frequency, %s AS "group", %s::int AS ceiling, %s::int AS starts, %s::int AS ends, %s::int AS digest_hour,
  %s AS zone) AS terms
"""

AT_ONCE = "CROSS JOIN LATERAL (SELECT {now} AS at, false AS digest) AS due"

#: For each `person (id)` the moment `due.at`, and whether they wait for it with what else is due then.
BY_CHOICE = f"""
LEFT JOIN notifications_preference AS chosen
  ON chosen.person_id = person.id AND chosen."group" = terms."group" AND chosen.channel = '{{channel}}'
LEFT JOIN notifications_quiethours AS quiet ON quiet.person_id = person.id
CROSS JOIN LATERAL (
  SELECT {{now}} AT TIME ZONE terms.zone AS here, COALESCE(chosen.frequency, terms.frequency) AS frequency,
    COALESCE(quiet.starts, terms.starts) AS starts, COALESCE(quiet.ends, terms.ends) AS ends
) AS asked
CROSS JOIN LATERAL (
  SELECT count(*) >= terms.ceiling AS is_reached FROM notifications_delivery AS mailed
  WHERE terms.ceiling IS NOT NULL AND mailed.recipient_id = person.id AND mailed.channel = '{{channel}}'
    AND NOT mailed.digest AND mailed.created_at > {{now}} - interval '1 day'
) AS ceiling
CROSS JOIN LATERAL (
  SELECT CASE
    WHEN asked.frequency = 'weekly' THEN {_next("week", f"asked.here + {LEAD}", "terms.digest_hour")}
    WHEN asked.frequency = 'daily' OR ceiling.is_reached
      THEN {_next("day", f"asked.here + {LEAD}", "terms.digest_hour")}
    ELSE asked.here END AS at
) AS wanted
CROSS JOIN LATERAL (
  SELECT CASE WHEN CASE
      WHEN asked.starts < asked.ends
        THEN extract(hour FROM wanted.at) >= asked.starts AND extract(hour FROM wanted.at) < asked.ends
      WHEN asked.starts > asked.ends
        THEN extract(hour FROM wanted.at) >= asked.starts OR extract(hour FROM wanted.at) < asked.ends
      ELSE false END
    THEN {_next("day", "wanted.at", "asked.ends")} ELSE wanted.at END AS at
) AS allowed
CROSS JOIN LATERAL (
  SELECT CASE WHEN allowed.at = asked.here THEN {{now}} ELSE allowed.at AT TIME ZONE terms.zone END AS at,
    allowed.at <> asked.here AS digest
) AS due
"""  # noqa: S608 put together from words of this file only

QUIET = """
SELECT person.id, due.at FROM {terms} CROSS JOIN unnest(%s::bigint[]) AS person (id) {schedule} WHERE due.digest
"""


def terms_of(group: Group, channel: Channel) -> list[Any]:
    """What fills TERMS for these. Who never chose has the first choice; what must come has no ceiling."""
    is_optional = (group, channel) in OPTIONAL
    ceiling = settings.MAILS_A_DAY or None
    return _terms(CHOICES[group, channel][0], group, ceiling if is_optional else None)


def quiet_until(people: Collection[int]) -> dict[int, datetime]:
    """Until when each of `people` must not be told now, those left out who may. One statement."""
    statement = QUIET.format(terms=TERMS, schedule=at_moment(BY_CHOICE, Channel.EMAIL))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_terms(Frequency.AT_ONCE, "", None), list(people)])
        return dict(cursor.fetchall())


def at_moment(schedule: str, channel: Channel) -> str:
    """`schedule`, to be read by the database's clock, for what goes by `channel`."""
    return schedule.format(now=NOW, channel=channel.value)


def _terms(frequency: Frequency, group: str, ceiling: int | None) -> list[Any]:
    starts, ends = settings.QUIET_HOURS
    return [str(frequency), str(group), ceiling, starts, ends, settings.DIGEST_HOUR, settings.TIME_ZONE]
