"""Lanes of faults: they run side by side, each with one fault after the other."""

import random
import threading
from collections import Counter
from datetime import UTC, datetime


class Lane(threading.Thread):
    """Draws faults from a bag until it is empty and fills it again, so that each gets its turn; in an order by the seed.

    A subclass names its lane, the seconds between two faults, and in `bag()` its faults: how often each lies in the
    bag, and what does it. That may give False when there was nothing to break.
    """

    lane, quiet = "", (1, 2)

    def __init__(self, ground, seed):
        super().__init__(name=self.lane, daemon=True)
        self.ground, self.stopping, self.busy = ground, threading.Event(), ""
        self.random, self.counts = random.Random(f"{self.lane} {seed}"), Counter()

    def bag(self):
        raise NotImplementedError

    def run(self):
        faults = self.bag()
        while not self.stopping.is_set():
            drawn = [name for name, (times, _) in faults.items() for _ in range(times)]
            self.random.shuffle(drawn)
            for name in drawn:
                if self.stopping.wait(self.random.uniform(*self.quiet)):
                    return
                self._break(name, faults[name][1])

    def _break(self, name, act):
        self.busy, begun = name, datetime.now(UTC)
        if act() is not False:
            self.counts[f"{self.lane}: {name}"] += 1
            with (self.ground.folder / "faults.log").open("a") as record:
                record.write(f"{begun:%H:%M:%S} to {datetime.now(UTC):%H:%M:%S}  {self.lane}: {name}\n")
        self.busy = ""

    def wait(self, least, most):
        """Let a fault last; it ends early when the run does."""
        self.stopping.wait(self.random.uniform(least, most))
