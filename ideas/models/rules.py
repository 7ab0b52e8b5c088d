"""Where an idea goes: ordered rules, the first match wins, the last one always matches."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from participation.models import Area, Programme, Theme


def _names_of(places: type[Theme] | type[Area]) -> ArraySubquery:
    """Pairs of (key, name), as JSON."""
    chosen = places._default_manager.filter(rules=OuterRef("pk")).order_by("pk")
    return ArraySubquery(chosen.values(pair=JSONObject(pk="pk", name="name")))


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """Reads of routing rules."""

    def in_order(self) -> "RoutingRuleQuerySet":
        """The rules in the order in which they are tried, with all that trying them needs, in one statement."""
        names = {"theme_names": _names_of(Theme), "area_names": _names_of(Area)}
        rules = self.filter(is_active=True).order_by("catches_all", "order", "pk")
        return rules.select_related("programme").annotate(**names)


class RoutingRule(models.Model):
    """If one of the themes, one of the areas *and* one of the words fit (an empty list fits always): the programme."""

    name = models.CharField(_("naam"), max_length=120, help_text=_("In gewone woorden: iedereen kan dit lezen."))
    order = models.PositiveSmallIntegerField(_("volgorde"), default=100)
    themes = models.ManyToManyField(Theme, blank=True, related_name="rules", verbose_name=_("thema's"))
    areas = models.ManyToManyField(Area, blank=True, related_name="rules", verbose_name=_("gebieden"))
    words = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("woorden"),
        help_text=_("Woorden of het begin van woorden, met komma's ertussen."),
    )
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rules", verbose_name=_("programma"))
    catches_all = models.BooleanField(
        _("laatste regel"), default=False, help_text=_("Past altijd. Er is precies één laatste regel.")
    )
    is_active = models.BooleanField(_("actief"), default=True)

    # Only on rules read by in_order().
    theme_names: list[dict[str, Any]]
    area_names: list[dict[str, Any]]

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("routeringsregel")
        verbose_name_plural = _("routeringsregels")
        ordering = ["catches_all", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["catches_all"], condition=models.Q(catches_all=True), name="routing_has_one_last_rule"
            ),
            models.CheckConstraint(
                condition=models.Q(catches_all=False) | models.Q(is_active=True),
                name="routing_last_rule_is_always_on",
            ),
        ]

    def __str__(self) -> str:
        return self.name
