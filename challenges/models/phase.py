"""The phases of a challenge, with the form and the criteria of each."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from challenges.models.challenge import Challenge
from challenges.statuses import UPLOAD_GRACE, ChallengeStatus, FieldKind

MOST_WEIGHT = 100


class PhaseQuerySet(models.QuerySet["Phase"]):
    """Reads of phases."""

    def current(self) -> "PhaseQuerySet":
        """The phase that each challenge is in."""
        return self.filter(number=models.F("challenge__phase_number"))

    def past_closing(self) -> "PhaseQuerySet":
        """The phase of an open challenge whose time is up, by the database's clock."""
        return self.current().filter(challenge__status=ChallengeStatus.OPEN, closes_at__lte=Now()).order_by("pk")

    def awaiting_hashes(self) -> "PhaseQuerySet":
        """The phase of a closed challenge to which no file can come any more, and of which no hashes were published."""
        over = {"challenge__status": ChallengeStatus.CLOSED, "closes_at__lte": Now() - UPLOAD_GRACE}
        return self.current().filter(hashes__isnull=True, **over).order_by("pk")

    def opened(self) -> "PhaseQuerySet":
        """Those of which two people opened what came in."""
        return self.filter(unsealed_at__isnull=False)

    def judged(self) -> "PhaseQuerySet":
        """Those that a jury reads now, and those on which was decided."""
        is_read = models.Q(number=models.F("challenge__phase_number"), challenge__status=ChallengeStatus.IN_REVIEW)
        return self.opened().filter(is_read | models.Q(determination__sent_at__isnull=False))


class Phase(models.Model):
    """One round of answering and judging: its own dates, form and criteria. `closes_at` is too late already."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField(_("ronde"), default=1)
    title = models.CharField(_("naam"), max_length=80)
    explanation = models.TextField(_("uitleg"), blank=True)
    opens_at = models.DateTimeField(_("opent op"))
    closes_at = models.DateTimeField(_("sluit op"))
    is_blind = models.BooleanField(
        _("zonder namen lezen"), default=False, help_text=_("De jury ziet eerst niet wie de inzending maakte.")
    )
    min_readers = models.PositiveSmallIntegerField(_("juryleden per inzending"), default=2)
    unsealed_at = models.DateTimeField(null=True, blank=True, help_text="When two people had opened the responses.")
    hashes = models.JSONField(null=True, blank=True, help_text="What was received, as published at closing.")

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("ronde")
        verbose_name_plural = _("rondes")
        ordering = ["challenge", "number"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "number"], name="phase_number_is_unique"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="phase_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(unsealed_at__isnull=True) | models.Q(unsealed_at__gte=models.F("closes_at")),
                name="phase_is_unsealed_after_closing",
            ),
            models.CheckConstraint(condition=models.Q(min_readers__range=(1, 20)), name="phase_readers_are_sane"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open_at(self, moment: datetime) -> bool:
        """Whether a response may come in at `moment`: one second too late is too late."""
        return self.opens_at <= moment < self.closes_at

    @property
    def uploads_end_at(self) -> datetime:
        """Until when a file may come in whose upload began before closing."""
        return self.closes_at + UPLOAD_GRACE


class FormField(models.Model):
    """One question of the form of a phase. It cannot change once the challenge was approved."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="fields")
    number = models.PositiveSmallIntegerField(_("volgorde"))
    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True, help_text="Names the answer in responses.")
    label = models.CharField(_("vraag"), max_length=200)
    help = models.TextField(_("uitleg"), blank=True)
    kind = models.CharField(_("soort"), max_length=12, choices=FieldKind, default=FieldKind.TEXT)
    is_required = models.BooleanField(_("verplicht"), default=True)
    is_confidential = models.BooleanField(
        _("vertrouwelijk"), default=True, help_text=_("Wordt nooit openbaar, ook niet na het besluit.")
    )
    is_identifying = models.BooleanField(
        _("laat zien wie het is"), default=False, help_text=_("Bij lezen zonder namen ziet de jury dit niet.")
    )
    longest = models.PositiveIntegerField(_("hoogste aantal tekens"), default=2_000)
    choices = ArrayField(models.CharField(max_length=120), verbose_name=_("keuzes"), default=list, blank=True)

    class Meta:
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")
        ordering = ["phase", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "number"], name="form_field_number_is_unique", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=FieldKind.CHOICE) | models.Q(choices__len__gte=2),
                name="form_field_choice_has_choices",
            ),
            models.CheckConstraint(condition=models.Q(longest__range=(1, 20_000)), name="form_field_length_is_sane"),
        ]

    def __str__(self) -> str:
        return self.label


class Criterion(models.Model):
    """What the jury scores from 0 to 5 in a phase, and how much it weighs. It cannot change once approved."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField(_("volgorde"))
    title = models.CharField(_("criterium"), max_length=120)
    explanation = models.TextField(_("waar let de jury op"), blank=True)
    weight = models.PositiveSmallIntegerField(_("gewicht"))

    class Meta:
        verbose_name = _("criterium")
        verbose_name_plural = _("criteria")
        ordering = ["phase", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "number"], name="criterion_number_is_unique", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(weight__range=(1, MOST_WEIGHT)), name="criterion_weight_is_sane"),
        ]

    def __str__(self) -> str:
        return self.title
