"""What was learned from decisions, what it suggested, and what was chosen then."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.learning.model import Model
from ideas.learning.packing import unpack
from ideas.models.idea import Idea


class Target(models.TextChoices):
    """What is suggested for an idea."""

    PROGRAMME = "programme", _("Programma")
    THEME = "theme", _("Thema")


class Verdict(models.TextChoices):
    """Why a version was taken into use when it was learned, or not."""

    FIRST = "first", _("Beter dan steeds het meest gekozene voorstellen")
    BETTER = "better", _("Minstens zo goed als de versie daarvoor")
    WORSE = "worse", _("Niet gebruikt: de versie daarvoor is beter")
    USELESS = "useless", _("Niet gebruikt: steeds het meest gekozene voorstellen is even goed")


class LearningSettings(models.Model):
    """The one row with what coordinators decide about suggestions. Changed in `ideas.actions.learn` only."""

    threshold = models.PositiveSmallIntegerField(
        null=True, default=60, help_text="Per cent from which an idea goes on by itself; null: never."
    )
    least_decisions = models.PositiveIntegerField(default=60)
    learn_after = models.PositiveIntegerField(default=25)
    with_imported = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="learning_settings_are_one_row"),
            models.CheckConstraint(
                condition=models.Q(threshold__isnull=True) | models.Q(threshold__range=(1, 100)),
                name="learning_threshold_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.threshold} %"

    @classmethod
    def current(cls) -> "LearningSettings":
        """What holds now; before anybody chose, the defaults."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class LearnedModelQuerySet(models.QuerySet["LearnedModel"]):
    """Reads of versions."""

    def in_use(self) -> "LearnedModelQuerySet":
        return self.filter(is_in_use=True)

    def without_data(self) -> "LearnedModelQuerySet":
        """What a list shows: neither megabytes of weights nor the tables of the report."""
        return self.defer("data", "levels", "confusion")


class LearnedModel(models.Model):
    """One version of what was learned for a target, with its report. Made and put in use in `ideas.actions.learn` only.

    The figures are those of this very model on the newest decisions, which it did not learn from.
    """

    target = models.CharField(max_length=10, choices=Target)
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    is_in_use = models.BooleanField(default=False)
    verdict = models.CharField(max_length=8, choices=Verdict)

    data = models.BinaryField(help_text="Empty once so many versions came after that it cannot come back.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="In bytes, as it is stored.")
    labels = models.JSONField(help_text="Names by key, as they were.")
    learned_from = models.PositiveIntegerField()
    seconds = models.FloatField()

    tested_on = models.PositiveIntegerField()
    accuracy = models.FloatField()
    top3 = models.FloatField()
    macro_f1 = models.FloatField()
    levels = models.JSONField()
    confusion = models.JSONField()
    rival = models.JSONField(help_text="The figures, on the same decisions, of what was in use, or else of guessing.")

    objects = LearnedModelQuerySet.as_manager()

    class Meta:
        ordering = ["target", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="learned_version_is_unique"),
            models.UniqueConstraint(
                fields=["target"], condition=models.Q(is_in_use=True), name="learned_one_version_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_target_display()} {self.number}"

    def model(self) -> Model:
        """What it learned. Raises Damaged when the stored bytes are not those that were learned."""
        return unpack(bytes(self.data), self.sha256)


class Suggestion(models.Model):
    """What a version suggested for an idea, what the rules had chosen, and what people chose in the end.

    `ranking` holds at most three of {key, name, confidence, words}; `ruled` and `chosen` a {key, name}, or nothing.
    Made and completed in `ideas.actions.suggest` only; whoever changes the words empties `wording`, so that it is made
    anew.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="suggestions")
    learned = models.ForeignKey(LearnedModel, models.PROTECT, related_name="suggestions", db_index=False)
    ranking = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    wording = models.CharField(max_length=32, help_text="The idea's wording_mark: of other words it says nothing.")
    ruled = models.JSONField(null=True)
    left_open = models.BooleanField(default=False, help_text="Only the last rule fitted.")
    sent_on_at = models.DateTimeField(null=True)
    chosen = models.JSONField(null=True)
    chosen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "learned"], name="suggestion_once_per_version"),
            models.CheckConstraint(
                condition=models.Q(chosen__isnull=True) | models.Q(chosen_at__isnull=False),
                name="suggestion_chosen_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="suggestion_newest"),
            models.Index(fields=["idea"], name="suggestion_open", condition=models.Q(chosen_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.first.get('name', '-')}"

    @property
    def first(self) -> dict[str, Any]:
        """The likeliest, or nothing when none was at hand."""
        return dict(self.ranking[0]) if self.ranking else {}

    @property
    def percent(self) -> int:
        """How sure the model is of the first, rounded down: 59.9 % is not 60."""
        return int(self.first.get("confidence", 0) * 100)
