"""Removing many rows while the site is in use: some at a time, each lot in a transaction of its own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from participation.destruction import note

AT_ONCE = 500
MOST_LOTS = 100  # A task of the clock may take two minutes; what is left after these is for the next day.


def in_lots(remove: Callable[[int], int]) -> int:
    """Call `remove(at_most)`, which gives how many it removed, until nothing is left; gives how many in all."""
    removed = 0
    for _ in range(MOST_LOTS):
        lot = remove(AT_ONCE)
        removed += lot
        if lot < AT_ONCE:
            break
    return removed


def remove_rows(rows: QuerySet[Any]) -> int:
    """Delete `rows`, in lots, and count them as destroyed; gives how many.

    A row that somebody is changing is left, so two may do this at once. `rows` may look at other tables by `Exists`,
    not by a join: each row is locked.
    """
    return in_lots(partial(_remove_lot, rows))


@transaction.atomic(durable=True)
def _remove_lot(rows: QuerySet[Any], at_most: int) -> int:
    locked = list(rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:at_most])
    _, counts = rows.filter(pk__in=locked).delete()  # Once more `rows`: what points to them may have come meanwhile.
    for label, count in counts.items():
        note(label.lower(), count)
    return len(locked)
