"""How the outbox is doing. The ages are the figures to alarm on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Count, DurationField, ExpressionWrapper, Min, Q
from django.db.models.functions import Now

from notifications.models import Delivery
from notifications.statuses import SENT, WAITING, State
from participation.models import Event

#: What still asks for attention, or once did. Accepted ones are history: there are millions of them.
COUNTED = [state for state in State if state is not State.ACCEPTED]


@dataclass(frozen=True, slots=True)
class Outbox:
    """Ages are None when nothing waits. `doubted` counts mails that were sent again without certainty.

    What waits for a digest, or for the end of somebody's quiet hours, is not old before it is due. `oldest_delivery`
    may wait on purpose, for a mail server that refused it. `overdue` says for how long one is due
    and nobody sends it; what is in bulk apart, because news for a hundred thousand people may well take an hour.
    """

    events: int
    failing_events: int
    oldest_event: timedelta | None
    oldest_delivery: timedelta | None
    overdue: timedelta | None
    overdue_bulk: timedelta | None
    deliveries: dict[str, int]
    doubted: int

    @property
    def longest_wait(self) -> timedelta:
        """How long we let an event, or a delivery that is not in bulk, wait that could go on."""
        return max(self.oldest_event or timedelta(), self.overdue or timedelta())

    def figures(self) -> dict[str, float]:
        """Every figure but the counts by state, as monitoring calls it; ages in seconds, 0 when nothing waits."""
        return {
            "oldest_event_seconds": _seconds(self.oldest_event),
            "oldest_delivery_seconds": _seconds(self.oldest_delivery),
            "overdue_delivery_seconds": _seconds(self.overdue),
            "overdue_bulk_delivery_seconds": _seconds(self.overdue_bulk),
            "events_waiting": self.events,
            "events_failing": self.failing_events,
            "deliveries_sent_again_in_doubt": self.doubted,
        }


def measure() -> Outbox:
    """Look at the outbox now, by the database's clock. Cheap however many deliveries there have ever been."""
    events = Event.objects.filter(dispatched_at__isnull=True).aggregate(
        count=Count("pk"), failing=Count("pk", filter=Q(attempts__gt=0)), oldest=_age("recorded_at")
    )
    waiting = Delivery.objects.filter(state__in=WAITING)
    counted = Delivery.objects.exclude(state=State.ACCEPTED).order_by().values_list("state").annotate(Count("state"))
    states = dict(counted)
    return Outbox(
        events=events["count"],
        failing_events=events["failing"],
        oldest_event=events["oldest"],
        oldest_delivery=waiting.filter(due_at__lte=Now()).aggregate(age=_age("due_at"))["age"],
        overdue=_overdue(bulk=False),
        overdue_bulk=_overdue(bulk=True),
        deliveries={state.value: states.get(state.value, 0) for state in COUNTED},
        doubted=Delivery.objects.filter(resends__gt=0).count(),
    )


def count_accepted() -> int:
    """How many deliveries were ever accepted. Reads the whole table."""
    return Delivery.objects.filter(state=State.ACCEPTED).count()


def uncertain() -> models.QuerySet[Delivery]:
    """Deliveries of which nobody knows whether they went out, now or ever before."""
    return Delivery.objects.filter(Q(state=State.UNCERTAIN) | Q(resends__gt=0)).order_by("-pk")


@transaction.atomic(durable=True)
def retry_failed() -> tuple[int, int]:
    """Try failed events and deliveries again at once; gives how many of each."""
    events = Event.objects.filter(dispatched_at__isnull=True, attempts__gt=0).update(attempts=0)
    deliveries = Delivery.objects.filter(state=State.FAILED).update(
        state=State.PENDING, next_attempt_at=Now(), attempts=0, settled_at=None
    )
    return events, deliveries


def _overdue(*, bulk: bool) -> timedelta | None:
    """Of each channel apart, because each has an index of its own."""
    due = Delivery.objects.due().filter(bulk=bulk)
    ages = [due.by(channel).aggregate(age=_age("next_attempt_at"))["age"] for channel in SENT]
    return max((age for age in ages if age is not None), default=None)


def _age(moment: str) -> Any:
    return ExpressionWrapper(Now() - Min(moment), output_field=DurationField())


def _seconds(age: timedelta | None) -> float:
    return age.total_seconds() if age else 0.0
