"""The clock of an idea: by when it is answered, when the clock stands still, and when somebody is reminded.

Pure arithmetic: dates and a calendar in, dates out. docs/clock.md says it to people.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from participation.calendar import Calendar

REMINDED_BEFORE = 2  # Working days: time to write an answer, and too late to forget it again.


class Step(TextChoices):
    """The reminders of one promised date, in order. Each goes to other people, and once."""

    BEFORE = "before", _("Bijna tijd om te antwoorden")
    AT = "at", _("Vandaag is de beloofde dag")
    AFTER = "after", _("De beloofde dag is voorbij")


def days_promised(programme_days: int, theme_days: int | None) -> int:
    """In how many working days an idea is answered: the shorter of what its programme and its theme promise.

    Both promises stand on public pages, and only the shorter keeps both.
    """
    return programme_days if theme_days is None else min(programme_days, theme_days)


def promise(given_on: date, days: int, calendar: Calendar) -> date:
    """The last day of a promise of so many working days; the day on which it is given does not count."""
    return calendar.add(given_on, days)


def stood_still(since: date, until: date, calendar: Calendar) -> int:
    """For how many working days the clock stood still from `since` on, when it goes again on `until`."""
    return calendar.between(since, until)


def resumed(promised_on: date, stopped_for: int, calendar: Calendar) -> date:
    """The promised date after the clock stood still for so many working days: exactly those later."""
    return calendar.add(promised_on, stopped_for)


def step_on(today: date, promised_on: date, calendar: Calendar) -> Step | None:
    """Which reminder belongs to `today`; None when it is too early, or nobody is at work."""
    if not calendar.is_working(today):
        return None
    if promised_on < today:
        return Step.AFTER
    left = calendar.between(today, promised_on)
    if left == 0:
        return Step.AT
    return Step.BEFORE if left <= REMINDED_BEFORE else None


def windows(today: date, calendar: Calendar) -> list[tuple[Step, date, date]]:
    """For each step the promised dates that it is about `today`, from the first up to the last, that one not included.

    The same rule as `step_on()`, for a database to look by. Empty when nobody is at work.
    """
    if not calendar.is_working(today):
        return []
    soon, later = calendar.add(today, 1), calendar.add(today, REMINDED_BEFORE + 1)
    return [(Step.BEFORE, soon, later), (Step.AT, today, soon), (Step.AFTER, date.min, today)]


def chosen_date(day: date | None, now: datetime) -> dict[str, Any]:
    """The columns of a date that an official chose, or of no promise any more."""
    return {"promised_on": day, "promised_days": None, "promised_at": now if day else None}
