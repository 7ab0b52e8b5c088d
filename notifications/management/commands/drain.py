"""The clock that needs neither Celery nor Redis."""

import signal
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand

from notifications.draining import drain_all, drain_until


class Command(BaseCommand):
    """Drains in this process, as a loop or once."""

    help = "Tell people what happened: turn waiting events into deliveries and send what is due, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now and end, for a timer.")
        parser.add_argument("--pause", type=float, default=2.0, help="Seconds to rest when there is nothing to do.")

    def handle(self, *_args: Any, once: bool, pause: float, **_options: Any) -> None:
        with stopped_by_signals() as stop:
            if once:
                drain_all(stop, seconds=240)  # A timer starts the next; systemd ends what takes five minutes.
            else:
                drain_until(stop, pause=pause)


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """Set the event on SIGTERM and SIGINT, so that the delivery at hand is finished first."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
