"""Addresses that take no mail."""

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from notifications.statuses import Trouble


class MailTroubleQuerySet(models.QuerySet["MailTrouble"]):
    """Reads; each composes."""

    def of(self, address: str) -> "MailTroubleQuerySet":
        return self.filter(address=address.lower())

    def blocking(self) -> "MailTroubleQuerySet":
        """Those that keep mail from being sent."""
        return self.filter(is_blocked=True)


class MailTrouble(models.Model):
    """What came back from an address. `notifications.actions.note_trouble()` and `trust_address()` are its doors."""

    address = models.EmailField(_("adres"), unique=True, help_text="In lower case.")
    kind = models.CharField(_("soort"), max_length=10, choices=Trouble)
    times = models.PositiveSmallIntegerField(_("keren"), default=1, help_text="Mails in a row that came back.")
    is_blocked = models.BooleanField(_("krijgt geen mail"), default=False)
    told = models.CharField(_("wat de mailserver zei"), max_length=300, blank=True)
    last_letter = models.UUIDField(null=True, blank=True, help_text="The same mail is not counted twice.")
    first_at = models.DateTimeField(_("eerste keer"), db_default=Now())
    last_at = models.DateTimeField(_("laatste keer"), db_default=Now())

    objects = MailTroubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("adres met problemen")
        verbose_name_plural = _("adressen met problemen")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address=Lower("address")), name="trouble_address_is_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.kind}"
