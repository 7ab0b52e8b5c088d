"""Browsers that show news by themselves."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from participation.models import User

#: Of the longest address that a push service is known to give, more than twice.
LONGEST_ENDPOINT = 1000


class PushDeviceQuerySet(models.QuerySet["PushDevice"]):
    """Reads; each composes."""

    def of(self, person: User) -> "PushDeviceQuerySet":
        """Those of `person`, the one that was used last on top."""
        return self.filter(person=person).order_by("-used_at", "-pk")


class PushDevice(models.Model):
    """A browser of a person that takes news by web push. Its doors are in `notifications.actions`.

    It outlives the session in which it was added, because news may come weeks later, and goes when its owner signs out.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=LONGEST_ENDPOINT, unique=True, help_text="Where its service takes news.")
    p256dh = models.CharField(max_length=88, help_text="Its public key, with which news is encrypted for it alone.")
    auth = models.CharField(max_length=24, help_text="The secret that it shares with us.")
    name = models.CharField(_("naam"), max_length=60)
    session_key = models.CharField(max_length=40, help_text="Of the session in which it was seen last.")
    made_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(db_default=Now(), help_text="It took news, or its owner came by; to a day.")

    objects = PushDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("apparaat")
        verbose_name_plural = _("apparaten")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(endpoint__startswith="https://"), name="pushdevice_endpoint_is_encrypted"
            )
        ]

    def __str__(self) -> str:
        return self.name
