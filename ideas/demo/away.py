"""Somebody who is away, a day on which the town hall is closed, and a theme that is answered sooner."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ideas.demo.clock import clock_at
from ideas.demo.people import Cast
from participation.actions.absence import set_absence
from participation.actions.closed_days import close_day
from participation.calendar import holiday_on, working_calendar
from participation.events import CalendarEvent, PersonEvent
from participation.models import Absence, ClosedDay, Event, Theme, User

FAST_THEME, FAST_DAYS = "afval-en-schoon", 8
BRIDGE = "Vrijdag na Hemelvaartsdag"
AWAY = timedelta(days=14)


def let_people_be_away(cast: Cast) -> None:
    """Enter what is not there yet, as of the last working day, and mail nobody of it."""
    Theme.objects.filter(slug=FAST_THEME, promise_days=None).update(promise_days=FAST_DAYS)
    coordinator = cast.by_email["coordinator@example.org"]
    moment = _last_working_morning()
    with clock_at(moment):
        _close_a_day(coordinator)
        _be_away(cast, coordinator)
    said = Event.objects.filter(kind__in=[PersonEvent.AWAY, CalendarEvent.DAY_CLOSED], dispatched_at=None)
    said.update(recorded_at=moment, dispatched_at=moment)


def _last_working_morning() -> datetime:
    """Nine o'clock of the last working day before today."""
    day = timezone.localdate() - timedelta(days=1)
    while not working_calendar().is_working(day):
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(9)))


def _close_a_day(coordinator: User) -> None:
    """The first Friday to come after an Ascension Day."""
    if ClosedDay.objects.exists():
        return
    day = timezone.localdate() + timedelta(days=1)
    while not _follows_ascension_day(day):
        day += timedelta(days=1)
    close_day(day, name=BRIDGE, actor=coordinator)


def _follows_ascension_day(day: date) -> bool:
    return holiday_on(day - timedelta(days=1)) == "Hemelvaartsdag"


def _be_away(cast: Cast, coordinator: User) -> None:
    """An owner who cannot sign in is away, and the deputy on the screen stands in."""
    away, today = cast.by_email.get("own-samenleven@example.org"), timezone.localdate()
    if away and not Absence.objects.exists():
        deputy = cast.by_email["deputy@example.org"]
        set_absence(away, stand_in=deputy, first_day=today, last_day=today + AWAY, actor=coordinator)
