"""The whole way from event to mail in this very process, without a broker: what each of our clocks does."""

import logging
import math
import threading
import time

from django.db import close_old_connections, connections

from notifications.fanout import fan_out_waiting
from notifications.leases import release_stuck
from notifications.models import Delivery
from notifications.pushing import push_waiting
from notifications.sending import send_waiting

log = logging.getLogger(__name__)

#: Seconds to wait when mail is due and the pace of mail does not allow it yet.
BREATH = 0.5


def drain_once(stop: threading.Event | None = None) -> int:
    """Fan out, let go of what is stuck, and send a batch of mails and one of pushes; gives how many were worked on.

    `stop` ends it between two mails; those that are left stay due.
    """
    return fan_out_waiting() + release_stuck() + send_waiting(stop) + push_waiting(stop)


def drain_all(stop: threading.Event | None = None, *, seconds: float = math.inf) -> None:
    """Drain until nothing is due any more, `stop` is set, or `seconds` have passed."""
    stop = stop or threading.Event()
    until = time.monotonic() + seconds
    while not stop.is_set() and time.monotonic() < until:
        if drain_once(stop):
            continue
        if not Delivery.objects.due().exists():
            return
        stop.wait(BREATH)


def drain_until(stop: threading.Event, *, pause: float) -> None:
    """Drain again and again until `stop` is set, resting `pause` seconds whenever nothing was left to do.

    An error, such as a database that is away, is logged and tried again after the rest.
    """
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                drain_all(stop)
            except Exception:
                log.exception("Draining failed; the next try is in %s seconds.", pause)
            finally:
                close_old_connections()
            stop.wait(pause)
    finally:
        connections.close_all()
