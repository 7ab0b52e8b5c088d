"""PostgreSQL and Redis from Python wheels, for a machine on which nothing is installed.

A process that wants one calls `use(...)`. The first caller starts it, later callers join it, and it stops by itself
shortly after the last of them has ended: each user holds a lock, see `participation.embedded.keeper`.
"""

import atexit
import fcntl
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from participation.embedded.places import Places

START_LIMIT = 90.0
STOP_LIMIT = 30.0
GLANCE = 0.05
CODE = Path(__file__).resolve().parent.parent.parent

_held: dict[tuple[str, Path], IO[bytes]] = {}


class EmbeddedServerFailed(RuntimeError):
    """An embedded server does not start; the text says why and what to do."""


def use(name: str, folder: Path) -> None:
    """Make sure that the server `name` ("postgres" or "redis") runs, and stays for as long as this process does.

    `folder` holds its data, logs and locks. Calling it again costs nothing. Raises `EmbeddedServerFailed`.
    """
    if (name, folder) in _held:
        return
    places = Places(folder)
    try:
        places.prepare()
        users = places.lock_file(name, "users")
    except OSError as problem:
        raise EmbeddedServerFailed(f"{name} needs a folder that you may write in: {problem}") from problem
    try:
        fcntl.flock(users, fcntl.LOCK_SH)  # Waits while a keeper is busy stopping the server.
        with places.lock_file(name, "start") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            if not has_keeper(name, places):
                _start_keeper(name, places)
            _wait_until_ready(name, places)
    except BaseException:
        users.close()
        raise
    _held[name, folder] = users


@atexit.register
def let_go() -> None:
    """Stop using every server, so that its keeper may stop it."""
    while _held:
        _, users = _held.popitem()
        users.close()


def wait_until_stopped(folder: Path, limit: float = STOP_LIMIT) -> bool:
    """Wait until nothing embedded runs in `folder`; False when something still does after `limit` seconds."""
    places = Places(folder)
    deadline = time.monotonic() + limit
    for name in ("postgres", "redis"):
        while places.exists() and has_keeper(name, places):
            if time.monotonic() > deadline:
                return False
            time.sleep(GLANCE)
    return True


def has_keeper(name: str, places: Places) -> bool:
    """Tell whether a keeper of the server `name` is alive."""
    with places.lock_file(name, "keeper") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _start_keeper(name: str, places: Places) -> None:
    """Start a keeper in the background. The caller holds the start lock."""
    for note in ("ready", "failed"):
        places.note(name, note).unlink(missing_ok=True)
    command = [sys.executable, "-m", "participation.embedded.keeper", name, str(places.folder)]
    with places.log(name).open("wb") as log:
        subprocess.run(command, cwd=CODE, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=True)


def _wait_until_ready(name: str, places: Places) -> None:
    """Wait for the keeper's note. The caller holds the start lock."""
    deadline = time.monotonic() + START_LIMIT
    while not places.note(name, "ready").exists():
        failed = places.note(name, "failed")
        if failed.exists() or time.monotonic() > deadline:
            reason = failed.read_text() if failed.exists() else f"not ready within {START_LIMIT:.0f} seconds"
            tail = " / ".join(places.log(name).read_text(errors="replace").splitlines()[-2:])
            raise EmbeddedServerFailed(f"{name} does not start: {reason}. {places.log(name)} ends with: {tail}")
        time.sleep(GLANCE)
