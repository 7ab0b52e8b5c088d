"""Celery's way in. Messages are hints: lose them all, and the next heartbeat gives them again."""

import logging
import threading
from typing import Any

from celery import shared_task
from celery.signals import worker_init, worker_shutting_down
from django.db import DEFAULT_DB_ALIAS, connections
from kombu.exceptions import OperationalError

from notifications.draining import drain_until
from notifications.fanout import fan_out_waiting
from notifications.leases import release_stuck
from notifications.sending import claim_waiting, send

log = logging.getLogger(__name__)

OWN_PAUSE = 10.0

_stop = threading.Event()


@shared_task
def heartbeat() -> None:
    """Fan out what waits, let go of what is stuck, and hint at what is due."""
    fan_out_waiting()
    release_stuck()
    for pk in claim_waiting():
        try:
            send_delivery.delay(pk)
        except OperationalError as error:
            log.warning("The broker is away (%s); deliveries are offered again in a minute.", error)
            return


@shared_task
def send_delivery(pk: int) -> None:
    """Send one delivery, unless that happened already."""
    send(pk)


@worker_init.connect
def start_own_clock(**_: Any) -> threading.Thread:
    """Drain in this worker's own thread too, so that mail goes out while the broker is dead.

    On `worker_init` and not on `worker_ready`: a worker that never reaches its broker never gets ready.
    """
    _stop.clear()
    clock = threading.Thread(target=_own_clock, name="outbox", daemon=True)
    clock.start()
    return clock


@worker_shutting_down.connect
def stop_own_clock(**_: Any) -> None:
    """Let the thread finish the delivery at hand and end."""
    _stop.set()


def _own_clock() -> None:
    # A pool of connections would be inherited by worker processes that are forked later, so this thread has none.
    own = connections[DEFAULT_DB_ALIAS].copy()
    own.settings_dict["OPTIONS"].pop("pool", None)
    connections[DEFAULT_DB_ALIAS] = own
    if not _stop.wait(OWN_PAUSE):
        drain_until(_stop, pause=OWN_PAUSE)
