"""Where things belong: programmes that can act, themes people recognise, and areas of the municipality."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.models.people import User
from participation.roles import Role


class Moderation(models.TextChoices):
    """When somebody looks at what people write with ideas."""

    BEFORE = "before", _("Alles lezen voor het zichtbaar wordt")
    FLAGGED = "flagged", _("Eerst lezen wat opvalt")
    AFTER = "after", _("Achteraf, na meldingen")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Reads of programmes."""

    def active(self) -> "ProgrammeQuerySet":
        return self.filter(is_active=True)

    def handled_by(self, user: User | AnonymousUser) -> "ProgrammeQuerySet":
        """The programmes in which `user` acts as owner, deputy or official, or stands in today for one of those.

        Every programme for a coordinator, and for who stands in for one.
        """
        if not user.is_authenticated or not user.is_official or not user.is_active:
            return self.none()
        if user.is_coordinator:
            return self
        return self.filter(pk__in=user.handled_programmes)

    def read_by(self, user: User | AnonymousUser) -> "ProgrammeQuerySet":
        """Those at whose desk `user` may look: what they act for and read along with; for moderators every one."""
        if not isinstance(user, User) or not user.is_official or not user.is_active:
            return self.none()
        return self.filter(pk__in=user.desk_programmes)

    def moderated_by(self, user: User | AnonymousUser) -> "ProgrammeQuerySet":
        """Those whose talk `user` judges: what they act for; for moderators every one."""
        if not isinstance(user, User) or not user.is_official or not user.is_active or user.is_coordinator:
            return self.handled_by(user)
        return self if user.has_role(Role.MODERATOR) else self.handled_by(user)

    def run_by(self, user: User) -> "ProgrammeQuerySet":
        """The same without what somebody sees as coordinator: their own, and those of whom they stand in for today."""
        return self.filter(pk__in=user.own_programmes)


class Programme(models.Model):
    """A programme of the municipality. Its owner and deputies answer its ideas within the promise."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(_("naam"), max_length=120)
    purpose = models.TextField(_("doel"), help_text=_("Eén zin in eenvoudig Nederlands."))
    team = models.CharField(_("team"), max_length=80, help_text=_("Deze naam ziet het publiek."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_programmes", verbose_name=_("eigenaar")
    )
    deputies = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="deputy_of", verbose_name=_("vervangers")
    )
    promise_days = models.PositiveSmallIntegerField(
        _("belofte in werkdagen"), default=10, help_text=_("Binnen zoveel werkdagen krijgt elk idee een antwoord.")
    )
    is_active = models.BooleanField(_("actief"), default=True)

    comments_are_open = models.BooleanField(_("mensen kunnen reageren"), default=True)
    asks_for_sides = models.BooleanField(
        _("voor en tegen"), default=False, help_text=_("Wie reageert, kan kiezen: voor of tegen.")
    )
    moderation = models.CharField(_("moderatie"), max_length=8, choices=Moderation, default=Moderation.FLAGGED)
    hold_after_reports = models.PositiveSmallIntegerField(
        _("wacht na zoveel meldingen"),
        default=3,
        help_text=_("Alleen meldingen van mensen met een ouder account tellen."),
    )
    hold_at_score = models.PositiveSmallIntegerField(
        _("wacht bij zoveel punten"), default=5, help_text=_("Punten krijgt een tekst die op spam lijkt.")
    )
    new_account_days = models.PositiveSmallIntegerField(
        _("een account is zoveel dagen nieuw"),
        default=7,
        help_text=_("Een nieuw account kan geen links plaatsen zonder controle."),
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programma")
        verbose_name_plural = _("programma's")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(promise_days__range=(1, 260)), name="programme_promise_is_sane"),
            models.CheckConstraint(
                condition=models.Q(hold_after_reports__range=(1, 100)), name="programme_reports_are_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ideas:programme", args=[self.slug])


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Reads of themes."""

    def active(self) -> "ThemeQuerySet":
        """Those that people may choose."""
        return self.filter(is_active=True)

    def with_ideas(self) -> "ThemeQuerySet":
        """Those that ideas may have: also what nobody chooses any longer, but not what was merged into another."""
        return self.filter(merged_into=None)


class Theme(models.Model):
    """What an idea is about, in words that residents use."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(_("naam"), max_length=80)
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    promise_days = models.PositiveSmallIntegerField(
        _("belofte in werkdagen"),
        null=True,
        blank=True,
        help_text=_("Alleen als dit thema sneller antwoord krijgt dan het programma belooft. De kortste tijd telt."),
    )
    is_active = models.BooleanField(_("mensen kunnen dit kiezen"), default=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("samengevoegd met")
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thema")
        verbose_name_plural = _("thema's")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(promise_days__isnull=True) | models.Q(promise_days__range=(1, 260)),
                name="theme_promise_is_sane",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(is_active=False),
                name="theme_merged_is_not_chosen",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaKind(models.TextChoices):
    """A district holds neighbourhoods."""

    DISTRICT = "wijk", _("Wijk")
    NEIGHBOURHOOD = "buurt", _("Buurt")


class AreaQuerySet(models.QuerySet["Area"]):
    """Reads of areas."""

    def active(self) -> "AreaQuerySet":
        """Those in which new ideas may lie."""
        return self.filter(is_active=True)


class Area(models.Model):
    """A district (wijk) or a neighbourhood (buurt) in it."""

    code = models.CharField(_("code"), unique=True, max_length=16)
    name = models.CharField(_("naam"), max_length=80)
    kind = models.CharField(_("soort"), max_length=5, choices=AreaKind)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    geometry = models.JSONField(_("geometrie"), null=True, blank=True, help_text=_("GeoJSON, WGS84."))
    attribution = models.CharField(_("bron"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in gebruik"), default=True, db_default=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("gebied")
        verbose_name_plural = _("gebieden")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
