"""Celery's way in. Its messages say no more than that it is time to look."""

import logging
import threading
from typing import Any

from celery import shared_task
from celery.signals import worker_init, worker_shutting_down
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from notifications.draining import drain_all, drain_until
from notifications.returns import read_maildir
from notifications.tidying import tidy_messages

log = logging.getLogger(__name__)

OWN_PAUSE = 10.0

#: Seconds after which a worker looks at its other tasks, though mail is still due: the next heartbeat goes on.
TURN = 10.0

_stop = threading.Event()


@shared_task(time_limit=300)  # A mail server that answers slowly must not get its sender killed.
def heartbeat() -> None:
    """Tell what happened and send what is due, for one turn. As many workers as are free do so side by side."""
    drain_all(seconds=TURN)


@shared_task
def read_bounces() -> None:
    """Read what came back, when there is a mailbox for that."""
    if settings.BOUNCE_MAILDIR:
        read_maildir(settings.BOUNCE_MAILDIR)


@shared_task
def tidy() -> None:
    """Remove the messages that have had their time."""
    log.info("Removed: %s", tidy_messages())


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
