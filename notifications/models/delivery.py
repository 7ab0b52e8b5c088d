"""Who is told what, and how it went."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from notifications.statuses import WAITING, Channel, Group, State
from participation.models import Event, User


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reads; each composes."""

    def inbox_of(self, person: User) -> "DeliveryQuerySet":
        """What `person` finds in the inbox, newest first."""
        return self.filter(recipient=person, channel=Channel.INBOX).order_by("-pk")

    def unread(self) -> "DeliveryQuerySet":
        return self.filter(read_at__isnull=True)

    def about(self, idea: Idea) -> "DeliveryQuerySet":
        return self.filter(event__subject_type=idea._meta.label_lower, event__subject_id=idea.pk)

    def in_letter(self, letter: uuid.UUID) -> "DeliveryQuerySet":
        """What went out in the mail with this number in its Message-ID."""
        return self.filter(models.Q(uuid=letter) | models.Q(letter=letter))

    def by(self, channel: Channel) -> "DeliveryQuerySet":
        return self.filter(channel=channel)

    def due(self) -> "DeliveryQuerySet":
        """What may be sent now, by the database's clock."""
        return self.filter(state__in=WAITING, next_attempt_at__lte=Now())


class Delivery(models.Model):
    """One event for one person by one channel.

    Rows are made by `fanout`; `claims`, `leases`, and `outbox.retry_failed()` for the administrator, alone change their
    state.
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
    digest = models.BooleanField(default=False, help_text="Goes in one mail with what is due for this person then.")
    letter = models.UUIDField(
        null=True, blank=True, help_text="Of the mail that it went in with others, once a mail server may have that."
    )

    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    resends = models.PositiveSmallIntegerField(
        _("opnieuw zonder zekerheid"), default=0, help_text="Sent again without knowing whether the last mail went out."
    )
    due_at = models.DateTimeField(_("mag weg vanaf"), db_default=Now(), help_text="By what its reader chose.")
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
                fields=["bulk", "next_attempt_at"],
                name="delivery_mail_due",
                condition=models.Q(channel=Channel.EMAIL, state__in=WAITING),
            ),
            models.Index(
                fields=["bulk", "next_attempt_at"],
                name="delivery_push_due",
                condition=models.Q(channel=Channel.PUSH, state__in=WAITING),
            ),
            models.Index(
                fields=["state", "created_at"], name="delivery_not_accepted", condition=~models.Q(state=State.ACCEPTED)
            ),
            models.Index(
                fields=["-id"],
                name="delivery_in_doubt",
                condition=models.Q(state=State.UNCERTAIN) | models.Q(resends__gt=0),
            ),
            models.Index(
                fields=["recipient", "id"],
                name="delivery_digest",
                condition=models.Q(state__in=WAITING, digest=True),
            ),
            models.Index(
                fields=["recipient", "-created_at"],
                name="delivery_mailed_apart",
                condition=models.Q(channel=Channel.EMAIL, digest=False),
            ),
            models.Index(
                fields=["recipient", "-created_at"],
                name="delivery_pushed_apart",
                condition=models.Q(channel=Channel.PUSH, digest=False),
            ),
            models.Index(fields=["letter"], name="delivery_letter", condition=models.Q(letter__isnull=False)),
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
