"""How the outbox is doing, for people and for monitoring."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from notifications.outbox import measure, retry_failed, uncertain

MOST_SHOWN = 20


class Command(BaseCommand):
    """Prints the figures; `--retry-failed` is the one thing that it changes."""

    help = "Show how long the oldest event and delivery wait, how many are in which state, and which are uncertain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry-failed", action="store_true", help="Try everything that failed again at once.")

    def handle(self, *_args: Any, retry_failed: bool, **_options: Any) -> None:
        if retry_failed:
            self._retry()
        outbox = measure()
        self.stdout.write(f"Events waiting: {outbox.events}, of which failing: {outbox.failing_events}")
        self.stdout.write(f"Oldest waiting event: {_spoken(outbox.oldest_event)}")
        self.stdout.write(f"Oldest due delivery: {_spoken(outbox.oldest_delivery)}")
        self.stdout.write("Deliveries: " + ", ".join(f"{name} {count}" for name, count in outbox.deliveries.items()))
        self.stdout.write(f"Sent again without certainty: {outbox.doubted}")
        for delivery in uncertain()[:MOST_SHOWN]:
            self.stdout.write(
                f"  {delivery.uuid} {delivery.state}, sent again {delivery.resends} times: {delivery.last_error}"
            )

    def _retry(self) -> None:
        events, deliveries = retry_failed()
        self.stdout.write(f"Trying again: {events} events, {deliveries} deliveries")


def _spoken(age: timedelta | None) -> str:
    return "none" if age is None else f"{age.total_seconds():.0f} s"
