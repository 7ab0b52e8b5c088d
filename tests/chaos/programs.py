"""Web, workers and beats, started as the units in `deploy/systemd` start them, and started again when they end."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

CODE = Path(__file__).resolve().parents[2]
GLANCE = 0.1
RESTART_AFTER = 1.0  # RestartSec of the units is 2.


class Program:
    """One program in a process group of its own."""

    def __init__(self, name, command, variables, log):
        self.name, self.command, self.variables, self.log = name, command, variables, log
        self.process, self.ended_at, self.struck, self.by_itself = None, 0.0, False, 0
        self.held = threading.Lock()

    def start(self):
        self.struck = False
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=CODE, env=self.variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def revive(self):
        """Start it again a moment after it ended, as systemd does."""
        if self.process is None or self.process.poll() is None:
            self.ended_at = 0.0
            return
        if not self.ended_at:
            self.ended_at = time.monotonic()
            self.by_itself += not self.struck
            self.signal_group(signal.SIGKILL)
        elif time.monotonic() - self.ended_at > RESTART_AFTER:
            self.start()

    def children(self):
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    def signal_group(self, number):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

    def kill(self):
        """As when its machine stops: the whole group at once."""
        self.struck = True
        self.signal_group(signal.SIGKILL)

    def kill_main(self):
        """As when the kernel chooses it: only the first process, systemd then ends the rest."""
        self.struck = True
        self.process.kill()

    def kill_child(self, random):
        """One of its children, when it has any; tells whether."""
        children = self.children()
        if children:
            self.struck = True
            with suppress(psutil.NoSuchProcess):
                random.choice(children).kill()
        return bool(children)

    def freeze(self):
        self.signal_group(signal.SIGSTOP)

    def thaw(self):
        self.signal_group(signal.SIGCONT)


class Supervisor(threading.Thread):
    """Keeps the programs running until `stop`."""

    def __init__(self, programs):
        super().__init__(name="supervisor", daemon=True)
        self.programs, self.stopping = programs, threading.Event()

    def run(self):
        for program in self.programs:
            program.start()
        while not self.stopping.wait(GLANCE):
            for program in self.programs:
                program.revive()

    def stop(self):
        self.stopping.set()
        if self.is_alive():
            self.join(10)
        for program in self.programs:
            if program.process:
                program.thaw()
                program.signal_group(signal.SIGKILL)
                program.process.wait(10)


def commands(web_port):
    """The commands of `deploy/systemd`, two workers and two beats."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "participation"]
    web = ["granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(web_port)]
    size = [
        "--workers",
        "2",
        "--respawn-failed-workers",
        "--blocking-threads",
        "8",
        "--backpressure",
        "128",
        "--workers-kill-timeout",
        "30",
    ]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile="]
    return {
        "web": [*python, *web, *size, "participation.wsgi:application"],
        "worker-1": [*worker, "-n", "one@%h"],
        "worker-2": [*worker, "-n", "two@%h"],
        "beat-1": beat,
        "beat-2": beat,
    }
