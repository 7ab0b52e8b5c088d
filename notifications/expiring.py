"""Which messages and devices have had their time, by the terms of `participation.terms`."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from notifications.models import Delivery, MailTrouble, PushDevice
from participation import terms
from participation.keeping import register


def old_messages(now: datetime, term: timedelta) -> QuerySet[Delivery]:
    """Messages made longer ago than `term`."""
    return Delivery.objects.filter(created_at__lt=now - term)


def old_troubles(now: datetime, term: timedelta) -> QuerySet[MailTrouble]:
    """Addresses from which mail last came back longer ago than `term`."""
    return MailTrouble.objects.filter(last_at__lt=now - term)


def silent_devices(now: datetime, term: timedelta) -> QuerySet[PushDevice]:
    """Devices that took nothing for `term`."""
    return PushDevice.objects.filter(used_at__lt=now - term)


register(terms.MESSAGES, old_messages)
register(terms.DEVICES, silent_devices)
