"""Fires requests at a server with wrk, and tells how it took them."""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.benchmarks import installation
from tests.benchmarks.servers import Server, postgres_cpu

SCRIPT = Path(__file__).with_name("wrk.lua")
MOST_A_SECOND = 2500  # So many requests are written down for each second; after the last comes the first again.


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. With `body` it is a POST."""

    path: str
    cookie: str = ""
    body: str = ""

    def line(self) -> str:
        """As wrk.lua reads it."""
        return f"{'POST' if self.body else 'GET'}\t{self.path}\t{self.cookie}\t{self.body}\n"


@dataclass(frozen=True, slots=True)
class Shot:
    """One measurement: requests a second, milliseconds, and what the server and PostgreSQL computed for a request."""

    requests: int
    per_second: float
    p50: float
    p95: float
    app_cpu: float
    database_cpu: float
    faults: int

    @property
    def cpu(self) -> float:
        """Milliseconds of processor time for a request, all processes together."""
        return self.app_cpu + self.database_cpu


def shoot(server: Server, requests: Iterable[Request], *, seconds: int, clients: int, expected: int) -> Shot:
    """Send `requests` for so many seconds, so many at once; another status than `expected` counts as a fault."""
    path = installation.VAR / "requests.txt"
    path.write_text("".join(request.line() for request in islice(requests, seconds * MOST_A_SECOND)), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "20s", "-s", str(SCRIPT), server.address]
    app, database = server.cpu(), postgres_cpu()
    done = subprocess.run(
        [*command, "--", str(path), installation.HOST, str(expected)], stdout=subprocess.PIPE, text=True, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    requests_done = max(told["requests"], 1)
    return Shot(
        requests=told["requests"],
        per_second=told["requests"] / told["seconds"],
        p50=told["p50"],
        p95=told["p95"],
        app_cpu=(server.cpu() - app) * 1000 / requests_done,
        database_cpu=(postgres_cpu() - database) * 1000 / requests_done,
        faults=told["wrong"] + told["broken"] + (told["requests"] == 0),
    )
