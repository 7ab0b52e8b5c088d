"""The disk for photos is full; the clock jumps to a night on which summer time begins or ends, and back."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.chaos.lanes import Lane
from tests.chaos.media import no_room

CIVIL = ZoneInfo("Europe/Amsterdam")


class Surroundings(Lane):
    """What the machine itself does wrong."""

    lane, quiet = "machine", (12, 25)

    def bag(self):
        return {
            "disk full": (2, self._fill_disk),
            "clock over the spring night": (1, lambda: self._clock_over(spring_night(datetime.now(CIVIL)))),
            "clock over the autumn night": (1, lambda: self._clock_over(autumn_night(datetime.now(CIVIL)))),
        }

    def _fill_disk(self):
        with no_room(self.ground):
            self.wait(8, 12)

    def _clock_over(self, moment):
        """Everything starts again with the other clock, lives through the hour, and comes back."""
        self._shift(moment.timestamp() - time.time())
        try:
            self.wait(35, 45)
        finally:
            self._shift(0)

    def _shift(self, seconds):
        draft = self.ground.clock.with_suffix(".new")
        draft.write_text(f"{seconds:.0f}")
        draft.replace(self.ground.clock)
        for program in self.ground.programs.values():
            program.kill()


def spring_night(now):
    """Just before the clock goes from 2 to 3, on the first such night after `now`."""
    return min(night for night in _nights(now, 3, hour=1) if night > now)


def autumn_night(now):
    """Just before the clock goes from 3 back to 2, on the last such night before `now`."""
    return max(night for night in _nights(now, 10, hour=2) if night < now)


def _nights(now, month, hour):
    """Twenty seconds before the change: the programs need about that long to start."""
    for year in (now.year - 1, now.year, now.year + 1):
        last = datetime(year, month, 31, hour, 59, 40, tzinfo=CIVIL)
        yield last - timedelta(days=(last.weekday() + 1) % 7)
