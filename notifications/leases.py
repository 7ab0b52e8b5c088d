"""The states of a delivery, and who may change them when. All by the database's clock, each change one statement.

A sender holds a batch of deliveries by a token and a lease. What it may do without the lease is nothing: every
statement here filters on the token. `handed_at` divides what is known from what is not: before it, the mail cannot
have gone out.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Q, Value, When
from django.db.models.functions import Now

from notifications import pace
from notifications.models import Delivery
from notifications.statuses import State

LEASE = timedelta(seconds=120)
LONGEST_TRYING = timedelta(hours=72)
LONGEST_PAUSE = timedelta(minutes=60)
UNCERTAIN_PAUSE = timedelta(minutes=15)
MOST_RESENDS = 1

GONE = "The sender did not come back."
NO_ANSWER_TWICE = "Sent twice without an answer, so it is not sent again by itself. "

#: Every mail needs these two. Composing them anew each time would take Django longer than they take.
HAND_OVER = """
UPDATE notifications_delivery SET handed_at = statement_timestamp(), lease_until = statement_timestamp() + %(lease)s
WHERE id = %(pk)s AND token = %(token)s AND state = 'sending'
"""
ACCEPT = """
UPDATE notifications_delivery SET state = 'accepted', settled_at = statement_timestamp(), last_error = '',
  token = NULL, lease_until = NULL
WHERE id = %(pk)s AND token = %(token)s
"""

TOO_OLD = Q(created_at__lte=Now() - LONGEST_TRYING)


class LeaseLost(Exception):
    """Somebody else may be sending this delivery by now, so we must not."""


def claim(most: int) -> list[Delivery]:
    """Take up to `most` due deliveries for LEASE, as far as the pace of mail allows; what is in bulk comes last.

    Deliveries that somebody else takes at the same moment are passed by. All that are given have the same token.
    """
    due = Delivery.objects.due()[:most].count()
    allowed = pace.take(due) if due else 0
    batch = _claim(allowed) if allowed else []
    if len(batch) < allowed:
        pace.give_back(allowed - len(batch))
    return batch


@transaction.atomic(durable=True)
def _claim(number: int) -> list[Delivery]:
    first = Delivery.objects.due().order_by("bulk", "next_attempt_at")
    keys = list(first.select_for_update(skip_locked=True).values_list("pk", flat=True)[:number])
    again = Case(When(state=State.UNCERTAIN, then=1), default=0, output_field=PositiveSmallIntegerField())
    taken = Delivery.objects.filter(pk__in=keys)
    taken.update(
        state=State.SENDING, token=uuid.uuid4(), lease_until=Now() + LEASE, handed_at=None, attempts=F("attempts") + 1,
        resends=F("resends") + again,
    )  # fmt: skip
    # Of many deliveries that tell the same event, each gets the one row that was read.
    return list(taken.order_by("bulk", "next_attempt_at").select_related("recipient").prefetch_related("event"))


def hand_over(delivery: Delivery) -> None:
    """Say that the mail server is about to get it, and renew the lease. Raises LeaseLost."""
    if not _hits(HAND_OVER, delivery, lease=LEASE):
        raise LeaseLost


def give_back(batch: list[Delivery]) -> int:
    """Let others take what was not begun of `batch`; gives how many. It was no try, and cost no time."""
    untouched = Delivery.objects.filter(
        pk__in=[delivery.pk for delivery in batch], token=batch[0].token, state=State.SENDING, handed_at__isnull=True
    )
    given = untouched.update(state=State.PENDING, token=None, lease_until=None, attempts=F("attempts") - 1)
    pace.give_back(given)
    return given


def accept(delivery: Delivery) -> bool:
    """The channel took it."""
    return _hits(ACCEPT, delivery)


def cancel(delivery: Delivery, why: str) -> bool:
    """It need not go out any more."""
    return _settle(delivery, state=State.CANCELLED, settled_at=Now(), last_error=why)


def fail(delivery: Delivery, error: Exception) -> bool:
    """It can never arrive."""
    return _settle(delivery, state=State.FAILED, settled_at=Now(), last_error=str(error))


def postpone(delivery: Delivery, error: Exception) -> bool:
    """It surely did not go out: try again after 1, 2, 4 ... 60 minutes, until it is LONGEST_TRYING old."""
    pause = min(timedelta(minutes=2 ** min(delivery.attempts - 1, 10)), LONGEST_PAUSE)
    return _settle(delivery, **_again(State.PENDING, pause), last_error=str(error))


def doubt(delivery: Delivery, error: Exception) -> bool:
    """It may have gone out: send it once more after a quarter of an hour, with the same Message-ID, and count that.

    Once only. When that one is in doubt too it has failed, and whether it goes out again is for a person to say.
    """
    return _settle(delivery, **_in_doubt(str(error)))


def release_stuck() -> int:
    """Let go of deliveries whose sender did not come back in time; gives how many.

    The token stays, so that a sender that was only slow can still tell how it went, until another one takes over.
    """
    stuck = Delivery.objects.filter(state=State.SENDING, lease_until__lt=Now())
    lost = stuck.filter(handed_at__isnull=False).update(**_in_doubt(GONE), lease_until=None)
    return lost + stuck.filter(handed_at__isnull=True).update(
        **_again(State.PENDING, timedelta(0)), lease_until=None, last_error=GONE
    )


def _in_doubt(error: str) -> dict[str, Any]:
    twice = Q(resends__gte=MOST_RESENDS)
    told = Case(When(twice, then=Value(NO_ANSWER_TWICE + error)), default=Value(error))
    return {**_again(State.UNCERTAIN, UNCERTAIN_PAUSE, unless=twice | TOO_OLD), "last_error": told}


def _again(state: State, pause: timedelta, *, unless: Q = TOO_OLD) -> dict[str, Any]:
    """Wait for another try, or fail for those that get none."""
    return {
        "state": Case(When(unless, then=Value(State.FAILED)), default=Value(state)),
        "settled_at": Case(When(unless, then=Now())),
        "next_attempt_at": Now() + pause,
    }


def _settle(delivery: Delivery, **changes: Any) -> bool:
    """Write how it went, if nobody else took the delivery since we did; else False."""
    mine = Delivery.objects.filter(pk=delivery.pk, token=delivery.token)
    return bool(mine.update(token=None, lease_until=None, **changes))


def _hits(statement: str, delivery: Delivery, **more: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"pk": delivery.pk, "token": delivery.token, **more})
        return bool(cursor.rowcount)
