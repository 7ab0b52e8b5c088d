"""The outbox as Prometheus reads it. Figures of the database only: those of one process would be of one of many."""

from collections.abc import Iterable

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from notifications.outbox import Outbox

MEANINGS = {
    "oldest_event_seconds": "Age of the oldest event that nobody was told of yet, 0 when there is none.",
    "oldest_delivery_seconds": "Age of the oldest delivery that did not go out yet, 0 when there is none.",
    "overdue_delivery_seconds": "For how long a delivery that is not in bulk is due and not sent, 0 when none is due.",
    "overdue_bulk_delivery_seconds": "For how long a delivery in bulk is due and not sent, 0 when none is due.",
    "events_waiting": "Events that nobody was told of yet.",
    "events_failing": "Waiting events that could not be turned into deliveries at least once.",
    "deliveries_sent_again_in_doubt": "Mails sent again without knowing whether the last one went out.",
}


class OutboxCollector(Collector):
    """Gives the figures of one look at the outbox."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox

    def collect(self) -> Iterable[Metric]:
        """Every figure as a gauge: rows are counted, so any of them may fall."""
        for name, figure in self.outbox.figures().items():
            yield GaugeMetricFamily(f"inbreng_{name}", MEANINGS[name], figure)
        deliveries = GaugeMetricFamily("inbreng_deliveries", "Deliveries by state.", labels=["state"])
        for state, count in self.outbox.deliveries.items():
            deliveries.add_metric([state], count)
        yield deliveries
