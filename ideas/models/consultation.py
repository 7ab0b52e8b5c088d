"""One question to one organisation about an idea. It moves the idea nowhere: the municipality goes on meanwhile."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.statuses import ENDED, WAITING_DAYS, Visibility
from participation.models import Organisation

CONSULTATION_DAYS = WAITING_DAYS
#: After so many days an organisation that is silent is reminded, once: half of the time is left then.
REMINDED_AFTER_DAYS = CONSULTATION_DAYS // 2
CONSULTATION_SALT = "ideas.consultation"
LONGEST_QUESTION, LONGEST_ANSWER = 1_000, 4_000


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Reads of consultations."""

    def open(self) -> "ConsultationQuerySet":
        """Those that can still be answered. For one: `Consultation.is_open`."""
        since = timezone.now() - timedelta(days=CONSULTATION_DAYS)
        return self.filter(answered_at__isnull=True, asked_at__gte=since, idea__visibility=Visibility.PUBLIC)

    def to_remind(self, now: datetime) -> "ConsultationQuerySet":
        """Open ones to which nobody reacted for so long that the organisation should hear of it again."""
        silent_since = now - timedelta(days=REMINDED_AFTER_DAYS)
        return self.open().of_use().filter(reminded_at=None, asked_at__lte=silent_since)

    def to_give_up(self, now: datetime) -> "ConsultationQuerySet":
        """Those of which the time is over without an answer, and nobody was told that yet."""
        over = now - timedelta(days=CONSULTATION_DAYS)
        return self.of_use().filter(answered_at=None, given_up_at=None, asked_at__lt=over)

    def of_use(self) -> "ConsultationQuerySet":
        """Those about ideas that go on: nobody waits for an answer about another one."""
        return self.exclude(idea__status__in=ENDED)

    def published(self) -> "ConsultationQuerySet":
        """Those whose answer everybody reads, in the order in which they were asked."""
        return self.filter(published_at__isnull=False).select_related("organisation").order_by("asked_at", "pk")


def was_consulted() -> models.Exists:
    """Whether any organisation was asked about an idea, for `annotate()`."""
    return models.Exists(Consultation.objects.filter(idea=models.OuterRef("pk")))


class Consultation(models.Model):
    """A question to an organisation, and its answer. `ideas.actions.consult` alone changes it; events say who did."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="consultations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="consultations")
    question = models.TextField(_("vraag"), max_length=LONGEST_QUESTION)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("antwoord"), max_length=LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True, help_text="When who asked was told that no answer came.")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag aan een organisatie")
        verbose_name_plural = _("vragen aan organisaties")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | models.Q(answered_at__isnull=False) & ~models.Q(answer=""),
                name="consultation_answered_has_an_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | models.Q(answered_at__isnull=False),
                name="consultation_published_was_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea} · {self.organisation}"

    def get_absolute_url(self) -> str:
        """The page on which it is answered. Whoever holds the link may, until it expires."""
        return reverse("ideas:consultation", args=[signing.dumps(self.pk, salt=CONSULTATION_SALT)])

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered: one rule for the mail, the page and the action."""
        waits = self.answered_at is None and self.idea.visibility == Visibility.PUBLIC
        return waits and timezone.now() <= self.expires_at

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + timedelta(days=CONSULTATION_DAYS)
