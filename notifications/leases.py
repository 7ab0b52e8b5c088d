"""The states of a delivery, and who may change them when. All by the database's clock, each one statement.

A sender holds a delivery by a token and a lease. What it may do without the lease is nothing: every statement here
filters on the token. `handed_at` divides what is known from what is not: before it, the mail cannot have gone out.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.db.models import Case, F, PositiveSmallIntegerField, Value, When
from django.db.models.functions import Now

from notifications.models import Delivery
from notifications.statuses import State

LEASE = timedelta(seconds=120)
LONGEST_TRYING = timedelta(hours=72)
LONGEST_PAUSE = timedelta(minutes=60)
UNCERTAIN_PAUSE = timedelta(minutes=15)


class LeaseLost(Exception):
    """Somebody else may be sending this delivery by now, so we must not."""


def claim(pk: int) -> Delivery | None:
    """Take the delivery for LEASE if it is due; None when it is not, or when somebody else was first."""
    token = uuid.uuid4()
    again = Case(When(state=State.UNCERTAIN, then=1), default=0, output_field=PositiveSmallIntegerField())
    hit = Delivery.objects.due().filter(pk=pk).update(
        state=State.SENDING, token=token, lease_until=Now() + LEASE, handed_at=None, attempts=F("attempts") + 1,
        resends=F("resends") + again,
    )  # fmt: skip
    if not hit:
        return None
    return Delivery.objects.select_related("event", "recipient").filter(pk=pk, token=token).first()


def hand_over(delivery: Delivery) -> None:
    """Say that the mail server is about to get it, and renew the lease. Raises LeaseLost."""
    hit = Delivery.objects.filter(pk=delivery.pk, token=delivery.token, state=State.SENDING).update(
        handed_at=Now(), lease_until=Now() + LEASE
    )
    if not hit:
        raise LeaseLost


def accept(delivery: Delivery) -> bool:
    """The channel took it."""
    return _settle(delivery, state=State.ACCEPTED, settled_at=Now(), last_error="")


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
    """It may have gone out: send it once more after a quarter of an hour, with the same Message-ID, and count that."""
    return _settle(delivery, **_again(State.UNCERTAIN, UNCERTAIN_PAUSE), last_error=str(error))


def release_stuck() -> int:
    """Let go of deliveries whose sender did not come back in time; gives how many.

    The token stays, so that a sender that was only slow can still tell how it went, until another one takes over.
    """
    stuck = Delivery.objects.filter(state=State.SENDING, lease_until__lt=Now())
    lost = stuck.filter(handed_at__isnull=False).update(
        **_again(State.UNCERTAIN, UNCERTAIN_PAUSE), lease_until=None, last_error="The sender did not come back."
    )
    return lost + stuck.filter(handed_at__isnull=True).update(**_again(State.PENDING, timedelta(0)), lease_until=None)


def _again(state: State, pause: timedelta) -> dict[str, Any]:
    too_old = When(created_at__lte=Now() - LONGEST_TRYING, then=Value(State.FAILED))
    return {
        "state": Case(too_old, default=Value(state)),
        "settled_at": Case(When(created_at__lte=Now() - LONGEST_TRYING, then=Now())),
        "next_attempt_at": Now() + pause,
        "offered_until": None,
    }


def _settle(delivery: Delivery, **changes: Any) -> bool:
    """Write how it went, if the delivery is still ours or waits in doubt because of us; else False."""
    mine = Delivery.objects.filter(pk=delivery.pk, token=delivery.token, state__in=(State.SENDING, State.UNCERTAIN))
    return bool(mine.update(token=None, lease_until=None, **changes))
