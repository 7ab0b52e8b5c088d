"""The ground on which a run takes place: a folder, the services with a proxy before each, and the programs' variables."""

import ctypes
import os
import shutil
import signal
import socket
from contextlib import ExitStack
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from participation.embedded.places import Places
from participation.embedded.servers import Redis
from tests.chaos.conditions import CLOCK_FILE
from tests.chaos.programs import Program, commands
from tests.chaos.proxy import Network, Proxy
from tests.chaos.services import Postgres, Service
from tests.chaos.sink import Sink
from tests.chaos.undertaker import MARK, hire

HOST = "inbreng.example.org"
SECRET = "chaos-is-not-a-secret-but-it-is-long-and-varied-enough-0123456789"
KEPT_BETWEEN_RUNS = {"static", "lock"}
MEDIA_SIZE = "24m"
CLONE_NEWNS, MS_REC, MS_PRIVATE = 0x00020000, 0x4000, 1 << 18


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_media_disk(media):
    """Mount a small disk for photos that only this run sees and that goes with it; False where that is not allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() != 0 or libc.unshare(CLONE_NEWNS) != 0:
        return False
    libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    return libc.mount(b"tmpfs", os.fsencode(media), b"tmpfs", 0, f"size={MEDIA_SIZE}".encode()) == 0


class Ground:
    """Everything that runs, except the load. Use it in a `with`; leaving it stops all."""

    def __init__(self, folder, seed):
        self.folder, self.seed = folder, seed
        self.log, self.media, self.clock = folder / "log", folder / "media", folder / "clock"
        self.closing = ExitStack()

    def __enter__(self):
        try:
            self._clear()
            self.small_disk = own_media_disk(self.media)
            self._start_services()
        except BaseException:
            self.closing.close()
            raise
        return self

    def __exit__(self, *_):
        self.closing.close()

    def _clear(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = self.closing.enter_context((self.folder / "lock").open("ab"))
        flock(lock, LOCK_EX | LOCK_NB)
        for one in self.folder.iterdir():
            if one.name not in KEPT_BETWEEN_RUNS:
                shutil.rmtree(one) if one.is_dir() else one.unlink()
        for one in (self.log, self.media):
            one.mkdir(parents=True)

    def _start_services(self):
        keeper = hire(self.folder)
        self.closing.callback(keeper.wait, 30)
        self.closing.callback(keeper.stdin.close)
        network = Network()
        self.closing.callback(network.stop)
        places = Places(self.folder)
        places.prepare()
        self.postgres = self._service(Postgres(places), "postgres")
        self.redis = self._service(Redis(places), "redis")
        smtp_port, web_port = free_port(), free_port()
        self.sink = Sink(smtp_port, self.folder / "mail.jsonl", self.seed)
        self.closing.callback(self.sink.stop)
        sockets = self.postgres.server.sockets
        self.proxies = {
            "postgres": Proxy(network, sockets / ".s.PGSQL.5432"),
            "redis": Proxy(network, self.redis.server.socket),
            "smtp": Proxy(network, smtp_port),
            "web": Proxy(network, web_port),
        }
        self.direct = f"postgresql://postgres@/inbreng?host={sockets}"
        self.programs = {
            name: Program(name, command, self._variables(), self.log / f"{name}.log")
            for name, command in commands(web_port).items()
        }

    def _service(self, server, name):
        service = Service(server, self.log / f"{name}.log", {**os.environ, MARK: str(self.folder)})
        self.closing.callback(service.stop)
        service.prepare()
        service.start()
        return service

    def settings(self, database):
        """The variables of a real installation."""
        return {
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "SECRET_KEY": SECRET,
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": database,
            "REDIS_URL": f"redis://127.0.0.1:{self.proxies['redis'].port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.proxies['smtp'].port}",
            "TRUSTED_PROXIES": "1",
            "QUIET_HOURS": "0-0",  # What is told is counted, at whatever hour this runs.
            "MAILS_A_DAY": "0",
            "MEDIA_ROOT": str(self.media),
            "STATIC_ROOT": str(self.folder / "static"),
        }

    def _variables(self):
        """What the programs get: the database behind its proxy, and where to read how far the clock is off."""
        proxied = f"postgresql://postgres@127.0.0.1:{self.proxies['postgres'].port}/inbreng"
        ours = {*self.settings(""), "VAR_DIR", "BASE_URL", "DEBUG", "DB_POOL_MAX", "DB_POOL_MIN"}
        rest = {name: value for name, value in os.environ.items() if name not in ours}
        own = {MARK: str(self.folder), CLOCK_FILE: str(self.clock), "PYTHONUNBUFFERED": "1"}
        return {**rest, **self.settings(proxied), **own}


def end_at_signals():
    """Let the usual signals end the run as Ctrl-C does, so that everything is stopped."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def folder():
    """`var/chaos`, or below VAR_DIR."""
    return Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parents[2] / "var")).resolve() / "chaos"
