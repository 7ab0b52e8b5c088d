"""docs/performance.md: one table, and what does not reach its goal."""

import os
import platform
from collections.abc import Iterable

import psutil
from django.db import connection

from tests.benchmarks.load import Shot
from tests.benchmarks.results import Memory, Result
from tests.benchmarks.servers import PLATFORM, UNCACHED

MOST_MEMORY, MOST_GROWTH, MOST_SLOWER = 160, 1.1, 1.5
HEAD = (
    "| ideas | request | statements | req/s | p50 ms | p95 ms | CPU ms app + database | worker MB "
    "| yardstick | its req/s | p50 ms | p95 ms | CPU ms app + database | share | by CPU | must / aim | |\n"
    "|---:|---|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---|\n"
)
TEXT = """# Performance

Made by `make bench`; a run writes this page anew.

```
make bench                      # 10,000, 100,000 and 1,000,000 ideas
make bench SIZES="10000"        # a first impression in ten minutes
```

Measured on {machine}. {clients} clients at once, {rounds} rounds of {seconds} seconds in which platform and yardstick
take turns, the median of each figure. Database, application servers and `wrk` share the processors.

- Every idea has ten supports on average, as unequally spread as in real places, and two events; the pages that are
  measured have fifty. Words come from real texts, as often as they occur there.
- **Platform**: production mode, started as `deploy/systemd/inbreng-web.service` starts it.
- **Reference**: a Django in one file with SQL by hand and one template, on the same tables and server
  (`tests/benchmarks/yardstick_reference.py`). It has no rules, no translations and no components: a ceiling, not a
  product.
- **Empty view**: the platform's settings and middleware around a view that does nothing.
- The platform keeps no pages (`PAGE_CACHE_SECONDS=0`), except where the cache is what is measured.
- An answer with another status than expected, or a row that is not there afterwards, is a fault and fails the case.
- Statements are counted without BEGIN and COMMIT. Times are milliseconds, shares those of requests a second.

{table}
Memory of the largest worker in MB, after a first round and after all requests ({long_use:,} at least):

| ideas | server | RSS before | after | PSS before | after |
|---:|---|---:|---:|---:|---:|
{memory}
{verdict}
"""


def written(results: list[Result], memory: list[Memory], rounds: int, seconds: int, clients: int) -> str:
    """The page."""
    missed = [*misses(results), *fat(memory)]
    return TEXT.format(
        machine=machine(), clients=clients, rounds=rounds, seconds=seconds, long_use=10_000,
        table=HEAD + "".join(f"{line(result)}\n" for result in results),
        memory="".join(
            f"| {each.ideas:,} | {each.server} | {each.before[0]:.0f} | {each.after[0]:.0f} "
            f"| {each.before[1]:.0f} | {each.after[1]:.0f} |\n"
            for each in memory
        ),
        verdict="## Not reached\n\n" + "\n".join(f"- {miss}" for miss in missed) if missed else "Every goal is reached.",
    )  # fmt: skip


def line(result: Result) -> str:
    """One line of the table."""
    own, other, case = result.platform, result.yardstick, result.case
    cells = (
        f"{result.ideas:,}", case.name, result.statements, *figures(own), f"{result.memory:.0f}",
        case.yardstick_name, *figures(other), f"{result.share:.0%}", f"{result.cpu_share:.0%}",
        f"{case.goal.must:.0%} / {case.goal.aim:.0%}", "missed" if result.missed else "aim" if result.share >= case.goal.aim else "ok",
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def figures(shot: Shot) -> Iterable[str]:
    """Requests a second, times and processor time."""
    times = (f"{shot.per_second:,.0f}", f"{shot.p50:.0f}", f"{shot.p95:.0f}")
    return (*times, f"{shot.app_cpu:.1f} + {shot.database_cpu:.1f}")


def misses(results: list[Result]) -> list[str]:
    """What each case misses, and what is too much slower than with the fewest ideas."""
    found = [f"{result.ideas:,} ideas, {result.case.name}: {miss}" for result in results for miss in result.missed]
    first = {result.case.name: result for result in reversed(results)}
    for result in results:
        slower = result.platform.p95 / max(first[result.case.name].platform.p95, 0.001)
        if slower > MOST_SLOWER:
            found.append(
                f"{result.ideas:,} ideas, {result.case.name}: p95 is {slower:.1f} times that at the first size"
            )
    return found


def fat(memory: list[Memory]) -> list[str]:
    """The platform's workers that take too much, or grow."""
    return [
        f"{each.ideas:,} ideas: a worker has {each.after[0]:.0f} MB, and had {each.before[0]:.0f}"
        for each in memory
        if each.server in {PLATFORM, UNCACHED}
        and (each.after[0] > MOST_MEMORY or each.after[1] > each.before[1] * MOST_GROWTH)
    ]


def machine() -> str:
    """What it was measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = cursor.fetchone()[0].split()[0]
        cursor.execute("SHOW fsync")
        safe = "" if cursor.fetchone()[0] == "on" else " with fsync off"
    gigabytes = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} processors with {gigabytes:.0f} GB, "
        f"Python {platform.python_version()}, PostgreSQL {database}{safe}"
    )
