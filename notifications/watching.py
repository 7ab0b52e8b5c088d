"""Questions that may hang, asked so that whoever wants to know does not."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")

log = logging.getLogger(__name__)

KEPT_SECONDS = 5.0
PATIENCE_SECONDS = 2.0


class Watch(Generic[T]):
    """One question, asked in a thread of its own: once in KEPT_SECONDS, however many want to know.

    A time limit of the database is kept by the database, so only a thread can be left waiting for one that hangs.
    While it hangs it is not asked again, and who comes late does not wait.
    """

    def __init__(self, ask: Callable[[], T]) -> None:
        """`ask` gives the answer. It may use the database, and raise what it likes."""
        self.ask = ask
        self._lock = Lock()
        self._answer: Future[T] | None = None
        self._asked = 0.0

    def answer(self) -> T:
        """Give the newest answer. Raises what the question raised, TimeoutError PATIENCE_SECONDS after it was asked."""
        with self._lock:
            if self._answer is None or (self._answer.done() and monotonic() - self._asked >= KEPT_SECONDS):
                self._answer, self._asked = Future(), monotonic()
                Thread(target=self._fetch, args=[self._answer], name="watch", daemon=True).start()
            answer, patience = self._answer, self._asked + PATIENCE_SECONDS - monotonic()
        return answer.result(timeout=max(patience, 0))

    def _fetch(self, answer: Future[T]) -> None:
        try:
            answer.set_result(self.ask())
        except Exception as error:  # noqa: BLE001 it is raised again in the threads that want to know
            log.warning("%s: %s", type(error).__name__, error)
            answer.set_exception(error)
        finally:
            connections.close_all()
