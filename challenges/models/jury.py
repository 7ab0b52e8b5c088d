"""The jury of a challenge: who reads what, what they scored, and what they said to each other."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from challenges.models.challenge import Challenge
from challenges.models.phase import Criterion
from challenges.models.response import Partner, Response, Submission
from challenges.statuses import SCORE_RANGE, ChallengeStatus, HowAssigned, ResponseStatus
from participation.models import Membership, User

INVITATION_DAYS = 30
INVITATION_SALT = "challenges.juror"


class JurorQuerySet(models.QuerySet["Juror"]):
    """Reads of jurors."""

    def active(self) -> "JurorQuerySet":
        return self.filter(accepted_at__isnull=False, ended_at__isnull=True)

    def with_declared(self) -> "JurorQuerySet":
        """With whether they declared, and for everything that the jury reads now (`declared`)."""
        own = Interest.objects.filter(juror=OuterRef("pk"))
        still = Interest.objects.that_hold().filter(juror=OuterRef(OuterRef("pk")), response=OuterRef("response"))
        open_ = Submission.objects.filter(
            ~Exists(still),
            response__challenge=OuterRef("challenge"),
            response__status=ResponseStatus.SUBMITTED,
            phase__number=OuterRef("challenge__phase_number"),
            phase__unsealed_at__isnull=False,
            withdrawn_at=None,
        )
        beside = {"declared": ExpressionWrapper(Exists(own) & ~Exists(open_), models.BooleanField())}
        return self.annotate(**beside)


class Juror(models.Model):
    """Somebody who was asked into the jury, by a signed link to their address; `person` is known once they accept."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="jurors")
    email = models.EmailField(_("e-mailadres"))
    name = models.CharField(_("naam"), max_length=120)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="juries")
    expertise = ArrayField(models.CharField(max_length=40), verbose_name=_("kennis van"), default=list, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JurorQuerySet.as_manager()

    declared: bool  # By `with_declared()`.

    class Meta:
        verbose_name = _("jurylid")
        verbose_name_plural = _("juryleden")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("challenge", Lower("email"), name="juror_address_is_unique"),
            models.UniqueConstraint(fields=["challenge", "person"], name="juror_person_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_invitation_url(self) -> str:
        """The page of the invitation. Whoever holds the link and is signed in may accept."""
        return reverse("challenges:jury_invitation", args=[signing.dumps(self.pk, salt=INVITATION_SALT)])

    @property
    def expires_at(self) -> datetime:
        return self.invited_at + timedelta(days=INVITATION_DAYS)

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted: one rule for the page and the action."""
        return self.accepted_at is None and self.ended_at is None and timezone.now() <= self.expires_at

    @property
    def is_active(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None


class InterestQuerySet(models.QuerySet["Interest"]):
    """Reads of declarations."""

    def that_hold(self) -> "InterestQuerySet":
        """Those that still say it all: a conflict always does, anything else until another partner joins."""
        joined = Partner.objects.filter(response=OuterRef("response"), accepted_at__gt=OuterRef("declared_at"))
        return self.filter(Q(has_conflict=True) | ~Exists(joined))


class Interest(models.Model):
    """What a juror says of their interest in a response, before reading it. A trigger keeps a conflict for good.

    Without a conflict it is said anew, at a later `declared_at`, when another partner has joined the response.
    """

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="interests")
    response = models.ForeignKey(Response, models.CASCADE, related_name="interests")
    has_conflict = models.BooleanField(_("ik heb een belang"))
    explanation = models.TextField(_("welk belang"), blank=True)
    declared_at = models.DateTimeField(default=timezone.now)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("verklaring over belangen")
        verbose_name_plural = _("verklaringen over belangen")
        constraints = [models.UniqueConstraint(fields=["juror", "response"], name="interest_is_declared_once")]

    def __str__(self) -> str:
        return f"{self.juror_id} · {self.response_id}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Reads of assignments."""

    def readable_by(self, person: User) -> "AssignmentQuerySet":
        """What `person` may read and score now: the only way of a juror to what a response says.

        A juror of a challenge that is in review, of its phase of now, opened by two people; who declared to have no
        interest in the response and its partners of now, and is not one of its makers; and only the version that
        counts.
        """
        own = Interest.objects.that_hold().filter(juror=OuterRef("juror"), response=OuterRef("submission__response"))
        return self.filter(
            Exists(own.filter(has_conflict=False)),
            juror__person=person,
            juror__accepted_at__isnull=False,
            juror__ended_at=None,
            juror__challenge__status=ChallengeStatus.IN_REVIEW,
            submission__phase__number=F("juror__challenge__phase_number"),
            submission__phase__unsealed_at__isnull=False,
            submission__withdrawn_at=None,
            submission__response__status=ResponseStatus.SUBMITTED,
        ).exclude(submission__response__in=Response.objects.written_by(person))

    def without_conflict(self) -> "AssignmentQuerySet":
        """Those whose juror has no interest in the response, said so or by being one of its makers: only they count."""
        own = Interest.objects.filter(juror=OuterRef("juror"), response=OuterRef("submission__response"))
        mine = Membership.objects.filter(user=OuterRef("juror__person"))
        lead = mine.filter(organisation=OuterRef("submission__response__organisation"))
        partner = mine.filter(
            organisation__partnerships__response=OuterRef("submission__response"),
            organisation__partnerships__accepted_at__isnull=False,
        )
        return self.filter(~Exists(own.filter(has_conflict=True)), ~Exists(lead), ~Exists(partner))

    def that_stand(self) -> "AssignmentQuerySet":
        """Those that are read, or were: of a juror who left only what they scored for good."""
        return self.without_conflict().filter(Q(juror__ended_at=None) | Exists(_first_and_final()))

    def with_progress(self) -> "AssignmentQuerySet":
        """With whether the first reading is final (`is_final`), and whether anything was scored (`is_begun`)."""
        begun = Scorecard.objects.filter(assignment=OuterRef("pk"), reading=1)
        beside = {"is_final": Exists(_first_and_final()), "is_begun": Exists(begun)}
        return self.annotate(**beside)

    def unfinished(self) -> "AssignmentQuerySet":
        """Those without a final first reading."""
        return self.filter(~Exists(_first_and_final()))


def _first_and_final() -> "ScorecardQuerySet":
    """The first reading of an assignment of the query around it, once it is final."""
    return Scorecard.objects.final().filter(assignment=OuterRef("pk"), reading=1)


class Assignment(models.Model):
    """That a juror reads what a response handed in, in one phase. Scores are bound to that very submission."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="assignments")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="assignments")
    how = models.CharField(max_length=9, choices=HowAssigned)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    is_final: bool  # These two by `with_progress()`.
    is_begun: bool

    class Meta:
        verbose_name = _("toewijzing")
        verbose_name_plural = _("toewijzingen")
        constraints = [models.UniqueConstraint(fields=["juror", "submission"], name="assignment_is_unique")]

    def __str__(self) -> str:
        return f"{self.juror_id} · {self.submission_id}"


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    """Reads of scorecards."""

    def final(self) -> "ScorecardQuerySet":
        return self.filter(final_at__isnull=False)


class Scorecard(models.Model):
    """What a juror scored. Once final it stays as it was; a second one, with a reason, may follow the discussion."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="scorecards")
    reading = models.PositiveSmallIntegerField(_("lezing"), default=1, help_text="1, and 2 after the discussion.")
    reason = models.TextField(_("waarom een andere score"), blank=True)
    final_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("scorekaart")
        verbose_name_plural = _("scorekaarten")
        ordering = ["assignment", "reading"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "reading"], name="scorecard_is_one_per_reading"),
            models.CheckConstraint(condition=Q(reading__in=(1, 2)), name="scorecard_reading_is_first_or_second"),
            models.CheckConstraint(
                condition=Q(reading=1) | ~Q(reason=""), name="scorecard_second_reading_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} · {self.reading}"


class Score(models.Model):
    """What one criterion got: 0 to 5, or None for `not applicable`, with why."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    text = models.TextField(_("toelichting"), blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="score_is_one_per_criterion"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__range=SCORE_RANGE), name="score_is_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard_id} · {self.criterion_id}"


class JuryRemark(models.Model):
    """What jurors say to each other about a response, once each has a final score of it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="jury_remarks")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("opmerking"), max_length=4_000)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
