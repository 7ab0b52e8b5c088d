"""The feasibility file of an idea: scores with reasons, and the weights that counted when it was scored."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.answer_statuses import Criterion
from ideas.models.idea import Idea

HEAVIEST = 10
SCORES = range(1, 6)


def _weight(label: Any) -> Any:
    return models.PositiveSmallIntegerField(label, default=1, validators=[MaxValueValidator(HEAVIEST)])


class Weights(models.Model):
    """How heavy each criterion counts. A row never changes: new weights are a new row, the newest one counts."""

    effect = _weight(Criterion.EFFECT.label)
    feasibility = _weight(Criterion.FEASIBILITY.label)
    cost = _weight(Criterion.COST.label)
    support = _weight(Criterion.SUPPORT.label)
    privacy = _weight(Criterion.PRIVACY.label)
    reason = models.TextField(_("reden"))
    since = models.DateTimeField(_("sinds"), default=timezone.now)

    class Meta:
        verbose_name = _("wegingsfactoren")
        verbose_name_plural = _("wegingsfactoren")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effect__gt=0)
                | models.Q(feasibility__gt=0)
                | models.Q(cost__gt=0)
                | models.Q(support__gt=0)
                | models.Q(privacy__gt=0),
                name="weights_weigh_something",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(f"{Criterion(name).label} {weight}" for name, weight in self.by_name().items())

    def by_name(self) -> dict[str, int]:
        """Each criterion with its weight."""
        return {name: getattr(self, name) for name in Criterion.values}


class Weighing(models.Model):
    """The scores of one idea. `actions.weigh` is its door. What is published does not change."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="weighing")
    weights = models.ForeignKey(Weights, models.PROTECT, related_name="+")
    scores = models.JSONField(help_text="Of each criterion 1 to 5.")
    reasons = models.JSONField(help_text="Of each criterion why.")
    total = models.DecimalField(_("uitkomst"), max_digits=2, decimal_places=1)
    support_then = models.PositiveIntegerField(help_text="How many people supported the idea when it was scored.")
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="weighings")
    scored_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("afweging")
        verbose_name_plural = _("afwegingen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total__gte=Decimal(1)) & models.Q(total__lte=Decimal(5)),
                name="weighing_is_one_to_five",
            )
        ]

    def __str__(self) -> str:
        return f"{self.idea} {self.total}"

    def rows(self) -> list[tuple[str, int, int, str]]:
        """Each criterion in words, with its score, its weight and the reason."""
        weights = self.weights.by_name()
        return [(str(one.label), self.scores[one], weights[one], self.reasons[one]) for one in Criterion]
