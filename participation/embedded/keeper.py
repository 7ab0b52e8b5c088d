"""A small process that keeps one embedded server alive for as long as somebody uses it.

`python -m participation.embedded.keeper postgres|redis FOLDER`. Every user of the server holds a shared lock on a
file. The kernel lets go of a lock when its process ends, however it ends; so once the keeper can have that lock for
itself nobody is left, and it stops the server. A server that dies meanwhile is started again.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from participation.embedded.account import CannotReach
from participation.embedded.places import Places
from participation.embedded.servers import SERVERS, Server, ServerFailed

GLANCE = 0.2  # Seconds between two looks at the users and at the server.
START_LIMIT = 60.0
STOP_LIMIT = 20.0
#: A crashed PostgreSQL cannot start before its last child has noticed, so one refusal is no reason to give up.
TRIES = 8


def main() -> None:
    """Keep the server that the command line names, in the background."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    if os.fork():
        os._exit(0)  # The caller goes on; the keeper belongs to nobody.
    os.setsid()
    for terminal_signal in (signal.SIGINT, signal.SIGHUP):
        signal.signal(terminal_signal, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    places = Places(folder)
    with places.lock_file(name, "keeper") as alone, places.log(name).open("ab", buffering=0) as log:
        try:
            fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # Another keeper was first.
        try:
            keep(name, places, log)
        except (ServerFailed, CannotReach, OSError, subprocess.SubprocessError) as problem:
            places.leave(name, "failed", str(problem))


def keep(name: str, places: Places, log: IO[bytes]) -> None:
    """Run the server until its last user has gone, with a note that it is ready."""
    server: Server = SERVERS[name](places)
    server.prepare(log)
    process = start(server, log)
    try:
        places.note(name, "ready").touch()
        with places.lock_file(name, "users") as users:
            while not nobody_uses(users):
                time.sleep(GLANCE)
                if process.poll() is not None:
                    log.write(b"The server ended by itself; starting it again.\n")
                    process = start(server, log)
            # Still holding the users' lock: whoever comes now waits until the server has stopped, then starts anew.
            stop(server, process)
    finally:
        places.note(name, "ready").unlink(missing_ok=True)
        stop(server, process)


def nobody_uses(users: IO[bytes]) -> bool:
    """Tell whether the users' lock is free; it is ours from then on."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(server: Server, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers."""
    deadline = time.monotonic() + START_LIMIT
    for _ in range(TRIES):
        process = subprocess.Popen(server.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while process.poll() is None and time.monotonic() < deadline:
            if server.answers():
                server.complete(log)
                return process
            time.sleep(0.05)
        stop(server, process)
        time.sleep(1)
    raise ServerFailed("the server ended, or did not answer in time")


def stop(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Stop the server politely, and in the end not."""
    if process.poll() is None:
        process.send_signal(server.stop_signal)
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
