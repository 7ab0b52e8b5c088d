"""The tables of this room, a file for each subject."""

from notifications.models.choices import Preference, QuietHours
from notifications.models.delivery import Delivery, DeliveryQuerySet
from notifications.models.device import PushDevice
from notifications.models.trouble import MailTrouble

__all__ = ["Delivery", "DeliveryQuerySet", "MailTrouble", "Preference", "PushDevice", "QuietHours"]
