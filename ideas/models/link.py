"""That two ideas have to do with each other."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea

MOST_LINKS = 10


class IdeaLinkQuerySet(models.QuerySet["IdeaLink"]):
    """Reads of links."""

    def of(self, idea: Idea) -> "IdeaLinkQuerySet":
        """The links of an idea, from either side, with both ideas."""
        shown = [f"{side}__{name}" for side in ("first", "second") for name in ("reference", "title", "visibility")]
        either = self.filter(Q(first=idea) | Q(second=idea)).select_related("first", "second")
        return either.only("reason", "first", "second", *shown)


class IdeaLink(models.Model):
    """A link without direction: the older row is always the first. `ideas.actions.link` is its only door."""

    first = models.ForeignKey(Idea, models.CASCADE, related_name="links_to_newer")
    second = models.ForeignKey(Idea, models.CASCADE, related_name="links_to_older")
    reason = models.TextField(_("reden"))
    official = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = IdeaLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("verband")
        verbose_name_plural = _("verbanden")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="link_is_once_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="link_names_the_older_idea_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"

    def other(self, idea: Idea) -> Idea:
        """The idea at the other end."""
        return self.second if self.first_id == idea.pk else self.first
