"""Somebody who is away, a day on which the town hall is closed, and a theme that answers sooner."""

from datetime import date, timedelta

from django.utils import timezone

from ideas.demo.people import Cast
from participation.actions.absence import set_absence
from participation.actions.closed_days import close_day
from participation.calendar import holiday_on, working_calendar
from participation.models import Absence, ClosedDay, Theme

FAST_THEME, FAST_DAYS = "afval-en-schoon", 8
BRIDGE = "Vrijdag na Hemelvaartsdag"
AWAY = timedelta(days=12)


def let_people_be_away(cast: Cast) -> None:
    """Enter what is not there yet. The deputy on the screen stands in for one who cannot sign in."""
    deputy, coordinator = cast.by_email["deputy@example.org"], cast.by_email["coordinator@example.org"]
    Theme.objects.filter(slug=FAST_THEME, promise_days=None).update(promise_days=FAST_DAYS)
    today = timezone.localdate()
    if not ClosedDay.objects.exists():
        close_day(_next_bridge(today), name=BRIDGE, actor=coordinator)
    away = cast.by_email.get("own-samenleven@example.org")
    if away and not Absence.objects.exists():
        set_absence(away, stand_in=deputy, first_day=today, last_day=today + AWAY, actor=coordinator)


def _next_bridge(today: date) -> date:
    """The first Friday to come after an Ascension Day."""
    calendar, day = working_calendar(), today + timedelta(days=1)
    while holiday_on(day - timedelta(days=1)) != "Hemelvaartsdag" or not calendar.is_working(day):
        day += timedelta(days=1)
    return day
