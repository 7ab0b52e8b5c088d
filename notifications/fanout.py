"""From what happened to who is told: events become deliveries, each exactly once."""

import logging

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Extract, Least, Now, Power

from notifications import schedule
from notifications.audiences import Audience
from notifications.models import Delivery, Preference, PushDevice
from notifications.statuses import Channel, Frequency, State
from notifications.switchboard import FALLBACK, ROUTES, Route
from participation.models import Event, User

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
MOST_ATTEMPTS_COUNTED = 60
MANY = 10_000

#: A hundred thousand people are told in one statement, and none of them passes through this process. Whoever was
#: reached by an earlier route already meets the unique index and is left as they are. The row is the message in the
#: inbox, so there it has arrived as soon as it exists. A mail waits for the moment that its reader chose.
TELL = """
INSERT INTO notifications_delivery (uuid, event_id, recipient_id, address, channel, route, "group",
  bulk, state, settled_at, due_at, next_attempt_at, digest, attempts, resends, last_error)
SELECT gen_random_uuid(), news.event_id, person.id, '', news.channel, news.route, terms."group",
  news.bulk OR due.digest, news.state, CASE WHEN news.arrived THEN statement_timestamp() END,
  due.at, due.at, due.digest, 0, 0, ''
FROM (SELECT %s AS event_id, %s AS channel, %s AS route, %s AS bulk, %s AS state, %s AS arrived) AS news
CROSS JOIN {terms} CROSS JOIN ({people}) AS person (id) {schedule}
ON CONFLICT (event_id, recipient_id, channel) WHERE recipient_id IS NOT NULL DO NOTHING
"""


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
    told = 0
    shut = _shut_channels(ROUTES[event.kind])
    for planned in ROUTES[event.kind]:
        route, audience = _with_fallback(planned, event)
        for channel in (channel for channel in route.channels if channel not in shut):
            told += _tell_people(event, route, channel, _willing(event, route, channel, audience.users))
            _tell_addresses(event, route, channel, audience.addresses)
    Event.objects.filter(pk=event.pk).update(dispatched_at=Now(), last_error="")
    if told >= MANY:
        _count_again()


def _with_fallback(route: Route, event: Event) -> tuple[Route, Audience]:
    audience = route.audience(event)
    if not route.required or not audience.is_empty():
        return route, audience
    log.error("Event %s (%s) has nobody as its %s; told the fallback.", event.pk, event.kind, route.name)
    audience = FALLBACK.audience(event)
    if audience.is_empty():
        raise NobodyToTell(f"Nobody is the {route.name} of this event, and there is no coordinator or administrator.")
    return FALLBACK, audience


def _shut_channels(line: tuple[Route, ...]) -> set[Channel]:
    """By which channels nobody at all can be told. While there is not one device, push costs this one look."""
    asked = any(Channel.PUSH in route.channels for route in line)
    return set() if asked and settings.PUSH_KEY and PushDevice.objects.exists() else {Channel.PUSH}


def _willing(event: Event, route: Route, channel: Channel, users: models.QuerySet[User]) -> models.QuerySet[User]:
    """Those of `users` who want such news by `channel`, and did not make it themselves."""
    refused = Preference.objects.filter(group=route.group, channel=channel, frequency=Frequency.OFF)
    users = users.exclude(pk__in=refused.values("person"))
    if event.actor_id and not route.tells_actor:
        users = users.exclude(pk=event.actor_id)
    if channel == Channel.PUSH:
        users = users.filter(pk__in=PushDevice.objects.order_by().values("person"))
    return users


def _tell_people(event: Event, route: Route, channel: Channel, users: models.QuerySet[User]) -> int:
    """Write the deliveries to `users`; gives how many."""
    try:
        people, parameters = users.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0  # Django knows without asking that nobody belongs to it.
    arrived = channel == Channel.INBOX
    state = State.ACCEPTED if arrived else State.PENDING
    news = (event.pk, channel, route.name, route.bulk, state, arrived)
    # A receipt goes at once: whoever gets it is there.
    when = schedule.AT_ONCE if arrived or route.tells_actor else schedule.BY_CHOICE
    statement = TELL.format(terms=schedule.TERMS, people=people, schedule=schedule.at_moment(when, channel))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*news, *schedule.terms_of(route.group, channel), *parameters])
        return cursor.rowcount


def _tell_addresses(event: Event, route: Route, channel: Channel, addresses: tuple[str, ...]) -> None:
    told = {"event": event, "channel": channel, "route": route.name, "group": route.group, "bulk": route.bulk}
    Delivery.objects.bulk_create((Delivery(address=address, **told) for address in addresses), ignore_conflicts=True)


def _count_again() -> None:
    """Let PostgreSQL know how much is due now. Believing that hardly anything is, it would sort all for every batch."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_delivery")


@transaction.atomic(durable=True)
def _count_failure(pk: int, error: Exception) -> None:
    log.error("Event %s could not be fanned out.", pk, exc_info=error)
    Event.objects.filter(pk=pk, dispatched_at__isnull=True).update(
        attempts=Least(F("attempts") + 1, MOST_ATTEMPTS_COUNTED), last_error=f"{type(error).__name__}: {error}"
    )
