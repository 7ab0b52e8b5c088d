"""How every web process hears at once that kept pages must go, without Redis: PostgreSQL's own LISTEN and NOTIFY.

A notification is part of the transaction that sends it, so that it comes with the change or not at all.
"""

import logging
import threading
import time

import psycopg
from django.db import connection, transaction

from participation.page_shelf import PageShelf

log = logging.getLogger(__name__)

CHANNEL = "inbreng_pages"
HEARTBEAT = 1.0  # Seconds. So often the listener proves that its connection lives ...
VOUCHED = 2.5  # ... and so long its word holds: a connection that hangs empties nobody's shelf, but stops its use.
PAUSE = 2.0


def withdraw_pages() -> None:
    """Have every web process forget its pages when this transaction commits. For what nobody may see any longer."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("withdraw_pages() belongs to the transaction of the change.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


class PageNews:
    """A thread that vouches for the shelf while it hears PostgreSQL, and empties it on every notification."""

    def __init__(self, shelf: PageShelf) -> None:
        self._shelf = shelf
        self._started = threading.Lock()

    def start(self) -> None:
        """Start listening, once in a process. Not before the first request: a forked process has no threads."""
        if self._started.acquire(blocking=False):
            threading.Thread(target=self._listen_for_ever, name="page-news", daemon=True).start()

    def _listen_for_ever(self) -> None:
        while True:
            try:
                self.listen()
            except Exception as error:  # noqa: BLE001 whatever it is: without news there is no shelf, and it is tried again
                log.warning("Pages are not kept, because PostgreSQL cannot be heard: %s", error)
            time.sleep(PAUSE)

    def listen(self) -> None:
        """Listen until the connection breaks. A connection of its own: those of the pool forget what they listen to."""
        with psycopg.connect(**connection.get_connection_params(), autocommit=True) as listening:
            listening.execute(f"LISTEN {CHANNEL}")
            self._shelf.clear()
            while True:
                listening.execute("SELECT 1")
                self._shelf.vouch(VOUCHED)
                for _ in listening.notifies(timeout=HEARTBEAT):
                    self._shelf.clear()
