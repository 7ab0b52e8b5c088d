"""What pages show on every visit and what hardly ever changes: held by each process for some seconds."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

KEPT_FOR = 5.0  # Seconds: so long a process may not know of what was changed by another one.

T = TypeVar("T")


class Keeper(Generic[T]):
    """Holds what `read` gave, and reads it again when it is some seconds old."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Read anew the next time: for whoever has just changed it, and for tests."""
        self._written: T | None = None
        self._until = 0.0

    def written(self) -> T:
        """All of it, at most KEPT_FOR seconds old. One statement now and then."""
        known = self._written
        if known is not None and time.monotonic() < self._until:
            return known
        # Who comes while another thread reads goes on with what there is.
        if not self._lock.acquire(blocking=known is None) and known is not None:
            return known
        try:
            self._until = time.monotonic() + KEPT_FOR
            self._written = known = self._read()
        finally:
            self._lock.release()
        return known
