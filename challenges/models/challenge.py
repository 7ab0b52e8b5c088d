"""A challenge: what is asked of whom, what is offered, and where it came from."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from challenges.statuses import CHALLENGE_TONES, INSIDE, ChallengeStatus
from ideas.models import Idea
from participation.models import OrganisationKind, Programme, User


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    """Reads of challenges."""

    def public(self) -> "ChallengeQuerySet":
        """What everybody may read. A concept that was stopped never was public."""
        return self.exclude(status__in=INSIDE).filter(approved_at__isnull=False)

    def run_by(self, person: User | AnonymousUser) -> "ChallengeQuerySet":
        """Those of the programmes in which `person` acts. For one: `challenges.permissions.runs()`."""
        return self.filter(programme__in=Programme.objects.handled_by(person).values("pk"))

    def visible_to(self, person: User | AnonymousUser) -> "ChallengeQuerySet":
        """What everybody may read, and what `person` runs. For one: `challenges.permissions.may_see_challenge()`."""
        if not person.is_authenticated or not person.is_official:
            return self.public()
        return self.public() | self.run_by(person)

    def with_phase(self) -> "ChallengeQuerySet":
        """With `opens_at` and `closes_at` of the phase that each is in."""
        condition = models.Q(phases__number=models.F("phase_number"))
        now = self.annotate(now_in=models.FilteredRelation("phases", condition=condition))
        return now.annotate(opens_at=models.F("now_in__opens_at"), closes_at=models.F("now_in__closes_at"))

    def answerable(self) -> "ChallengeQuerySet":
        """What can be answered now; the first to close comes first."""
        return (
            self.public().filter(status=ChallengeStatus.OPEN).with_phase().order_by(models.F("closes_at").asc(), "pk")
        )


class Challenge(models.Model):
    """What the municipality asks of organisations. `challenges.actions.steps.move_challenge()` alone moves it.

    From `open` on what was approved can change by a numbered notice only; a trigger in the database refuses the rest.
    """

    slug = models.SlugField(unique=True, max_length=80)
    client_key = models.UUIDField(null=True, blank=True, unique=True, help_text="Of its form: no double concepts.")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="challenges", verbose_name=_("programma"))
    title = models.CharField(_("titel"), max_length=120)
    task = models.CharField(_("opgave"), max_length=200, blank=True, help_text="The programme's task it comes from.")
    problem = models.TextField(_("wat is het probleem"), blank=True)
    for_whom = models.TextField(_("voor wie is het"), blank=True)
    can_influence = models.TextField(_("wat kan wel"), blank=True)
    cannot_influence = models.TextField(_("wat kan niet"), blank=True)
    promise = models.TextField(_("wat doen wij met de inzendingen"), blank=True)
    offer = models.TextField(_("wat bieden wij"), blank=True)
    budget = models.PositiveIntegerField(_("budget in euro's"), null=True, blank=True)
    may_answer = models.TextField(_("wie mag inzenden"), blank=True)
    kinds = ArrayField(
        models.CharField(max_length=12, choices=OrganisationKind),
        verbose_name=_("soorten organisaties"),
        default=list,
        blank=True,
        help_text="Empty: every kind.",
    )
    ownership = models.TextField(_("van wie blijft het idee"), blank=True)
    privacy = models.TextField(_("privacy"), blank=True)
    planning = models.TextField(_("planning"), blank=True)
    questions_until = models.DateTimeField(_("vragen stellen kan tot"), null=True, blank=True)
    jury_text = models.TextField(_("wie zitten in de jury"), blank=True)

    status = models.CharField(_("status"), max_length=12, choices=ChallengeStatus, default=ChallengeStatus.CONCEPT)
    status_since = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="challenges_made")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="challenges_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    openers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="challenges_to_open", verbose_name=_("wie openen de inzendingen")
    )
    reason = models.TextField(_("reden van stoppen"), blank=True)
    phase_number = models.PositiveSmallIntegerField(_("ronde"), default=1)
    notice_number = models.PositiveSmallIntegerField(default=0, help_text="The number of the last notice.")
    edition = models.PositiveIntegerField(default=0, help_text="Counts changes, so that two editors do not overwrite.")
    ideas = models.ManyToManyField(Idea, through="ChallengeIdea", related_name="challenges")

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitdaging")
        verbose_name_plural = _("uitdagingen")
        ordering = ["-status_since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("made_by")), name="challenge_is_approved_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=(*INSIDE, ChallengeStatus.CANCELLED))
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="challenge_in_public_was_approved",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ChallengeStatus.CANCELLED) | ~models.Q(reason=""),
                name="challenge_cancelled_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["-approved_at", "-id"], name="challenge_list"),
            models.Index(fields=["status"], name="challenge_by_status"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenges:challenge", args=[self.slug])

    def get_desk_url(self) -> str:
        return reverse("challenges:desk_challenge", args=[self.slug])

    @property
    def tone(self) -> str:
        return CHALLENGE_TONES[ChallengeStatus(self.status)]

    @property
    def closes_next(self) -> int:
        """The number of the phase that takes responses; when that closed, of the one after it."""
        return self.phase_number if self.status == ChallengeStatus.OPEN else self.phase_number + 1

    @property
    def is_inside(self) -> bool:
        """Whether only the town hall sees it: also a concept that was stopped before anybody approved it."""
        return self.status in INSIDE or self.approved_at is None


class ChallengeIdea(models.Model):
    """That a challenge came from an idea."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="origins")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="challenge_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "idea"], name="challenge_idea_is_unique")]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.idea}"


class ChallengeDocument(models.Model):
    """A document that goes with a challenge; `ideas.documents.checked()` looked at what is in it."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="documents")
    title = models.CharField(_("titel"), max_length=120)
    file = models.FileField(_("bestand"), upload_to="challenges/documents/")
    kind = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
