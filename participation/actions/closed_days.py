"""The municipality's own closed days: entered and taken away, as long as the day has not begun."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import journal
from participation.calendar import KEEPER, SATURDAY, holiday_on
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.events import CalendarEvent
from participation.models import ClosedDay, User
from participation.permissions import may_close_days
from participation.plain_text import tidy

LONGEST_NAME = 80


def close_day(day: date, *, name: str, actor: User) -> ClosedDay:
    """Let `day` be no working day. Dates that were promised already stay as they are.

    Raises NotAllowed, or Incomplete when the day has begun, is none anyway, or is closed already.
    """
    if not may_close_days(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    _check(day, tidy(name))
    try:
        return _close(day, tidy(name), actor)
    except IntegrityError:
        raise Incomplete(_("Deze dag staat er al."), field="day") from None


def _check(day: date, name: str) -> None:
    if not name:
        raise Incomplete(_("Vul dit in."), field="name")
    if len(name) > LONGEST_NAME:
        raise Incomplete(_("Maak deze tekst korter."), field="name")
    if day <= timezone.localdate():
        raise Incomplete(_("Kies een dag die nog komt."), field="day")
    if day.weekday() >= SATURDAY:
        raise Incomplete(_("In het weekend is het gemeentehuis al dicht."), field="day")
    if holiday := holiday_on(day):
        raise Incomplete(_("Op deze dag is het al %(holiday)s.") % {"holiday": holiday}, field="day")


@transaction.atomic(durable=True)
def _close(day: date, name: str, actor: User) -> ClosedDay:
    closed = ClosedDay.objects.create(day=day, name=name)
    journal.record(CalendarEvent.DAY_CLOSED, closed, actor=actor, day=day.isoformat(), name=name)
    KEEPER.forget()
    return closed


@transaction.atomic(durable=True)
def open_day(closed: ClosedDay, *, actor: User) -> None:
    """Let it be a working day again. Raises NotAllowed, or NotPossible when it has begun or somebody was first."""
    if not may_close_days(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    if closed.day <= timezone.localdate():
        raise NotPossible(_("Deze dag is al begonnen. Wat toen gold, blijft staan."))
    if not ClosedDay.objects.filter(pk=closed.pk).delete()[0]:
        raise NotPossible(_("Dit is al gedaan."))
    journal.record(CalendarEvent.DAY_OPENED, closed, actor=actor, day=closed.day.isoformat(), name=closed.name)
    KEEPER.forget()
