"""From what happened to who is told: events become deliveries, each exactly once."""

import logging
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Extract, Least, Now, Power

from notifications.audiences import Audience
from notifications.models import Delivery, Preference
from notifications.statuses import Channel, Frequency, State
from notifications.switchboard import FALLBACK, ROUTES, Route
from participation.models import Event

log = logging.getLogger(__name__)

CHUNK = 500
MOST_AT_ONCE = 200
MOST_ATTEMPTS_COUNTED = 60


class NobodyToTell(RuntimeError):
    """A required audience is empty, and there is no coordinator and no administrator either."""


def fan_out_waiting(limit: int = MOST_AT_ONCE) -> int:
    """Work off waiting events, each in its own transaction; gives how many. Safe in any number of processes.

    An event that fails is counted and comes back later; it never stops the ones behind it.
    """
    tried: list[int] = []
    done = 0
    while len(tried) < limit:
        seen = len(tried)
        try:
            done += _fan_out_next(tried)
        except Exception as error:
            if len(tried) == seen:
                raise  # It was not an event that failed, but finding one.
            _count_failure(tried[-1], error)
        if len(tried) == seen:
            break
    return done


def waiting_events() -> models.QuerySet[Event]:
    """What nobody was told of yet, except events that failed and whose age has not doubled a few times since.

    That age is the whole backoff: attempt n is not before 2^n seconds, by the database's clock.
    """
    age = Extract(Now() - F("recorded_at"), "epoch")
    patience = Power(Value(2.0), F("attempts"))
    return Event.objects.filter(dispatched_at__isnull=True).filter(
        models.Q(attempts=0) | models.lookups.GreaterThanOrEqual(age, patience)
    )


@transaction.atomic(durable=True)
def _fan_out_next(tried: list[int]) -> int:
    """Claim one event, note it in `tried` and fan it out. Others skip the row while we hold it."""
    event = (
        waiting_events()
        .exclude(pk__in=tried)
        .order_by("attempts", "recorded_at")
        .select_for_update(skip_locked=True)
        .first()
    )
    if event is None:
        return 0
    tried.append(event.pk)
    fan_out(event)
    return 1


def fan_out(event: Event) -> None:
    """Write the deliveries of `event` and mark it. The caller holds the transaction and the event's lock."""
    for planned in ROUTES[event.kind]:
        route, audience = _with_fallback(planned, event)
        for channel in route.channels:
            _insert(_deliveries(event, route, channel, audience))
    Event.objects.filter(pk=event.pk).update(dispatched_at=Now(), last_error="")


def _with_fallback(route: Route, event: Event) -> tuple[Route, Audience]:
    audience = route.audience(event)
    if not route.required or not audience.is_empty():
        return route, audience
    log.error("Event %s (%s) has nobody as its %s; told the fallback.", event.pk, event.kind, route.name)
    audience = FALLBACK.audience(event)
    if audience.is_empty():
        raise NobodyToTell(f"Nobody is the {route.name} of this event, and there is no coordinator or administrator.")
    return FALLBACK, audience


def _deliveries(event: Event, route: Route, channel: Channel, audience: Audience) -> Iterator[Delivery]:
    refused = Preference.objects.filter(group=route.group, channel=channel, frequency=Frequency.OFF).values("person")
    users = audience.users.exclude(pk__in=refused)
    if event.actor_id and not route.tells_actor:
        users = users.exclude(pk=event.actor_id)
    people = users.values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    # The row is the message in the inbox, so there it has arrived as soon as it exists.
    settled = {"state": State.ACCEPTED, "settled_at": Now()} if channel == Channel.INBOX else {}
    common = {"event": event, "route": route.name, "group": route.group, "channel": channel, **settled}
    return chain(
        (Delivery(recipient_id=person, **common) for person in people),
        (Delivery(address=address, **common) for address in audience.addresses),
    )


def _insert(deliveries: Iterable[Delivery]) -> None:
    """A second route to the same person and channel meets the unique index and is dropped."""
    deliveries = iter(deliveries)
    while chunk := list(islice(deliveries, CHUNK)):
        Delivery.objects.bulk_create(chunk, ignore_conflicts=True)


@transaction.atomic(durable=True)
def _count_failure(pk: int, error: Exception) -> None:
    log.error("Event %s could not be fanned out.", pk, exc_info=error)
    Event.objects.filter(pk=pk, dispatched_at__isnull=True).update(
        attempts=Least(F("attempts") + 1, MOST_ATTEMPTS_COUNTED), last_error=f"{type(error).__name__}: {error}"
    )
