"""The days that the board is about, and those before with which it compares. Pure arithmetic."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LONGEST = 5 * 366  # Days. A longer stretch says little, and costs as much as counting everything.
DAYS_BY_DAY, DAYS_BY_WEEK = 14, 120
MONTHS_OF = {"maand": 1, "kwartaal": 3, "jaar": 12}
NAMES: dict[str, Promise] = {
    "week": _("Deze week"), "maand": _("Deze maand"), "kwartaal": _("Dit kwartaal"), "jaar": _("Dit jaar"),
    "eigen": _("Eigen datums"),
}  # fmt: skip
USUAL, OWN = "kwartaal", "eigen"


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The first moment, by the municipality's clock."""
        return timezone.make_aware(datetime.combine(self.first, time()))

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return timezone.make_aware(datetime.combine(self.last + DAY, time()))


@dataclass(frozen=True, slots=True)
class Period:
    """What was chosen, its days, and the days before."""

    name: str
    now: Days
    before: Days

    @property
    def step(self) -> str:
        """In what pieces a line through these days is drawn: by day, by week or by month."""
        days = (self.now.last - self.now.first).days + 1
        if days <= DAYS_BY_DAY:
            return "day"
        return "week" if days <= DAYS_BY_WEEK else "month"

    def pieces(self) -> list[date]:
        """The first days of those pieces, in order. The first of them may begin before the period does."""
        piece, found = self._start_of_piece(self.now.first), list[date]()
        while piece <= self.now.last:
            found.append(piece)
            piece = _later(piece, 1) if self.step == "month" else piece + (DAY if self.step == "day" else WEEK)
        return found

    def _start_of_piece(self, day: date) -> date:
        if self.step == "day":
            return day
        return day - timedelta(days=day.weekday()) if self.step == "week" else day.replace(day=1)


def running(name: str, today: date) -> Period:
    """This week, month, quarter or year up to and including `today`, and as many days of the one before."""
    if name == "week":
        first = today - timedelta(days=today.weekday())
        return Period(name, Days(first, today), Days(first - WEEK, today - WEEK))
    months = MONTHS_OF[name]
    first = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    earlier = _later(first, -months)
    return Period(name, Days(first, today), Days(earlier, min(earlier + (today - first), first - DAY)))


def between(first: date, last: date) -> Period:
    """Own dates, and as many days just before them. `last` is not before `first`."""
    length = last - first + DAY
    return Period(OWN, Days(first, last), Days(first - length, first - DAY))


def _later(first: date, months: int) -> date:
    """The first day of the month so many months later."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
