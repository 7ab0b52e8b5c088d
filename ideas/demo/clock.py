"""Another time for the made-up histories: they are played through the real doors, each deed on its own day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let every action believe that it is `moment`. For a command that runs alone; the database's clock is its own."""
    real = timezone.now
    setattr(timezone, "now", lambda: moment)  # noqa: B010  (an assignment is what type checkers refuse here)
    try:
        yield
    finally:
        setattr(timezone, "now", real)  # noqa: B010  (as above)
