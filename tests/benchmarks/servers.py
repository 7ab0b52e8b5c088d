"""The application servers: the platform and its yardsticks, all started as deploy/ starts the platform."""

import os
import re
import shlex
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import psutil
from django.db import connection

from participation.demo.ports import free_port
from tests.benchmarks import installation

UNIT = installation.CODE / "deploy" / "systemd" / "inbreng-web.service"
OWN = "participation.wsgi:application"
PLATFORM, UNCACHED, EMPTY, REFERENCE = "platform", "platform, no cache", "empty view", "reference"
NO_CACHE = {"PAGE_CACHE_SECONDS": "0"}
USUAL_CACHE = {"PAGE_CACHE_SECONDS": ""}  # Empty is absent: as long as the platform itself thinks right.
APPLICATIONS = {
    PLATFORM: (OWN, USUAL_CACHE),
    UNCACHED: (OWN, NO_CACHE),
    EMPTY: ("tests.benchmarks.yardstick_empty:application", NO_CACHE),
    REFERENCE: ("tests.benchmarks.yardstick_reference:application", {}),
}
START_LIMIT = 60.0
MEGABYTE = 1024 * 1024


class Server:
    """One running application server with its workers."""

    def __init__(self, name: str, port: int, log: Path) -> None:
        self.name, self.address = name, f"http://127.0.0.1:{port}/"
        self.log = log
        application, variables = APPLICATIONS[name]
        with log.open("wb") as target:
            self.process = psutil.Popen(
                command(application, port),
                cwd=installation.CODE,
                env={**os.environ, **variables},
                stdout=target,
                stderr=target,
            )

    def wait(self) -> None:
        """Come back when it answers. Raises RuntimeError with the end of its log when it does not."""
        deadline = time.monotonic() + START_LIMIT
        ask = Request(self.address, headers={"Host": installation.HOST, "X-Forwarded-Proto": "https"})
        while self.process.poll() is None and time.monotonic() < deadline:
            with suppress(HTTPError, URLError, HTTPException, OSError):
                urlopen(ask, timeout=10).close()
                return
            time.sleep(0.2)
        raise RuntimeError(f"{self.name} does not answer: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End it and its workers."""
        self.process.terminate()
        self.process.wait(40)

    def cpu(self) -> float:
        """Seconds of processor time that it has used, its workers included."""
        return cpu([self.process, *self.workers()])

    def workers(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return [
            child
            for child in self.process.children(recursive=True)
            if "resource_tracker" not in " ".join(child.cmdline())
        ]

    def memory(self) -> tuple[float, float]:
        """RSS and PSS of the largest worker, in MB."""
        used = [worker.memory_full_info() for worker in self.workers()]
        return max(each.rss for each in used) / MEGABYTE, max(each.pss for each in used) / MEGABYTE


@contextmanager
def started(names: Iterable[str] = APPLICATIONS) -> Iterator[dict[str, Server]]:
    """Run the servers side by side; an idle one costs the others nothing but memory."""
    running: dict[str, Server] = {}
    taken: list[int] = []
    try:
        for name in names:
            taken.append(free_port(8100 + len(taken), taken))
            running[name] = Server(
                name, taken[-1], installation.VAR / "log" / f"{'-'.join(re.findall(r'[a-z]+', name))}.log"
            )
        for server in running.values():
            server.wait()
        yield running
    finally:
        for server in running.values():
            server.stop()


def postgres_cpu() -> float:
    """Seconds of processor time that PostgreSQL has used; 0 when it is on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number = cursor.fetchone()[0]
    with suppress(psutil.NoSuchProcess):
        postmaster = psutil.Process(number).parent()
        if postmaster and postmaster.name().startswith("postgres"):
            return cpu([postmaster, *postmaster.children()])
    return 0.0


def cpu(processes: Iterable[psutil.Process]) -> float:
    """Seconds of processor time of each, and of those of its children that ended."""
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def command(application: str, port: int) -> list[str]:
    """The command of the unit file, for this application on this port."""
    line = re.search(r"^ExecStart=\S+/granian (.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    if line is None:
        raise RuntimeError(f"{UNIT} does not start granian")
    options = shlex.split(line[1])[:-1]
    options[options.index("--port") + 1] = str(port)
    return [sys.executable, "-m", "granian", *options, application]
