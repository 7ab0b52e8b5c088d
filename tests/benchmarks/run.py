"""The measurement itself: platform and yardstick in turn, round after round; the middle one counts."""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

from tests.benchmarks import report
from tests.benchmarks.cases import Case, cases
from tests.benchmarks.generator import fill
from tests.benchmarks.load import Shot, shoot
from tests.benchmarks.results import Memory, Result
from tests.benchmarks.servers import Server, started
from tests.benchmarks.statements import statements_of

FEW_IDEAS = 10
WARM_SECONDS = 1
LONG_USE = 10_000  # Requests after which a worker may not have grown.


@dataclass(frozen=True, slots=True)
class Way:
    """How to measure."""

    seconds: int
    rounds: int
    clients: int
    folder: Path | None
    only: str


def run(wanted: argparse.Namespace) -> Iterator[str]:
    """Measure at every size; gives the report so far after each, so that a run that is stopped leaves something."""
    way = Way(wanted.seconds, wanted.rounds, wanted.clients, wanted.data, wanted.only)
    say(f"Counting statements at {FEW_IDEAS} ideas")
    fill(FEW_IDEAS, way.folder)
    at_few = [statements_of(next(case.requests), case.expected) for case in chosen(way)]
    results: list[Result] = []
    memory: list[Memory] = []
    for ideas in wanted.sizes:
        begun = time.monotonic()
        say(f"Loading {ideas:,} ideas")
        fill(ideas, way.folder)
        say(f"Loaded in {time.monotonic() - begun:.0f} s")
        with started() as servers:
            found, used = at_size(ideas, servers, at_few, way)
        results += found
        memory += used
        yield report.written(results, memory, way.rounds, way.seconds, way.clients)


def chosen(way: Way) -> list[Case]:
    """The cases that were asked for."""
    return [case for case in cases() if way.only in case.name]


def at_size(ideas: int, servers: dict[str, Server], at_few: list[int], way: Way) -> tuple[list[Result], list[Memory]]:
    """Measure every case, and the memory before and after; `at_few` are the statements that each takes with few ideas."""
    wanted = chosen(way)
    statements = [statements_of(next(case.requests), case.expected) for case in wanted]
    for case in wanted:
        for opponent, server in opponents(case, servers):
            fire(opponent, server, way, WARM_SECONDS)
    before = {name: server.memory() for name, server in servers.items()}
    results: list[Result] = []
    for case, count, few in zip(wanted, statements, at_few, strict=True):
        (own, yardstick), faults = rounds(case, servers, way)
        memory, _pss = servers[case.server].memory()
        results.append(Result(ideas, case, count, few, own, yardstick, memory, faults))
        say(report.line(results[-1]))
    served = way.rounds * sum(result.platform.requests for result in results)
    while served < LONG_USE and not way.only:
        served += fire(wanted[0], servers[wanted[0].server], way, way.seconds).requests
    return results, [Memory(ideas, name, before[name], server.memory()) for name, server in servers.items()]


def opponents(case: Case, servers: dict[str, Server]) -> list[tuple[Case, Server]]:
    """The case at its server, and its yardstick: the same requests at another server, or other requests at this one."""
    other = case.yardstick
    yardstick = (case, servers[other]) if isinstance(other, str) else (other, servers[other.server])
    return [(case, servers[case.server]), yardstick]


def rounds(case: Case, servers: dict[str, Server], way: Way) -> tuple[list[Shot], list[str]]:
    """The middle shot of the platform and of the yardstick, and what went wrong."""
    sides = opponents(case, servers)
    shots: list[list[Shot]] = [[] for _side in sides]
    faults: list[str] = []
    for _ in range(way.rounds):
        for (opponent, server), found in zip(sides, shots, strict=True):
            before = opponent.written() if opponent.written else 0
            shot = fire(opponent, server, way, way.seconds)
            found.append(shot)
            if shot.faults:
                faults.append(f"{server.name}: {shot.faults} of {shot.requests} answers were not {opponent.expected}")
            # What is under way when time is up may still be written, on this side and on the other.
            if opponent.written and not 0 <= opponent.written() - before - shot.requests <= 2 * way.clients:
                faults.append(f"{server.name}: {shot.requests} answers, {opponent.written() - before} rows")
    return [middle(found) for found in shots], faults + case.faults()


def fire(case: Case, server: Server, way: Way, seconds: int) -> Shot:
    """One shot."""
    return shoot(server, case.requests, seconds=seconds, clients=way.clients, expected=case.expected)


def middle(shots: list[Shot]) -> Shot:
    """The median of each figure; of faults the sum."""
    figures = {field.name: median(getattr(shot, field.name) for shot in shots) for field in fields(Shot)}
    return Shot(**{**figures, "faults": sum(shot.faults for shot in shots)})


def say(text: str) -> None:
    """Tell at once how far it is."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
