"""How an answer comes about: templates to begin with, a draft that waits, what it said before, and its documents."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.answer_statuses import DECISIONS
from ideas.models.answer import Answer
from ideas.models.idea import Idea
from ideas.statuses import ReasonCode
from participation.models import Programme, Theme, User

MOST_DOCUMENTS = 5


def document_path(_instance: models.Model, _filename: str) -> str:
    """A random path: a name that somebody chose is only ever text to us."""
    name = uuid.uuid4().hex
    return f"documents/{name[:2]}/{name}.bin"


class AnswerTemplateQuerySet(models.QuerySet["AnswerTemplate"]):
    """Reads of templates."""

    def fitting(self, decision: str, theme_id: int | None) -> "AnswerTemplateQuerySet":
        """Those that can be chosen for this decision on an idea of this theme, the closest first."""
        return self.fitting_any([decision], theme_id)

    def fitting_any(self, decisions: Collection[str], theme_id: int | None) -> "AnswerTemplateQuerySet":
        """Those that can be chosen for one of these decisions; none when there is no decision to take."""
        fits = models.Q(decision__in=["", *decisions]) & (models.Q(theme=None) | models.Q(theme=theme_id))
        found = self.filter(fits, is_active=True).order_by(models.F("theme").asc(nulls_last=True), "-decision", "name")
        return found if decisions else found.none()


class AnswerTemplate(models.Model):
    """Words to begin an answer with. Coordinators keep them (`actions.template`); events tell what they were."""

    name = models.CharField(_("naam"), max_length=80, unique=True)
    decision = models.CharField(
        _("voor welk besluit"), max_length=12, blank=True, choices=[(one.value, one.label) for one in DECISIONS]
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voor welk thema")
    )
    reason_code = models.CharField(_("soort reden"), max_length=20, choices=ReasonCode, blank=True)
    reason = models.TextField(_("reden"), blank=True)
    next_step = models.TextField(_("volgende stap"), blank=True)
    is_active = models.BooleanField(_("te kiezen"), default=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("sjabloon")
        verbose_name_plural = _("sjablonen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ideas:template", args=[self.pk])


class AnswerDraftQuerySet(models.QuerySet["AnswerDraft"]):
    """Reads of drafts."""

    def at_desk_of(self, person: User | AnonymousUser) -> "AnswerDraftQuerySet":
        """Those about ideas of the programmes that `person` acts for."""
        return self.filter(idea__programme__in=Programme.objects.handled_by(person))

    def due(self, now: datetime) -> "AnswerDraftQuerySet":
        """Whose moment has come, and which nothing stands in the way of."""
        return self.filter(publish_at__lte=now, trouble="")

    def planned_on(self, day: date) -> "AnswerDraftQuerySet":
        return self.filter(publish_at__date=day)


class AnswerDraft(models.Model):
    """An answer that is being written, one for each idea. `actions.draft` and `actions.publish` are its doors.

    It goes in the transaction that makes the answer, so it is published once or not at all.
    """

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="draft")
    verb = models.CharField(max_length=20, help_text="The move that it will be.")
    facts = models.JSONField(default=dict, help_text="What was filled in, as the form gives it.")
    publish_at = models.DateTimeField(_("publiceren op"), null=True, blank=True)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="answer_drafts", verbose_name=_("schrijver")
    )
    saved_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, help_text="Goes up with each save: two tabs do not overwrite.")
    trouble = models.TextField(_("waarom dit niet verstuurd is"), blank=True)

    objects = AnswerDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("conceptantwoord")
        verbose_name_plural = _("conceptantwoorden")
        ordering = ["publish_at", "pk"]
        indexes = [models.Index(fields=["publish_at"], name="draft_due", condition=models.Q(publish_at__isnull=False))]

    def __str__(self) -> str:
        return str(self.idea)

    def get_absolute_url(self) -> str:
        return reverse("ideas:answer", args=[self.idea.reference, self.verb])


class AnswerVersion(models.Model):
    """What an answer said before it was corrected, and why it was. Anybody who reads the answer reads this."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="versions")
    reason = models.TextField(_("reden"))
    next_step = models.TextField(_("volgende stap"))
    date = models.DateField(_("datum"))
    why = models.TextField(_("waarom verbeterd"))
    official = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="corrections")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("eerdere tekst van een antwoord")
        verbose_name_plural = _("eerdere teksten van antwoorden")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return str(self.answer)


class AnswerDocument(models.Model):
    """A document of a draft, which becomes the answer's when that is given. At most `MOST_DOCUMENTS` each."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(AnswerDraft, models.CASCADE, null=True, blank=True, related_name="documents")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, blank=True, related_name="documents")
    file = models.FileField(upload_to=document_path)
    name = models.CharField(max_length=120, help_text="Cleaned, with the ending that fits what it is.")
    kind = models.CharField(max_length=80, help_text="Its type, by what is in it.")
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="Of the file: the same document comes in once.")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True, answer__isnull=False)
                | models.Q(draft__isnull=False, answer__isnull=True),
                name="document_is_of_a_draft_or_of_an_answer",
            ),
            models.UniqueConstraint(fields=["draft", "digest"], name="document_is_once_in_a_draft"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ideas:document", args=[self.key])

    @property
    def idea(self) -> Idea:
        """What it is about. A draft or an answer it always has: a constraint sees to that."""
        whose = self.answer or self.draft
        return whose.idea  # type: ignore[union-attr] # never None, see above
