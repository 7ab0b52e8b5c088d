"""How the outbox is doing. The ages are the figures to alarm on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q
from django.db.models.functions import Now

from notifications.models import Delivery
from notifications.statuses import State
from participation.models import Event


@dataclass(frozen=True, slots=True)
class Outbox:
    """Ages are None when nothing waits. `doubted` counts mails that were sent again without certainty."""

    events: int
    failing_events: int
    oldest_event: timedelta | None
    oldest_delivery: timedelta | None
    deliveries: dict[str, int]
    doubted: int


def measure() -> Outbox:
    """Look at the outbox now, by the database's clock."""
    waiting = Event.objects.filter(dispatched_at__isnull=True)
    events = waiting.aggregate(
        count=Count("pk"), failing=Count("pk", filter=Q(attempts__gt=0)), oldest=_age("recorded_at")
    )
    states = dict(Delivery.objects.order_by().values_list("state").annotate(Count("pk")))
    return Outbox(
        events=events["count"],
        failing_events=events["failing"],
        oldest_event=events["oldest"],
        oldest_delivery=Delivery.objects.due().aggregate(oldest=_age("next_attempt_at"))["oldest"],
        deliveries={state.value: states.get(state.value, 0) for state in State},
        doubted=Delivery.objects.filter(resends__gt=0).count(),
    )


def uncertain() -> models.QuerySet[Delivery]:
    """Deliveries of which nobody knows whether they went out, now or ever before."""
    return Delivery.objects.filter(Q(state=State.UNCERTAIN) | Q(resends__gt=0)).order_by("-pk")


@transaction.atomic(durable=True)
def retry_failed() -> tuple[int, int]:
    """Try failed events and deliveries again at once; gives how many of each."""
    events = Event.objects.filter(dispatched_at__isnull=True, attempts__gt=0).update(attempts=0)
    deliveries = Delivery.objects.filter(state=State.FAILED).update(
        state=State.PENDING, next_attempt_at=Now(), offered_until=None, attempts=0, settled_at=None
    )
    return events, deliveries


def _age(moment: str) -> Any:
    return Max(ExpressionWrapper(Now() - F(moment), output_field=DurationField()))
