"""`manage.py demo`: the whole platform on this machine, with made-up people and a mailbox."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from participation import embedded
from participation.demo import prepare
from participation.demo.ports import NoFreePort, free_port
from participation.demo.processes import Manager, Program
from participation.demo.screen import Addresses, welcome

ANSWER_LIMIT = 60.0
LAST_LINES = 15


class Command(BaseCommand):
    """Prepare the demonstration, run it until Ctrl-C, and leave nothing running."""

    help = "Runs the whole platform on this machine with made-up people; Ctrl-C stops everything."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of data, the wanted ports and `--reset`."""
        parser.add_argument("folder", nargs="?", default="", help="folder with ideas and areas to load")
        parser.add_argument("--port", type=int, default=8000, help="port of the site (8000)")
        parser.add_argument("--mail-port", type=int, default=8025, help="port of the mail page (8025)")
        parser.add_argument("--smtp-port", type=int, default=8026, help="port that takes the mail (8026)")
        parser.add_argument("--reset", action="store_true", help="remove the demonstration's data and end")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run, and whatever happens stop what was started."""
        if settings.PRODUCTION:
            raise CommandError("the demonstration is for a machine without SECRET_KEY, ALLOWED_HOSTS and EMAIL_URL")
        try:
            if options["reset"]:
                self.reset()
            else:
                self.run(options)
        except KeyboardInterrupt:
            self.say("\nStopped before everything was ready.")
        except (embedded.EmbeddedServerFailed, NoFreePort) as problem:
            raise CommandError(str(problem)) from problem
        finally:
            connections.close_all()
            embedded.let_go()
            if not embedded.wait_until_stopped(settings.VAR, limit=5):
                self.say("PostgreSQL or Redis keeps running: another program uses it too.")

    def run(self, options: dict[str, Any]) -> None:
        """Prepare everything, then keep it running."""
        self.prepare(options["folder"])
        addresses = self.choose_ports(options)
        logs = settings.VAR / "log"
        manager = Manager(programs(addresses, logs), self.say)
        manager.run(lambda: self.announce(addresses, logs, manager))
        self.say("Everything has stopped.")

    def prepare(self, folder: str) -> None:
        """Show each step of the preparation while it runs."""
        with self.step("Starting PostgreSQL and Redis"):
            if settings.EMBEDDED_POSTGRES:
                embedded.use("postgres", settings.VAR)
            if settings.EMBEDDED_REDIS:
                embedded.use("redis", settings.VAR)
        with self.step("Collecting styles and scripts"):
            prepare.static_files()
        with self.step("Bringing the database up to date"):
            prepare.database()
        with self.step(f"Loading made-up people and ideas{f' from {folder}' if folder else ''}"):
            prepare.ideas(folder)

    def choose_ports(self, options: dict[str, Any]) -> Addresses:
        """Take the wanted ports, or say which others were taken."""
        chosen: list[int] = []
        for purpose, wanted in (
            ("the site", options["port"]),
            ("the mail page", options["mail_port"]),
            ("taking mail", options["smtp_port"]),
        ):
            port = free_port(wanted, chosen)
            if port != wanted:
                self.say(f"  ! Port {wanted} is in use by another program, so {purpose} is on port {port}.")
            chosen.append(port)
        return Addresses(*chosen)

    def announce(self, addresses: Addresses, logs: Path, manager: Manager) -> None:
        """Print the page of text once everything answers, or what went wrong."""
        with self.step("Starting the site, the worker, the clock and the mailbox"):
            slow = [
                name
                for name, address in (("web", f"{addresses.site}/"), ("mailbox", f"{addresses.mail}/"))
                if not answers(address, lambda: bool(manager.requests_to_stop))
            ]
        if manager.requests_to_stop:
            return
        for name in slow:
            tail = (logs / f"{name}.log").read_text(errors="replace").splitlines()[-LAST_LINES:]
            self.say("\n".join([f"  ! {name} does not answer. The end of {logs / name}.log:", *tail]))
        self.say(welcome(addresses, logs=str(logs)))

    def reset(self) -> None:
        """Remove the data, unless the demonstration runs."""
        if not embedded.wait_until_stopped(settings.VAR, limit=2):
            raise CommandError("the demonstration still runs; stop it with Ctrl-C first")
        found = prepare.forget(settings.VAR)
        self.say(f"Removed: {', '.join(found)}." if found else "There was nothing to remove.")
        if not settings.EMBEDDED_POSTGRES:
            self.say("The database of DATABASE_URL is yours and was left alone.")

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Show what is being done and how long it took."""
        started = time.monotonic()
        self.stdout.write(f"  {what} ...")
        self.stdout.flush()
        yield
        self.stdout.write(f"  {'':3}done in {time.monotonic() - started:.1f} s")
        self.stdout.flush()

    def say(self, text: str) -> None:
        """Print at once, also when the output goes into a file."""
        self.stdout.write(text)
        self.stdout.flush()


def programs(addresses: Addresses, logs: Path) -> list[Program]:
    """Give the four programs of the demonstration."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "participation"]
    web = ["granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(addresses.web)]
    threads = ["--workers", "1", "--blocking-threads", "4", "--backpressure", "64"]
    mailbox = [str(settings.VAR / "mail"), str(addresses.smtp), str(addresses.mail_page)]
    commands = {
        "web": [*python, *web, *threads, "participation.wsgi:application"],
        "worker": [*celery, "worker", "-c", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""],
        "mailbox": [*python, "participation.demo.mailbox", *mailbox],
    }
    # Without quiet hours: whoever tries this in the evening reads the mails in the evening.
    variables = {"LOCAL_SMTP_PORT": str(addresses.smtp), "BASE_URL": addresses.site, "QUIET_HOURS": "0-0"}
    for name in commands:
        (logs / f"{name}.log").unlink(missing_ok=True)
    return [Program(name, command, logs / f"{name}.log", variables) for name, command in commands.items()]


def answers(address: str, give_up: Callable[[], bool]) -> bool:
    """Wait until a page answers; False when it does not in time or `give_up` says so."""
    deadline = time.monotonic() + ANSWER_LIMIT
    while time.monotonic() < deadline and not give_up():
        try:
            with urlopen(address, timeout=10):  # noqa: S310  (an address of our own)
                return True
        except (URLError, HTTPException, OSError):
            time.sleep(0.2)
    return False
