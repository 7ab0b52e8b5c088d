"""What somebody looks for again and again, and wants to hear of."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from ideas.models.facets import INDEXED, METRES_A_DEGREE, TOKENS_BESIDE, Near, is_within, narrowing_at
from ideas.models.idea import Idea
from participation.models import User
from participation.models.folding import CONFIG

TOKENS = ArrayField(models.TextField())


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Reads of saved searches."""

    def of(self, person: User) -> "SavedSearchQuerySet":
        return self.filter(person=person)

    def finding(self, idea: int, *, at: datetime, status: str = "") -> "SavedSearchQuerySet":
        """Those kept before `at` that find the idea with this key as it is now; none when the public may not read it.

        `status` is one that the idea got: then as it was with that status, and only those that ask for it, because the
        others found the idea before. One small statement for the idea, and one for however many searches there are.
        """
        public = Idea.objects.public().filter(pk=idea)
        found = public.values_list(INDEXED, TOKENS_BESIDE, "longitude", "latitude").first()
        if found is None:
            return self.none()
        tokens, beside, longitude, latitude = found
        tokens = [*tokens, *beside]
        if status:
            asked = [f"status{status}"]
            tokens = [token for token in tokens if not token.startswith("status")] + asked
            maybe = Q(tokens__overlap=asked)
        else:
            maybe = Q(tokens__overlap=tokens) | Q(facets=0)
        has_words = Exists(public.filter(search=SearchQuery(OuterRef("terms"), config=CONFIG, search_type="raw")))
        return (
            self.filter(maybe, created_at__lte=at)
            .alias(agreeing=_agreeing(tokens))
            .filter(agreeing=F("facets"))
            .filter(_around(longitude, latitude))
            .filter(Q(terms="") | has_words)
        )


def _agreeing(tokens: list[str]) -> Func:
    """Of how many facets a search names the value of the idea, which has one value, or none, of each."""
    return Func(
        F("tokens"),
        Value(tokens, output_field=TOKENS),
        template="cardinality(ARRAY(SELECT unnest(%(expressions)s)))",
        arg_joiner=") INTERSECT SELECT unnest(",
        output_field=models.IntegerField(),
    )


def _around(longitude: float | None, latitude: float | None) -> Q:
    """Searches that ask for no place, or for one near the point."""
    if longitude is None or latitude is None:
        return Q(radius=None)
    up, aside = F("latitude") - latitude, (F("longitude") - longitude) * narrowing_at(latitude)
    return Q(radius=None) | Q(is_within(up, aside, F("radius") * (1 / METRES_A_DEGREE)))


class SavedSearch(models.Model):
    """A search of one person, private. Made and removed in `ideas.actions.saved` only, and never changed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("naam"), max_length=80)
    query = models.CharField(max_length=1000, blank=True, help_text="The query string of the list.")
    terms = models.TextField(blank=True, help_text="Its words, as to_tsquery reads them.")
    tokens = ArrayField(models.TextField(), default=list, help_text="The values of its facets, as the index has them.")
    facets = models.PositiveSmallIntegerField(default=0, help_text="How many facets it names.")
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    radius = models.PositiveIntegerField(_("straal in meters"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewaarde zoekopdracht")
        verbose_name_plural = _("bewaarde zoekopdrachten")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "query", "longitude", "latitude", "radius"],
                nulls_distinct=False,
                name="savedsearch_is_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None, radius=None)
                | Q(longitude__isnull=False, latitude__isnull=False, radius__isnull=False),
                name="savedsearch_circle_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def around(self) -> Q:
        """Ideas in its own area: the same circle as `_around`, from the other side. Everything when it has none."""
        if self.radius is None or self.longitude is None or self.latitude is None:
            return Q()
        return Near(latitude=self.latitude, longitude=self.longitude, metres=self.radius).in_table()
