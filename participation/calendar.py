"""Working days: Monday to Friday without the Dutch public holidays and the municipality's own closed days.

Which holidays count is what article 3 of the Algemene termijnenwet (BWBR0002448) says of terms of the government: New
Year's Day, Easter Monday, Ascension Day, Whit Monday, both Christmas Days, the day on which the King's birthday is
celebrated (27 April; on the Saturday before when that is a Sunday) and the fifth of May of *every* year, and by its
second paragraph Good Friday. Many employers give 5 May once in five years, and the `holidays` library puts it among
the public holidays in those years only; for municipalities it is a free day each year (cao Gemeenten, article 6.6), so
the library's optional holidays count as well. What a decree adds in a year (third paragraph), such as the Friday after
Ascension Day, the municipality enters as a closed day, and so its own days off.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from participation.models import ClosedDay

SATURDAY = 5
KEPT_FOR = 5.0  # Seconds: so long a process may not know of a day that was closed by another one.


@cache
def _dutch_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("NL", language="nl", categories=("public", "optional"))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days the town hall works, and arithmetic with those. Nothing in it changes, and it asks nobody."""

    closed: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the town hall works on `day`."""
        return day.weekday() < SATURDAY and day not in _dutch_holidays() and day not in self.closed

    def add(self, start: date, days: int) -> date:
        """The date `days` working days after `start`; `start` itself does not count."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 when `end` is not later."""
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def days_off(self, first: date, last: date) -> list[date]:
        """The days from Monday to Friday, from `first` to `last`, on which the town hall does not work; in order."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if day.weekday() < SATURDAY and not self.is_working(day)]


def holiday_on(day: date) -> str:
    """What Dutch public holiday `day` is, in Dutch; empty when it is none."""
    return str(_dutch_holidays().get(day, ""))


class Keeper:
    """Holds this process's calendar, and reads the closed days again when it is some seconds old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Read anew the next time: for whoever has just changed the closed days, and for tests."""
        self._calendar: Calendar | None = None
        self._until = 0.0

    def calendar(self) -> Calendar:
        """The calendar, at most KEPT_FOR seconds old. One statement now and then."""
        known = self._calendar
        if known is not None and time.monotonic() < self._until:
            return known
        with self._lock:
            self._until = time.monotonic() + KEPT_FOR
            self._calendar = known = calendar_with(ClosedDay.objects.values_list("day", flat=True))
        return known


KEEPER = Keeper()


def calendar_with(closed: Iterable[date]) -> Calendar:
    """A calendar with these closed days besides the public holidays."""
    return Calendar(frozenset(closed))


def working_calendar() -> Calendar:
    """The municipality's calendar, as this process knows it now."""
    return KEEPER.calendar()


def is_working_day(day: date) -> bool:
    """Whether the town hall works on `day`."""
    return working_calendar().is_working(day)


def add_working_days(start: date, days: int) -> date:
    """The date `days` working days after `start`; `start` itself does not count."""
    return working_calendar().add(start, days)


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 when `end` is not later."""
    return working_calendar().between(start, end)
