"""Working days: Monday to Friday without the Dutch public holidays (source: the `holidays` library)."""

from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5


@cache
def _dutch_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("NL")


def is_working_day(day: date) -> bool:
    """Whether the town hall works on `day`."""
    return day.weekday() < SATURDAY and day not in _dutch_holidays()


def add_working_days(start: date, days: int) -> date:
    """The date `days` working days after `start`; `start` itself does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            days -= 1
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 when `end` is not later."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
