"""PostgreSQL, Redis and the mail server break, and so do the connections to them."""

import signal
import time
from functools import partial

from tests.chaos.lanes import Lane
from tests.chaos.services import flush_redis
from tests.chaos.sink import MANNERS

#: Seconds after which a silent connection to PostgreSQL is reset, as the kernel does in the end.
SILENCE = (10, 15)
LOOKS = 400


class Redis(Lane):
    """Killed, frozen, flushed, away; its connections silent or reset."""

    lane, quiet = "redis", (3, 7)

    def bag(self):
        redis, proxy = self.ground.redis, self.ground.proxies["redis"]
        return {
            "killed": (2, lambda: self._away(0, 1)),
            "away": (1, lambda: self._away(10, 16)),
            "frozen": (1, self._freeze),
            "flushed": (2, lambda: flush_redis(redis.server)),
            "black hole": (1, proxy.black_hole),
            "connections reset": (2, proxy.reset),
        }

    def _away(self, least, most):
        self.ground.redis.end(signal.SIGKILL)
        try:
            self.wait(least, most)
        finally:
            self.ground.redis.start()

    def _freeze(self):
        self.ground.redis.freeze()
        try:
            self.wait(6, 10)
        finally:
            self.ground.redis.thaw()


class Postgres(Lane):
    """Stopped at once (`immediate`) and started again; its connections silent or reset."""

    lane, quiet = "postgres", (10, 18)

    def bag(self):
        proxy = self.ground.proxies["postgres"]
        return {
            "immediate restart": (3, self._restart),
            "black hole": (1, self._black_hole),
            "connections reset": (2, proxy.reset),
        }

    def _restart(self):
        self.ground.postgres.end(signal.SIGQUIT)
        self.ground.postgres.start()

    def _black_hole(self):
        limit = self.random.uniform(*SILENCE)
        self.ground.proxies["postgres"].black_hole(limit)
        self.wait(limit, limit)


class Mail(Lane):
    """The mail server misbehaves in every manner that the sink knows, is away, or its connections break."""

    lane, quiet = "mail", (2, 5)

    def bag(self):
        proxy = self.ground.proxies["smtp"]
        return {
            **{manner: (2, partial(self._behave, manner)) for manner in MANNERS},
            "away": (2, self._away),
            "black hole": (2, lambda: self._when_open(proxy.black_hole)),
            "connections reset": (2, lambda: self._when_open(proxy.reset)),
        }

    def _behave(self, manner):
        self.ground.sink.manner = manner
        try:
            self.wait(4, 8)
        finally:
            self.ground.sink.manner = None

    def _away(self):
        self.ground.proxies["smtp"].refuse()
        try:
            self.wait(5, 9)
        finally:
            self.ground.proxies["smtp"].refuse(refusing=False)

    def _when_open(self, break_lines):
        """A mail takes milliseconds, so wait for one; tells whether one came by."""
        for _ in range(LOOKS):
            if break_lines():
                return True
            time.sleep(0.01)
        return False
