"""`python -m tests.chaos.undertaker FOLDER`: outlives the run, however that ends, and then ends what it left running.

The run holds the other end of our standard input; the kernel closes it when the run is gone. What belongs to the run
is known by a variable in its environment; a server may have written its title over that, but it works in FOLDER.
"""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

CODE = Path(__file__).resolve().parents[2]
MARK = "CHAOS_FOLDER"
SERVERS = {"postgres", "redis-server", "valkey-server"}


def hire(folder):
    """Start one. Close its `stdin` to let it work."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.undertaker", str(folder)],
        cwd=CODE, stdin=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdin.buffer.read()
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if belongs_to(process, sys.argv[1]):
                process.kill()


def belongs_to(process, folder):
    """Whether the run in `folder` started this process."""
    if process.name() in SERVERS:
        return Path(process.cwd()).is_relative_to(folder)
    return process.environ().get(MARK) == folder


if __name__ == "__main__":
    main()
