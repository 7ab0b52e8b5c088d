"""Programs are killed and frozen, and the connections between them and the browsers are broken."""

from tests.chaos.conditions import SHORTENED
from tests.chaos.lanes import Lane

LEASE = SHORTENED["notifications.leases.LEASE"].total_seconds()
WORKERS, BEATS = ("worker-1", "worker-2"), ("beat-1", "beat-2")


class Killed(Lane):
    """SIGKILL of whole programs, of their first process, and of one child."""

    lane, quiet = "killed", (7, 12)

    def bag(self):
        web = self.ground.programs["web"]
        return {
            "web": (2, web.kill),
            "web, first process": (1, web.kill_main),
            "web, one child": (1, lambda: web.kill_child(self.random)),
            "worker": (3, lambda: self._one(WORKERS).kill()),
            "worker, one child": (2, lambda: self._one(WORKERS).kill_child(self.random)),
            "beat": (2, lambda: self._one(BEATS).kill()),
        }

    def _one(self, names):
        """One of them that is not frozen just now."""
        free = [self.ground.programs[name] for name in names if not self.ground.programs[name].held.locked()]
        return self.random.choice(free)


class Frozen(Lane):
    """SIGSTOP, and SIGCONT later."""

    lane, quiet = "frozen", (6, 10)

    def bag(self):
        return {
            "worker, beyond its lease": (4, lambda: self._freeze(self.random.choice(WORKERS), LEASE + 2, LEASE + 6)),
            "web": (1, lambda: self._freeze("web", 3, 6)),
            "beat": (1, lambda: self._freeze(self.random.choice(BEATS), 10, 15)),
        }

    def _freeze(self, name, least, most):
        program = self.ground.programs[name]
        with program.held:
            program.freeze()
            try:
                self.wait(least, most)
            finally:
                program.thaw()


class Site(Lane):
    """What the browsers had asked is lost on the way, or the answer is."""

    lane, quiet = "site", (5, 10)

    def bag(self):
        proxy = self.ground.proxies["web"]
        return {"black hole": (1, lambda: proxy.black_hole(20)), "connections reset": (3, proxy.reset)}
