"""What authors say of how their idea was handled."""

from typing import Any

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.statuses import Status, Visibility

RATING_SALT = "ideas.rating"
RATING_DAYS = 60
REOPENABLE = (Status.REALISED, Status.STOPPED, Status.DECLINED)


class RatingQuerySet(models.QuerySet["Rating"]):
    """Reads of what authors said."""

    def unhappy(self) -> "RatingQuerySet":
        """Who said no, while nobody looked at the idea again."""
        waits = {"idea__status__in": REOPENABLE, "idea__reopened": 0}
        return self.filter(is_good=False, **waits).exclude(idea__visibility=Visibility.HIDDEN).order_by("answered_at")

    def figures(self) -> models.QuerySet["Rating", Any]:
        """For each programme how many were asked, how many answered, and how many of those are satisfied."""
        return (
            self.order_by("idea__programme__name", "idea__programme")
            .values("idea__programme", "idea__programme__name")
            .annotate(
                asked=models.Count("pk"),
                answered=models.Count("pk", filter=models.Q(is_good__isnull=False)),
                good=models.Count("pk", filter=models.Q(is_good=True)),
            )
        )


class Rating(models.Model):
    """The question whether an idea was handled well: asked once, answered once. `actions.rate` is its door."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="rating")
    asked_at = models.DateTimeField(default=timezone.now)
    is_good = models.BooleanField(_("goed behandeld"), null=True, blank=True)
    reason = models.TextField(_("reden"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("oordeel van de indiener")
        verbose_name_plural = _("oordelen van indieners")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_good__isnull=True, answered_at__isnull=True)
                | models.Q(is_good__isnull=False, answered_at__isnull=False),
                name="rating_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(is_good=True) | models.Q(is_good__isnull=True) | ~models.Q(reason=""),
                name="rating_no_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.idea)

    def get_absolute_url(self) -> str:
        """The author's own page. Whoever holds the link may answer, once."""
        return reverse("ideas:rating", args=[signing.dumps(self.pk, salt=RATING_SALT)])
