"""What the municipality said, and what it asked of a partner."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.statuses import WAITING_DAYS, ReasonCode, Status, Visibility

REFERRAL_DAYS = WAITING_DAYS
REFERRAL_SALT = "ideas.referral"


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


class Referral(models.Model):
    """A question to somebody outside, who answers by a signed link without an account."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="referrals")
    partner = models.CharField(_("partner"), max_length=120)
    email = models.EmailField(_("e-mailadres van de partner"))
    message = models.TextField(_("vraag aan de partner"))
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("antwoord"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

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
