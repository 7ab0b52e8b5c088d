"""When the made-up histories happen: in order, at hours at which people write and officials work, and never ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from participation.calendar import add_working_days, is_working_day

RESIDENTS_DO = {"answer_question", "withdraw"}
LATEST = timedelta(minutes=20)  # The last made-up deed lies at least so long ago.


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happens to an idea: `number` 0 is its submission, then the steps of its history."""

    moment: datetime
    order: int
    number: int
    idea: dict[str, Any]

    @property
    def step(self) -> dict[str, Any]:
        """What the file says of it."""
        return self.idea["history"][self.number - 1] if self.number else self.idea


def timetable(ideas: Sequence[dict[str, Any]], now: datetime, begun: Mapping[str, datetime]) -> list[Deed]:
    """Every deed of `ideas`, the earliest first. `begun` says when those that are there already were submitted."""
    deeds: list[Deed] = []
    for order, idea in enumerate(ideas):
        start = timezone.localdate(now) - timedelta(days=idea["days_ago"])
        written = _at(start, 8 + order * 5 % 14, order * 13 % 60)
        moment = begun.get(idea["ref"]) or min(written, now - LATEST * 2)
        deeds.append(Deed(moment, order, 0, idea))
        for number, step in enumerate(idea["history"], 1):
            moment = _next(moment, step, order + number, now - LATEST)
            deeds.append(Deed(moment, order, number, idea))
    return sorted(deeds, key=lambda deed: (deed.moment, deed.order, deed.number))


def _next(before: datetime, step: dict[str, Any], seed: int, latest: datetime) -> datetime:
    """When `step` follows on `before`: later than that, and not after `latest`."""
    day = timezone.localdate(before) + timedelta(days=step["after_days"])
    if step["verb"] in RESIDENTS_DO:
        moment = _at(day, 18 + seed % 4, seed * 17 % 60)
    else:
        moment = _at(working_day(day), 9 + seed % 8, seed * 17 % 60)
    moment = max(moment, before + timedelta(minutes=30))
    return moment if moment <= latest else before + max(latest - before, timedelta(0)) / 2


def working_day(day: date) -> date:
    """That day, or the first working day after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


def _at(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
