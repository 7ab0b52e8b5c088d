"""Organisations, who belongs to them, and who is asked to."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core import signing
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models.folding import CONFIG, Fold, Joined
from participation.models.people import User

MOST_EXPERTISE = 12
MEMBERSHIP_DAYS = 30
MEMBERSHIP_SALT = "participation.membership"


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    COMPANY = "company", _("Bedrijf")
    STARTUP = "startup", _("Start-up")
    EDUCATION = "education", _("Onderwijs")
    RESEARCH = "research", _("Onderzoek")
    SOCIETY = "society", _("Vereniging of stichting")
    PUBLIC = "public", _("Overheid")


class OrganisationRole(models.TextChoices):
    """What a member may do in the name of an organisation; who may more stands first."""

    OWNER = "owner", _("Eigenaar")
    EDITOR = "editor", _("Schrijver")
    READER = "reader", _("Lezer")


#: Who may write in the name of an organisation.
WRITERS = (OrganisationRole.OWNER, OrganisationRole.EDITOR)


class Verified(models.TextChoices):
    """How we know that an organisation is what it says."""

    BY_OFFICIAL = "official", _("Gecontroleerd door een medewerker")
    BY_EHERKENNING = "eherkenning", _("Gecontroleerd met eHerkenning")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def of(self, person: User, *roles: OrganisationRole) -> "OrganisationQuerySet":
        """Those that `person` belongs to, in one of `roles` when any are named."""
        mine = Membership.objects.filter(user=person, **({"role__in": roles} if roles else {}))
        return self.filter(pk__in=mine.values("organisation"))

    def with_owner(self) -> "OrganisationQuerySet":
        """With `has_owner`: whether anybody runs it. For one at hand: `Organisation.owners()`."""
        owners = Membership.objects.filter(
            organisation=models.OuterRef("pk"), role=OrganisationRole.OWNER, user__is_active=True
        )
        return self.annotate(has_owner=models.Exists(owners))

    def run_by_nobody_but(self, person: User) -> "OrganisationQuerySet":
        """Those that only `person` runs, with `has_others`: whether others belong to it too."""
        others = Membership.objects.filter(organisation=models.OuterRef("pk"), user__is_active=True)
        others = others.exclude(user=person)
        alone = self.of(person, OrganisationRole.OWNER).exclude(
            models.Exists(others.filter(role=OrganisationRole.OWNER))
        )
        return alone.annotate(has_others=models.Exists(others))


class Organisation(models.Model):
    """A company, school, society or the like. `participation.actions.organisation` alone changes it."""

    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(_("soort"), max_length=12, choices=OrganisationKind)
    kvk_number = models.CharField(
        _("KvK-nummer"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("Een KvK-nummer heeft 8 cijfers."))],
    )
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("wat doet u"), blank=True, max_length=1_000)
    expertise = ArrayField(
        models.CharField(max_length=40), verbose_name=_("waar weet u veel van"), default=list, blank=True
    )
    verified_at = models.DateTimeField(_("gecontroleerd op"), null=True, blank=True)
    verified_how = models.CharField(_("hoe gecontroleerd"), max_length=12, choices=Verified, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("door")
    )
    search = models.GeneratedField(
        expression=SearchVector(Fold(models.F("name")), Fold(Joined(models.F("expertise"))), weight="A", config=CONFIG)
        + SearchVector(Fold(models.F("about")), weight="C", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="organisations", verbose_name=_("leden")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kvk_number"], condition=~models.Q(kvk_number=""), name="organisation_kvk_number_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_how="")
                | models.Q(verified_at__isnull=False) & ~models.Q(verified_how=""),
                name="organisation_verified_says_how",
            ),
            models.CheckConstraint(
                condition=models.Q(expertise__len__lte=MOST_EXPERTISE), name="organisation_expertise_is_bounded"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="organisation_by_words"),
            GinIndex(fields=["expertise"], name="organisation_by_expertise"),
            models.Index(fields=["name", "id"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("challenges:organisation", args=[self.pk])

    def get_desk_url(self) -> str:
        return reverse("challenges:desk_organisation", args=[self.pk])

    def active_members(self) -> "models.QuerySet[Membership]":
        """Who belongs to it, of those whose accounts are open."""
        return self.memberships.filter(user__is_active=True)

    def owners(self) -> "models.QuerySet[Membership]":
        """Who runs it."""
        return self.active_members().filter(role=OrganisationRole.OWNER)


class Membership(models.Model):
    """That somebody belongs to an organisation, and what they may do in its name."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("rol"), max_length=6, choices=OrganisationRole, default=OrganisationRole.OWNER)
    since = models.DateTimeField(_("sinds"), default=timezone.now)

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="membership_is_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    def heirs(self) -> "models.QuerySet[Membership]":
        """Of whom one must take over when this member leaves: nobody, unless it is the last owner of several."""
        others = self.organisation.active_members().exclude(pk=self.pk)
        if self.role != OrganisationRole.OWNER or others.filter(role=OrganisationRole.OWNER).exists():
            return others.none()
        return others.select_related("user").order_by("role", "since", "pk")


class MembershipInvitation(models.Model):
    """That somebody is asked to join an organisation, by a signed link to their address."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mailadres"))
    role = models.CharField(_("rol"), max_length=6, choices=OrganisationRole, default=OrganisationRole.EDITOR)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("uitnodiging voor een organisatie")
        verbose_name_plural = _("uitnodigingen voor een organisatie")
        constraints = [models.UniqueConstraint("organisation", Lower("email"), name="membership_invitation_is_unique")]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"

    def get_absolute_url(self) -> str:
        """The page of the invitation. Whoever holds the link and is signed in may accept."""
        return reverse("challenges:membership_invitation", args=[signing.dumps(self.pk, salt=MEMBERSHIP_SALT)])

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted: one rule for the mail, the page and the action."""
        return timezone.now() <= self.invited_at + timedelta(days=MEMBERSHIP_DAYS)


class MembershipRequest(models.Model):
    """That somebody asks the owners of an organisation to let them in. `participation.actions.joining` changes it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="membership_requests")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("verzoek om mee te doen")
        verbose_name_plural = _("verzoeken om mee te doen")
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="membership_request_is_unique")]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"
