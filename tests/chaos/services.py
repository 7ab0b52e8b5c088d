"""PostgreSQL and Redis as `participation/embedded/` runs them, but in the hands of the run instead of a keeper."""

import signal
import socket
import subprocess
import time

from participation.embedded import keeper, servers

START_LIMIT = 60.0

#: An acknowledged commit must be on its way to the disk: the embedded server is set to be quick, not to be trusted.
DURABLE = ("synchronous_commit=on", "full_page_writes=on")


class Postgres(servers.Postgres):
    """The embedded PostgreSQL, set to keep what it acknowledged."""

    def command(self):
        return [*super().command(), *(part for setting in DURABLE for part in ("-c", setting))]


class Service:
    """A server that can be ended, started and frozen."""

    def __init__(self, server, log, variables):
        self.server, self.log, self.variables = server, log.open("ab", buffering=0), variables
        self.process = None

    def prepare(self):
        self.server.prepare(self.log)

    def start(self):
        """Start it and wait until it answers. It may refuse while what is left of the last one is still ending."""
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            self.process = subprocess.Popen(
                self.server.command(), env=self.variables, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                start_new_session=True,
            )  # fmt: skip
            while self.process.poll() is None and time.monotonic() < deadline:
                if self.server.answers():
                    self.server.complete(self.log)
                    return
                time.sleep(0.05)
            time.sleep(0.3)
        raise TimeoutError(f"{self.log.name} tells why it did not start")

    def end(self, number):
        """End it by a signal and wait until it is gone."""
        self.process.send_signal(number)
        self.process.wait(60)

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.thaw()
            try:
                keeper.stop(self.server, self.process)
            except subprocess.SubprocessError:
                self.process.kill()
        self.log.close()


def flush_redis(server):
    """Forget everything in Redis."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(server.socket))
        connection.sendall(b"FLUSHALL\r\n")
        return connection.recv(64)
