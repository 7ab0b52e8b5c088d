"""Messages that have had their time go: what is in the inbox, that a mail went out, and that it came back; devices too.

`participation/terms.py` says how long, and docs/privacy.md promises it.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from notifications.models import Delivery, MailTrouble, PushDevice
from participation import terms
from participation.batches import in_lots, remove_rows
from participation.destruction import note

MESSAGES = terms.MESSAGES.lasts()
DEVICES = terms.DEVICES.lasts()


def tidy_messages() -> dict[str, int]:
    """Remove the messages that have had their time, and give how many. Safe to run twice, also at once."""
    now = timezone.now()
    before = now - MESSAGES
    return {
        "messages": in_lots(partial(_remove_lot, before)),
        "troubles": remove_rows(MailTrouble.objects.filter(last_at__lt=before)),
        "devices": remove_rows(PushDevice.objects.filter(used_at__lt=now - DEVICES)),
    }


@transaction.atomic(durable=True)
def _remove_lot(before: datetime, at_most: int) -> int:
    """Look at the oldest rows only: they were made in the order of their keys, so no index on the moment is needed."""
    oldest = Delivery.objects.order_by("pk").select_for_update(skip_locked=True).values_list("pk", "created_at")
    gone = [pk for pk, made in oldest[:at_most] if made < before]
    Delivery.objects.filter(pk__in=gone).delete()
    note(Delivery._meta.label_lower, len(gone))
    return len(gone)
