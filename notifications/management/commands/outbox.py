"""How the outbox is doing, for people and for monitoring."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notifications.models import Delivery
from notifications.outbox import Outbox, count_accepted, measure, retry_failed, uncertain
from notifications.statuses import State

MOST_SHOWN = 20
LABEL_WIDTH, FIGURE_WIDTH = 34, 12
COLUMNS = "{:<19}  {:<9}  {:>5}  {:<11}  {}"


class Command(BaseCommand):
    """Prints the figures; `--retry-failed` is the one thing that it changes."""

    help = "Show how long the oldest event and delivery wait, how many are in which state, and which are uncertain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--retry-failed",
            action="store_true",
            help="First have everything that failed tried again; what is older than three days gets one try.",
        )
        parser.add_argument(
            "--alarm-after",
            type=int,
            metavar="SECONDS",
            help="Exit with 1 when an event waits longer, or a delivery not in bulk is overdue for longer.",
        )

    def handle(self, *_args: Any, retry_failed: bool, alarm_after: int | None, **_options: Any) -> None:
        if retry_failed:
            self._retry()
        outbox = measure()
        for label, figure in figures(outbox):
            self.stdout.write(f"{label:<{LABEL_WIDTH}}{figure:>{FIGURE_WIDTH}}")
        self._list_uncertain()
        if alarm_after is not None and outbox.longest_wait > timedelta(seconds=alarm_after):
            raise CommandError(f"Something has waited for {_spoken(outbox.longest_wait)}.")

    def _retry(self) -> None:
        events, deliveries = retry_failed()
        self.stdout.write(f"Trying again: {events} events, {deliveries} deliveries\n\n")

    def _list_uncertain(self) -> None:
        """Tell them by what the administration and the log of a mail server can be searched for: no addresses."""
        deliveries = uncertain().select_related("event")[:MOST_SHOWN]
        if deliveries:
            self.stdout.write(f"\nUncertain, or sent again without certainty (the newest {MOST_SHOWN}):")
            self.stdout.write(COLUMNS.format("handed over", "state", "again", "idea", "Message-ID up to the @"))
        for delivery in deliveries:
            self.stdout.write(_line(delivery))


def figures(outbox: Outbox) -> Iterator[tuple[str, str]]:
    """Every figure with its label, in the order of an event's way."""
    yield "Oldest waiting event", _spoken(outbox.oldest_event)
    yield "Events waiting", str(outbox.events)
    yield "Events failing", str(outbox.failing_events)
    yield "Oldest waiting delivery", _spoken(outbox.oldest_delivery)
    yield "Overdue delivery", _spoken(outbox.overdue)
    yield "Overdue delivery in bulk", _spoken(outbox.overdue_bulk)
    for state, count in {**outbox.deliveries, State.ACCEPTED.value: count_accepted()}.items():
        yield f"Deliveries {state}", str(count)
    yield "Deliveries sent again in doubt", str(outbox.doubted)


def _line(delivery: Delivery) -> str:
    handed = f"{timezone.localtime(delivery.handed_at):%Y-%m-%d %H:%M:%S}" if delivery.handed_at else "-"
    reference = delivery.event.facts.get("reference", "-")
    return COLUMNS.format(handed, delivery.state, delivery.resends, reference, delivery.uuid)


def _spoken(age: timedelta | None) -> str:
    return "none" if age is None else f"{age.total_seconds():.0f} s"
