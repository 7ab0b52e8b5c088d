"""The whole way from event to mail in this very process, without a broker: what each of our own clocks does."""

import logging
import threading

from django.db import close_old_connections, connections

from notifications.fanout import fan_out_waiting
from notifications.leases import release_stuck
from notifications.sending import claim_waiting, send

log = logging.getLogger(__name__)


def drain_once(stop: threading.Event | None = None) -> int:
    """Fan out, let go of what is stuck, and send what is due; gives how many rows were worked on.

    `stop` ends it between two deliveries; those that are left are offered again.
    """
    done = fan_out_waiting() + release_stuck()
    for pk in claim_waiting():
        if stop is not None and stop.is_set():
            break
        send(pk)
        done += 1
    return done


def drain_all(stop: threading.Event | None = None) -> None:
    """Drain until nothing is due any more, or `stop` is set."""
    while drain_once(stop) and not (stop is not None and stop.is_set()):
        pass


def drain_until(stop: threading.Event, *, pause: float) -> None:
    """Drain again and again until `stop` is set, resting `pause` seconds whenever nothing was left to do.

    An error, such as a database that is away, is logged and tried again after the rest.
    """
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                done = drain_once(stop)
            except Exception:
                log.exception("Draining failed; the next try is in %s seconds.", pause)
                done = 0
            finally:
                close_old_connections()
            if not done:
                stop.wait(pause)
    finally:
        connections.close_all()
