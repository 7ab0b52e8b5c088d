"""Who is told what, and how it went."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from notifications.statuses import WAITING, Channel, Frequency, Group, State
from participation.models import Event, User


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reads; each composes."""

    def inbox_of(self, person: User) -> "DeliveryQuerySet":
        """What `person` finds in the inbox, newest first."""
        return self.filter(recipient=person, channel=Channel.INBOX).order_by("-pk")

    def unread(self) -> "DeliveryQuerySet":
        return self.filter(read_at__isnull=True)

    def due(self) -> "DeliveryQuerySet":
        """What may be sent now, by the database's clock."""
        return self.filter(state__in=WAITING, next_attempt_at__lte=Now())


class Delivery(models.Model):
    """One event for one person by one channel.

    Rows are made by `fanout`; `leases`, and `outbox.retry_failed()` for the administrator, alone change their state.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries", verbose_name=_("gebeurtenis"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("ontvanger"),
    )
    address = models.EmailField(_("adres"), blank=True, help_text="Of somebody who has no account; blank otherwise.")
    channel = models.CharField(_("kanaal"), max_length=8, choices=Channel)
    route = models.CharField(_("reden"), max_length=40, help_text="Name of the audience: why they are told.")
    group = models.CharField(_("onderwerp"), max_length=10, choices=Group)
    bulk = models.BooleanField(default=False, help_text="Goes to many, so other mail goes first.")

    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    resends = models.PositiveSmallIntegerField(
        _("opnieuw zonder zekerheid"), default=0, help_text="Sent again without knowing whether the last mail went out."
    )
    next_attempt_at = models.DateTimeField(_("volgende poging"), db_default=Now())
    token = models.UUIDField(null=True, blank=True, help_text="Of the sender that holds the lease, or held it last.")
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True, help_text="From here on the mail server may have it.")
    last_error = models.TextField(_("laatste fout"), blank=True)
    created_at = models.DateTimeField(_("gemaakt"), db_default=Now())
    settled_at = models.DateTimeField(_("klaar"), null=True, blank=True)
    read_at = models.DateTimeField(_("gelezen"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "channel"],
                condition=models.Q(recipient__isnull=False),
                name="delivery_is_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["event", "address", "channel"],
                condition=models.Q(recipient__isnull=True),
                name="delivery_is_once_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False, address="")
                | (models.Q(recipient__isnull=True) & ~models.Q(address="")),
                name="delivery_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.SENDING) | models.Q(token__isnull=False, lease_until__isnull=False),
                name="delivery_sending_has_a_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bulk", "next_attempt_at"], name="delivery_due", condition=models.Q(state__in=WAITING)
            ),
            models.Index(
                fields=["state", "created_at"], name="delivery_not_accepted", condition=~models.Q(state=State.ACCEPTED)
            ),
            models.Index(
                fields=["-id"],
                name="delivery_in_doubt",
                condition=models.Q(state=State.UNCERTAIN) | models.Q(resends__gt=0),
            ),
            models.Index(fields=["lease_until"], name="delivery_leased", condition=models.Q(state=State.SENDING)),
            models.Index(fields=["recipient", "-id"], name="delivery_inbox", condition=models.Q(channel=Channel.INBOX)),
            models.Index(
                fields=["recipient"],
                name="delivery_unread",
                condition=models.Q(channel=Channel.INBOX, read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.channel} {self.state}"


class Preference(models.Model):
    """What a person chose for a group of news. `notifications.actions.set_preference()` is its only door."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    group = models.CharField(_("onderwerp"), max_length=10, choices=Group)
    channel = models.CharField(_("kanaal"), max_length=8, choices=Channel)
    frequency = models.CharField(_("hoe vaak"), max_length=8, choices=Frequency)

    class Meta:
        verbose_name = _("voorkeur")
        verbose_name_plural = _("voorkeuren")
        constraints = [
            models.UniqueConstraint(fields=["person", "group", "channel"], name="preference_is_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.channel}: {self.frequency}"
