"""Where an idea goes: ordered rules, the first match wins, the last one always matches."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models.terms import Terms
from ideas.rules_statuses import SENDERS, Anonymity, Place, Trouble, Weekday
from ideas.statuses import Channel
from participation.models import Area, Kind, Programme, Theme, User
from participation.roles import Role

LONGEST_WORD = 60


def who_handle(programme: Any, lookup: str = "exact") -> Q:
    """Which accounts may handle ideas of `programme`: what `permissions.handles_programme()` says, for a statement."""
    theirs = Q(**{f"owned_programmes__{lookup}": programme}) | Q(**{f"deputy_of__{lookup}": programme})
    theirs |= Q(grants__role=Role.OFFICIAL, **{f"grants__programme__{lookup}": programme}) | Q(is_coordinator=True)
    return Q(kind=Kind.OFFICIAL, is_active=True) & theirs


def _names_of(through: type["RuleTheme"] | type["RuleArea"], place: str, **more: str) -> ArraySubquery:
    """The chosen themes or areas, as JSON."""
    chosen = through._default_manager.filter(routingrule=OuterRef("pk")).order_by(place)
    return ArraySubquery(chosen.values(pair=JSONObject(pk=place, name=f"{place}__name", **more)))


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """Reads of routing rules."""

    def with_terms(self) -> "RoutingRuleQuerySet":
        """Rules in the order in which they are tried, with all that trying and telling them needs; one statement."""
        handler = User.objects.filter(who_handle(OuterRef("programme")), pk=OuterRef("handler"))
        rules = self.select_related("programme").order_by("catches_all", "order", "pk")
        beside = {
            "theme_names": _names_of(RuleTheme, "theme"),
            "area_names": _names_of(RuleArea, "area", parent="area__parent"),
            "handler_fits": Exists(handler),
            "handler_name": F("handler__nickname"),
        }
        return rules.annotate(**beside)

    def in_order(self) -> "RoutingRuleQuerySet":
        """The rules that are on, as they are tried."""
        return self.with_terms().filter(is_active=True)


class RoutingRule(models.Model):
    """If everything that it asks fits (what is empty asks nothing): the programme, and maybe somebody in it.

    `ideas.actions.rules` alone changes it. Each change is a version: the journal tells what it was then.
    """

    client_key = models.UUIDField(null=True, blank=True, unique=True, help_text="Of its form: no double rules.")
    name = models.CharField(_("naam"), max_length=120, help_text=_("In gewone woorden: iedereen kan dit lezen."))
    order = models.PositiveSmallIntegerField(_("volgorde"), default=100)
    version = models.PositiveIntegerField(_("versie"), default=1)

    themes = models.ManyToManyField(
        Theme, through="RuleTheme", blank=True, related_name="rules", verbose_name=_("thema's")
    )
    areas = models.ManyToManyField(
        Area, through="RuleArea", blank=True, related_name="rules", verbose_name=_("gebieden")
    )
    words = ArrayField(
        models.CharField(max_length=LONGEST_WORD),
        default=list,
        blank=True,
        verbose_name=_("woorden"),
        help_text=_("Woorden of het begin van woorden, met komma's ertussen."),
    )
    not_words = ArrayField(
        models.CharField(max_length=LONGEST_WORD), default=list, blank=True, verbose_name=_("niet deze woorden")
    )
    place = models.CharField(_("plek"), max_length=8, choices=Place, blank=True)
    senders = ArrayField(
        models.CharField(max_length=12, choices=list(SENDERS.items())),
        default=list,
        blank=True,
        verbose_name=_("wie het indient"),
    )
    channels = ArrayField(
        models.CharField(max_length=8, choices=Channel), default=list, blank=True, verbose_name=_("hoe het binnenkomt")
    )
    anonymity = models.CharField(_("naam bij het idee"), max_length=9, choices=Anonymity, blank=True)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), default=list, blank=True, verbose_name=_("dagen")
    )
    from_time = models.TimeField(_("vanaf"), null=True, blank=True)
    until_time = models.TimeField(_("tot"), null=True, blank=True)
    starts_on = models.DateField(_("eerste dag"), null=True, blank=True)
    ends_on = models.DateField(_("laatste dag"), null=True, blank=True)
    catches_all = models.BooleanField(
        _("laatste regel"), default=False, help_text=_("Past altijd. Er is precies één laatste regel.")
    )

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rules", verbose_name=_("programma"))
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("behandelaar"),
    )
    names_handler = models.BooleanField(
        default=False, help_text="Whether a person was chosen: when the account is gone, the rule is broken, not wider."
    )

    is_active = models.BooleanField(_("actief"), default=True)
    off_reason = models.TextField(_("waarom uitgezet"), blank=True)
    trouble = models.CharField(
        max_length=9, choices=Trouble, blank=True, help_text="What was told already. What is so now: trouble_of()."
    )

    # Only on rules read by with_terms(), or made by hand to be tried out.
    theme_names: list[dict[str, Any]]
    area_names: list[dict[str, Any]]
    handler_fits: bool
    handler_name: str | None

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
            models.CheckConstraint(
                condition=models.Q(is_active=True) | ~models.Q(off_reason=""), name="routing_rule_off_has_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(names_handler=True) | models.Q(handler=None),
                name="routing_rule_says_it_has_a_handler",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ideas:desk_rule", args=[self.pk])

    def get_desk_url(self) -> str:
        return self.get_absolute_url()

    @cached_property
    def terms(self) -> Terms:
        """What it asks of an idea."""
        return Terms.of(self, self.theme_names, self.area_names)


class RuleTheme(models.Model):
    """That a rule asks for a theme. Such a theme cannot be removed: the rule would ask for less without a word."""

    routingrule = models.ForeignKey(RoutingRule, models.CASCADE)
    theme = models.ForeignKey(Theme, models.PROTECT)

    class Meta:
        db_table = "ideas_routingrule_themes"
        unique_together = [("routingrule", "theme")]

    def __str__(self) -> str:
        return f"{self.routingrule_id}: {self.theme_id}"


class RuleArea(models.Model):
    """That a rule asks for an area; see `RuleTheme`."""

    routingrule = models.ForeignKey(RoutingRule, models.CASCADE)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        db_table = "ideas_routingrule_areas"
        unique_together = [("routingrule", "area")]

    def __str__(self) -> str:
        return f"{self.routingrule_id}: {self.area_id}"
