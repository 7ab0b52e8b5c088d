"""What an organisation answers to a challenge. All that it says is sealed until two people open it after closing."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from challenges.models.challenge import Challenge
from challenges.models.phase import FormField, Phase
from challenges.statuses import AFTER_OPENING, ResponseStatus, Right
from participation.models import Organisation, OrganisationRole, User

#: No letters or digits that are mistaken for each other.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A name that says nothing: not who, not when, and not how many there are."""
    return "".join(secrets.choice(SIGNS) for _index in range(8))


class SealKey(models.Model):
    """The key with which what a phase receives is sealed, itself sealed with the key of the installation."""

    phase = models.OneToOneField(Phase, models.CASCADE, related_name="seal_key")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.phase_id}"


class Opening(models.Model):
    """That one of the two who were named opened a phase. Triggers refuse it before closing, and its removal."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openingen")
        constraints = [models.UniqueConstraint(fields=["phase", "person"], name="opening_is_by_two_people")]

    def __str__(self) -> str:
        return f"{self.phase_id} · {self.person_id}"


class ResponseQuerySet(models.QuerySet["Response"]):
    """Reads of responses. For one at hand: `challenges.permissions.right_of()`."""

    def written_by(self, person: User) -> "ResponseQuerySet":
        """Those that `person` may at least read as a member of the organisation or of a partner."""
        mine = Organisation.objects.of(person).values("pk")
        partners = Partner.objects.filter(organisation__in=mine, accepted_at__isnull=False).values("response")
        return self.filter(Q(organisation__in=mine) | Q(pk__in=partners))

    def heard_by(self, person: User) -> "ResponseQuerySet":
        """Those of which `person` may read news: makers, who is asked to be one, and after the opening who runs it."""
        owned = Organisation.objects.of(person, OrganisationRole.OWNER)
        asked = Partner.objects.filter(organisation__in=owned.values("pk")).values("response")
        opened = Q(challenge__in=Challenge.objects.run_by(person), challenge__status__in=AFTER_OPENING)
        return self.filter(Q(pk__in=self.written_by(person).values("pk")) | Q(pk__in=asked) | opened)

    def opened_for(self, person: User) -> "ResponseQuerySet":
        """Those of phases that two people opened, for who runs the challenge. For a phase: `may_read_opened()`."""
        unsealed = Phase.objects.filter(unsealed_at__isnull=False, challenge__in=Challenge.objects.run_by(person))
        handed = Submission.objects.filter(phase__in=unsealed.values("pk"), withdrawn_at__isnull=True)
        return self.without_conflict_of(person).filter(pk__in=handed.values("response"))

    def without_conflict_of(self, person: User) -> "ResponseQuerySet":
        """Those in which `person` did not declare an interest as a juror: a conflict hides it at every door."""
        conflicted = Response.objects.filter(interests__juror__person=person, interests__has_conflict=True)
        return self.exclude(pk__in=conflicted.values("pk"))

    def submitted(self) -> "ResponseQuerySet":
        return self.filter(status=ResponseStatus.SUBMITTED)


class Response(models.Model):
    """One organisation's answer to one challenge, through all its phases.

    `challenges.actions.response` alone changes it. What it says is in `Draft` and `Submission`.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="responses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="responses")
    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    status = models.CharField(max_length=9, choices=ResponseStatus, default=ResponseStatus.CONCEPT)
    phase_number = models.PositiveSmallIntegerField(default=1, help_text="The last phase that it may take part in.")
    agrees_to_publish = models.BooleanField(_("de openbare delen mogen na het besluit op de website"), default=False)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("inzending")
        verbose_name_plural = _("inzendingen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "organisation"], name="response_is_one_per_organisation")
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Where its makers work on it."""
        return reverse("challenges:response", args=[self.reference])

    def get_desk_url(self) -> str:
        """Where who runs the challenge reads it, after the opening."""
        return reverse("challenges:desk_response", args=[self.reference])


class Partner(models.Model):
    """Another organisation that writes along, once it has accepted."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    right = models.CharField(_("mag"), max_length=7, choices=Right, default=Right.SEE)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [models.UniqueConstraint(fields=["response", "organisation"], name="partner_is_unique")]

    def __str__(self) -> str:
        return f"{self.organisation_id} · {self.response_id}"


#: What a member may do with what their organisation writes.
RIGHTS: dict[str, Right] = {
    OrganisationRole.OWNER: Right.EDIT,
    OrganisationRole.EDITOR: Right.EDIT,
    OrganisationRole.READER: Right.SEE,
}


class Draft(models.Model):
    """What a response says now in one phase. `sealed`: all answers as JSON, by the uuid of their fields."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="drafts")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="drafts")
    sealed = models.BinaryField(default=bytes)
    edition = models.PositiveIntegerField(default=0, help_text="Counts saves. It is sealed under this number.")
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "phase"], name="draft_is_one_per_phase")]

    def __str__(self) -> str:
        return f"{self.response_id} · {self.phase_id}"


class DraftVersion(models.Model):
    """What a draft said before: readable for its makers."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    edition = models.PositiveIntegerField()
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-edition"]
        constraints = [models.UniqueConstraint(fields=["draft", "edition"], name="draft_version_is_unique")]

    def __str__(self) -> str:
        return f"{self.draft_id} · {self.edition}"


class Remark(models.Model):
    """What its makers say to each other about a field of a draft, sealed as well."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="remarks")
    field = models.ForeignKey(FormField, models.CASCADE, null=True, blank=True, related_name="+")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sealed = models.BinaryField()
    written_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Reads of what was handed in."""

    def counting(self) -> "SubmissionQuerySet":
        """Of each response in each phase the one that counts: the last that was not withdrawn."""
        last = Submission.objects.filter(
            response=models.OuterRef("response"), phase=models.OuterRef("phase"), withdrawn_at__isnull=True
        ).order_by("-number")
        return self.filter(pk=models.Subquery(last.values("pk")[:1]))

    def kept(self) -> "SubmissionQuerySet":
        """Those of which the text is there: after its term the clock takes it away."""
        return self.exclude(salt="")


class Submission(models.Model):
    """What was handed in: a copy that never changes. The last one before closing counts; a trigger keeps every one.

    `sha256` is over the manifest: every answer and the hash of every file, as `challenges.receipts` writes it out.
    """

    response = models.ForeignKey(Response, models.PROTECT, related_name="submissions")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(help_text="1 for the first of this response in this phase.")
    sealed = models.BinaryField()
    salt = models.CharField(max_length=64, help_text="In the manifest, so that nobody guesses an answer by its hash.")
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ingediende versie")
        verbose_name_plural = _("ingediende versies")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["response", "phase", "number"], name="submission_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.response_id} · {self.phase_id} · {self.number}"

    @property
    def is_kept(self) -> bool:
        """The same rule as `SubmissionQuerySet.kept()`, for one at hand."""
        return bool(self.salt)


class SealedFile(models.Model):
    """A file of a response. Its pieces lie sealed in a folder of their own; its name is sealed too."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="files")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="files")
    field = models.ForeignKey(FormField, models.PROTECT, related_name="files")
    sealed_name = models.BinaryField()
    size = models.PositiveBigIntegerField(help_text="In bytes, as announced when the upload began.")
    received = models.PositiveBigIntegerField(default=0, help_text="Bytes that lie safely in the folder.")
    kind = models.CharField(max_length=80, blank=True, help_text="By what is in it, when it is complete.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file itself, when it is whole.")
    began_at = models.DateTimeField(default=timezone.now)
    last_piece_at = models.DateTimeField(
        default=timezone.now, help_text="When its last piece came in; before that, when it was announced."
    )
    whole_at = models.DateTimeField(null=True, blank=True, help_text="When its last byte lay in the folder.")
    completed_at = models.DateTimeField(null=True, blank=True, help_text="When it was found to be in order.")
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Taken out of the draft; submissions keep it.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("bestand bij een inzending")
        verbose_name_plural = _("bestanden bij een inzending")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="sealed_file_is_not_too_long"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(received=models.F("size")) & ~Q(sha256=""),
                name="sealed_file_complete_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
