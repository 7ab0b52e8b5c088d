"""What was decided on the responses of a phase, what of them is public, and who objected."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from challenges.models.phase import Phase
from challenges.models.response import Submission
from challenges.statuses import ObjectionStatus, Outcome


class Determination(models.Model):
    """What the owner decides on a phase: prepared first, then sent to everybody at once and never changed."""

    phase = models.OneToOneField(Phase, models.PROTECT, related_name="determination")
    reasons = models.TextField(_("waarom dit besluit"), blank=True)
    departs = models.BooleanField(_("wijkt af van de jury"), default=False)
    departs_because = models.TextField(_("waarom wijkt dit af"), blank=True)
    ranking = models.JSONField(default=list, help_text="As it was when the decision was sent.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    object_before = models.DateField(_("bezwaar maken kan tot en met"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("besluit")
        verbose_name_plural = _("besluiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(reasons="") & Q(decided_by__isnull=False),
                name="determination_sent_has_reasons",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(departs=False) | ~Q(departs_because=""),
                name="determination_that_departs_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase_id}"


class Verdict(models.Model):
    """What a determination says of one response, and the letter about it as its makers got it."""

    determination = models.ForeignKey(Determination, models.CASCADE, related_name="verdicts")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="verdicts")
    outcome = models.CharField(_("uitkomst"), max_length=8, choices=Outcome, blank=True)
    reason = models.TextField(_("reden"), blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.DecimalField(max_digits=6, decimal_places=4, null=True, blank=True)
    letter = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["determination", "submission"], name="verdict_is_unique")]

    def __str__(self) -> str:
        return f"{self.determination_id} · {self.submission_id}"


class Publication(models.Model):
    """What everybody may read of a response after the decision, with the consent of its makers or because it won."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="publication")
    organisation_name = models.CharField(max_length=120)
    is_winner = models.BooleanField(default=False)
    answers = models.JSONField(default=list, help_text="Of the fields that are not confidential: [label, answer].")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-is_winner", "organisation_name"]

    def __str__(self) -> str:
        return self.organisation_name


class Objection(models.Model):
    """That the makers of a response object to the decision, and what came of it."""

    verdict = models.OneToOneField(Verdict, models.PROTECT, related_name="objection")
    text = models.TextField(_("waarom bent u het niet eens met het besluit"), max_length=10_000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(_("status"), max_length=9, choices=ObjectionStatus, default=ObjectionStatus.RECEIVED)
    answer = models.TextField(_("antwoord"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bezwaar")
        verbose_name_plural = _("bezwaren")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ObjectionStatus.RECEIVED) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="objection_ended_has_an_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict_id}"
