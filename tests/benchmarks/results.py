"""What was found."""

from dataclasses import dataclass

from tests.benchmarks.cases import Case
from tests.benchmarks.load import Shot


@dataclass(frozen=True, slots=True)
class Result:
    """One case at one size. `memory` is the RSS of the platform's largest worker afterwards, in MB."""

    ideas: int
    case: Case
    statements: int
    at_few: int
    platform: Shot
    yardstick: Shot
    memory: float
    faults: list[str]

    @property
    def share(self) -> float:
        """The platform's requests a second as a share of the yardstick's."""
        return self.platform.per_second / self.yardstick.per_second

    @property
    def cpu_share(self) -> float:
        """The same by processor time, which other programs on the machine disturb less."""
        return self.yardstick.cpu / self.platform.cpu if self.platform.cpu else 0.0

    @property
    def missed(self) -> list[str]:
        """What does not reach what it must."""
        found = list(self.faults)
        if self.share < self.case.goal.must:
            found.append(f"{self.share:.0%} of its yardstick, must be {self.case.goal.must:.0%}")
        if self.case.goal.statements is not None and self.statements > self.case.goal.statements:
            found.append(f"{self.statements} statements, at most {self.case.goal.statements}")
        if self.statements != self.at_few:
            found.append(f"{self.statements} statements, and {self.at_few} with ten ideas")
        return found


@dataclass(frozen=True, slots=True)
class Memory:
    """RSS and PSS in MB of a server's largest worker, before and after all requests."""

    ideas: int
    server: str
    before: tuple[float, float]
    after: tuple[float, float]
