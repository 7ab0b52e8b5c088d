"""Messages that have had their time go: what is in the inbox, that a mail went out, and that it came back; devices too.

`participation/terms.py` says how long, and docs/privacy.md promises it.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from notifications.expiring import old_troubles, silent_devices
from notifications.models import Delivery
from participation import terms
from participation.batches import in_lots, remove_rows
from participation.destruction import note
from participation.keeping import all_last


def tidy_messages() -> dict[str, int]:
    """Remove the messages that have had their time, and give how many. Safe to run twice, also at once."""
    now, lasts = timezone.now(), all_last()
    messages = lasts[terms.MESSAGES]
    return {
        "messages": in_lots(partial(_remove_lot, now - messages)),
        "troubles": remove_rows(old_troubles(now, messages)),
        "devices": remove_rows(silent_devices(now, lasts[terms.DEVICES])),
    }


@transaction.atomic(durable=True)
def _remove_lot(before: datetime, at_most: int) -> int:
    """Look at the oldest rows only: they were made in the order of their keys, so no index on the moment is needed."""
    oldest = Delivery.objects.order_by("pk").select_for_update(skip_locked=True).values_list("pk", "created_at")
    gone = [pk for pk, made in oldest[:at_most] if made < before]
    Delivery.objects.filter(pk__in=gone).delete()
    note(Delivery._meta.label_lower, len(gone))
    return len(gone)
