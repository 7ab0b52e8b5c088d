"""What the municipality said, and what it asked of a partner."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.answer_statuses import PartyKind
from ideas.models.idea import Idea
from ideas.status_words import label_of
from ideas.statuses import WAITING_DAYS, ReasonCode, Status, Visibility

REFERRAL_DAYS = WAITING_DAYS
REFERRAL_SALT = "ideas.referral"
CONTACT_SALT = "ideas.contact"
#: After how many days a partner who is silent hears of it again; the last one is the day before the link expires.
REMINDERS = (7, REFERRAL_DAYS - 1)


class Answer(models.Model):
    """An answer in four parts: the decision (the status it led to), the reason, the next step and a date."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="answers")
    decision = models.CharField(_("besluit"), max_length=12, choices=Status)
    reason_code = models.CharField(_("soort reden"), max_length=20, choices=ReasonCode, blank=True)
    reason = models.TextField(_("reden"))
    next_step = models.TextField(_("volgende stap"))
    date = models.DateField(_("datum"))
    official = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="answers_given")
    given_at = models.DateTimeField(_("gegeven op"), default=timezone.now)
    hard_because = models.TextField(
        _("waarom dit niet eenvoudiger kan"), blank=True, help_text="Why it was sent although it is hard to read."
    )

    class Meta:
        verbose_name = _("antwoord")
        verbose_name_plural = _("antwoorden")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision=Status.DECLINED) | ~models.Q(reason_code=""),
                name="answer_no_has_a_reason_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.idea} · {self.get_decision_display()}"

    @property
    def decision_label(self) -> str:
        """What was decided, in public words."""
        return label_of(self.decision)


class Party(models.Model):
    """An organisation outside that ideas can be handed over to. Coordinators keep the list (`actions.party`)."""

    name = models.CharField(_("naam"), max_length=120, unique=True)
    kind = models.CharField(_("soort"), max_length=12, choices=PartyKind)
    email = models.EmailField(_("e-mailadres"), blank=True)
    url = models.URLField(_("webadres"), blank=True)
    is_active = models.BooleanField(_("te kiezen"), default=True)

    class Meta:
        verbose_name = _("organisatie buiten")
        verbose_name_plural = _("organisaties buiten")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(email="") | ~models.Q(url=""), name="party_can_be_reached")
        ]

    def __str__(self) -> str:
        return self.name


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reads of referrals."""

    def waiting(self) -> "ReferralQuerySet":
        """Nobody answered yet, and the idea still waits for it in public."""
        waits = {"idea__status": Status.REFERRED, "idea__visibility": Visibility.PUBLIC}
        return self.filter(answered_at__isnull=True, **waits)


class Referral(models.Model):
    """A question to somebody outside, who answers by a signed link without an account."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="referrals")
    partner = models.CharField(_("partner"), max_length=120)
    email = models.EmailField(_("e-mailadres van de partner"))
    message = models.TextField(_("vraag aan de partner"))
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("antwoord"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="referrals", verbose_name=_("uit de lijst")
    )
    outside_number = models.CharField(_("nummer bij de partner"), max_length=60, blank=True)
    was_returned = models.BooleanField(_("teruggegeven"), default=False)
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How many of `REMINDERS` went out.")
    wants_contact = models.BooleanField(
        default=False, help_text="Whether the author was asked to share name and address with the partner."
    )
    contact_shared_at = models.DateTimeField(null=True, blank=True, help_text="When the author said yes to that.")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("doorverwijzing")
        verbose_name_plural = _("doorverwijzingen")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.idea} · {self.partner}"

    def get_absolute_url(self) -> str:
        """The partner's own page. Whoever holds the link may answer, until it expires."""
        return reverse("ideas:referral", args=[signing.dumps(self.pk, salt=REFERRAL_SALT)])

    @property
    def is_open(self) -> bool:
        """Whether the partner may still read and answer: one rule for the mail, the page and the action."""
        waits = self.idea.status == Status.REFERRED and self.idea.visibility == Visibility.PUBLIC
        return waits and self.answered_at is None and timezone.now() <= self.expires_at

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + timedelta(days=REFERRAL_DAYS)

    @property
    def was_withdrawn(self) -> bool:
        """Whether the municipality went on without the partner's answer."""
        return self.answered_at is None and self.idea.status != Status.REFERRED

    @property
    def reminders_sent(self) -> int:
        """How many reminders went out; that it expired is told too, and is no reminder."""
        return min(self.reminders, len(REMINDERS))

    def get_contact_url(self) -> str:
        """Where the author says whether the partner may have their name and address."""
        return reverse("ideas:contact", args=[signing.dumps(self.pk, salt=CONTACT_SALT)])
