"""Two ideas that are probably the same, as the clock found them, and what a coordinator made of them."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.models.link import IdeaLink
from ideas.statuses import ENDED, Visibility
from participation.models import Programme

SURE = 100


class Chosen(models.TextChoices):
    """What became of two ideas that looked like one."""

    MERGED = "merged", _("Samengevoegd")
    LINKED = "linked", _("Verband gelegd")
    DIFFERENT = "different", _("Niet dubbel")


class DoubleQuerySet(models.QuerySet["IdeaDouble"]):
    """Reads of pairs."""

    def of(self, idea: Idea) -> "DoubleQuerySet":
        """Those with this idea on either side."""
        return self.filter(Q(first=idea) | Q(second=idea))

    def unsettled(self) -> "DoubleQuerySet":
        """Nothing was noted of what became of them."""
        return self.filter(chosen="")

    def linked(self) -> "DoubleQuerySet":
        """Somebody linked the two."""
        return self.filter(Exists(_links()))

    def merged(self) -> "DoubleQuerySet":
        """One went into the other, or both into a third."""
        one_way, other_way = Q(first__merged_into=F("second")), Q(second__merged_into=F("first"))
        return self.filter(one_way | other_way | Q(first__merged_into=F("second__merged_into")))

    def waiting(self) -> "DoubleQuerySet":
        """What a coordinator has to look at: both can be read and go on, and nobody chose anything yet."""
        both = {f"{side}__visibility": Visibility.PUBLIC for side in ("first", "second")}
        ended = Q(first__status__in=ENDED) | Q(second__status__in=ENDED)
        return self.unsettled().filter(~ended, ~Exists(_links()), **both)

    def with_programme(self, programme: Programme) -> "DoubleQuerySet":
        """Those of which one idea or both lie with it."""
        return self.filter(Q(first__programme=programme) | Q(second__programme=programme))

    def with_ideas(self) -> "DoubleQuerySet":
        """With what is shown of both ideas, in the same statement."""
        names = ("reference", "title", "problem", "status", "visibility", "support_count", "submitted_at", "author")
        shown = (*names, "reroutes", "handler", "reopened", "programme__name", "programme__slug", "theme__name")
        sides = ("first", "second")
        beside = [f"{side}__{name}" for side in sides for name in ("programme", "theme")]
        mine = ("likeness", "words", "found_at")
        return self.select_related(*beside).only(*mine, *(f"{side}__{name}" for side in sides for name in shown))


def _links() -> models.QuerySet[IdeaLink]:
    return IdeaLink.objects.filter(first=OuterRef("first"), second=OuterRef("second"))


class IdeaDouble(models.Model):
    """A pair without direction: the older row is always the first. `ideas.actions.doubles` is its only door."""

    first = models.ForeignKey(Idea, models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Idea, models.CASCADE, related_name="+")
    likeness = models.PositiveSmallIntegerField(help_text="In per cent.")
    words = models.JSONField(default=list, help_text="What both say, the weightiest first.")
    found_at = models.DateTimeField(default=timezone.now)
    chosen = models.CharField(max_length=9, choices=Chosen, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Who said no."
    )

    objects = DoubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("dubbel idee")
        verbose_name_plural = _("dubbele ideeën")
        ordering = ["-likeness", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="double_is_once_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="double_names_the_older_idea_first"),
            models.CheckConstraint(condition=Q(likeness__lte=SURE), name="double_likeness_is_a_share"),
            models.CheckConstraint(
                condition=Q(chosen="", chosen_at__isnull=True) | (~Q(chosen="") & Q(chosen_at__isnull=False)),
                name="double_chosen_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["-likeness", "-id"], name="double_most_alike", condition=Q(chosen="")),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"


class DoubleSearch(models.Model):
    """The one row about the last look for pairs: up to which event of the journal the ideas were compared."""

    newest = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="double_search_is_one_row")]

    def __str__(self) -> str:
        return f"{self.newest}"
