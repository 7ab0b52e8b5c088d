"""Runs several programs side by side, starts one again that dies, and leaves none behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_LIMIT = 20.0
GLANCE = 0.2
#: A program that dies so soon after its start waits this long before it is started again.
PAUSE = 3.0

CODE = Path(__file__).resolve().parent.parent.parent

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """In the child, before its program starts: have it end when the manager is killed (only Linux can)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Program:
    """One program with its own process group and log file."""

    def __init__(self, name: str, command: Sequence[str], log: Path, variables: Mapping[str, str]) -> None:
        self.name, self.command, self.log = name, list(command), log
        self.variables = {**os.environ, **variables, "PYTHONUNBUFFERED": "1"}
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0

    def start(self) -> None:
        """Start it; Ctrl-C in the terminal does not reach it, because the manager stops it in good order."""
        self.started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=CODE,
                env=self.variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509  (the manager has no threads)
            )

    def has_ended(self) -> bool:
        """Tell whether it runs no longer."""
        return self.process is None or self.process.poll() is not None

    def ask_to_end(self) -> None:
        """Ask it politely."""
        if self.process is not None and not self.has_ended():
            self.process.terminate()

    def end_group(self) -> None:
        """End what is left of it and of its children."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Manager:
    """Keeps programs running until Ctrl-C, SIGTERM or a closed terminal."""

    def __init__(self, programs: Sequence[Program], say: Callable[[str], None] = print) -> None:
        self.programs, self.say = programs, say
        self.requests_to_stop = 0

    def run(self, when_started: Callable[[], None]) -> None:
        """Start everything, call `when_started` once, and come back when every program has ended."""
        earlier = {number: signal.signal(number, self._count_request) for number in STOP_SIGNALS}
        try:
            for program in self.programs:
                program.start()
            when_started()
            while not self.requests_to_stop:
                time.sleep(GLANCE)
                self._revive()
        finally:
            self._stop_all()
            for number, handler in earlier.items():
                signal.signal(number, handler)

    def _count_request(self, _number: int, _frame: FrameType | None) -> None:
        self.requests_to_stop += 1

    def _revive(self) -> None:
        """Start again what has ended by itself."""
        for program in self.programs:
            if program.has_ended() and time.monotonic() - program.started > PAUSE:
                self.say(f"  ! {program.name} stopped by itself and is started again; why is in {program.log}")
                program.end_group()
                program.start()

    def _stop_all(self) -> None:
        """Ask all to end, wait, then end what is left. A second Ctrl-C shortens the wait."""
        asked = max(self.requests_to_stop, 1)
        deadline = time.monotonic() + STOP_LIMIT
        for program in self.programs:
            program.ask_to_end()
        while not all(program.has_ended() for program in self.programs):
            if time.monotonic() > deadline or self.requests_to_stop > asked:
                break
            time.sleep(0.05)
        for program in self.programs:
            program.end_group()
