"""What people report, what moderators rule, what writers object, and who or what is blocked."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.comment_statuses import ReportReason
from ideas.models.comment import Comment
from ideas.models.idea import Idea


class Report(models.Model):
    """That somebody reported an idea, or a comment on it. It is open until a moderator looked."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reports")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    counts = models.BooleanField(default=False, help_text="Towards holding the text back by itself.")
    reason = models.CharField(_("reden"), max_length=16, choices=ReportReason)
    text = models.TextField(_("toelichting"), blank=True)
    made_at = models.DateTimeField(_("gemeld op"), default=timezone.now)
    settled_at = models.DateTimeField(_("bekeken op"), null=True, blank=True)

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="report_of_a_comment_is_once_per_person"),
            models.UniqueConstraint(
                fields=["idea", "reporter"],
                condition=models.Q(comment__isnull=True),
                name="report_of_an_idea_is_once_per_person",
            ),
        ]
        indexes = [
            models.Index(fields=["made_at", "id"], name="report_open", condition=models.Q(settled_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.reason}"


class RulingQuerySet(models.QuerySet["Ruling"]):
    """Reads of rulings."""

    def objected(self) -> "RulingQuerySet":
        """Those with an objection that waits for an answer."""
        return self.filter(objected_at__isnull=False, answered_at__isnull=True)

    def latest_of(self, idea: Idea, comment: Comment | None = None) -> "Ruling | None":
        """The last ruling on a comment, or on the idea itself."""
        return self.filter(idea=idea, comment=comment).order_by("-made_at", "-pk").first()


class Ruling(models.Model):
    """That a moderator hid an idea or a comment, and the objection to that with its answer, by somebody else."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="rulings")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="rulings")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="rulings")
    reason = models.TextField(_("reden"))
    made_at = models.DateTimeField(default=timezone.now)
    objection = models.TextField(_("bezwaar"), blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("antwoord op het bezwaar"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="objections_answered"
    )
    overturned = models.BooleanField(default=False)

    objects = RulingQuerySet.as_manager()

    class Meta:
        verbose_name = _("besluit over een tekst")
        verbose_name_plural = _("besluiten over teksten")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True) | ~models.Q(answered_by=models.F("moderator")),
                name="ruling_objection_is_answered_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(objected_at__isnull=False),
                name="ruling_answer_follows_an_objection",
            ),
        ]
        indexes = [
            models.Index(
                fields=["objected_at", "id"],
                name="ruling_objected",
                condition=models.Q(objected_at__isnull=False, answered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.made_at:%Y-%m-%d}"


class BlockedWord(models.Model):
    """A word at which a comment always waits for a person."""

    word = models.CharField(_("woord"), max_length=60, unique=True, help_text=_("Een heel woord, of een paar woorden."))

    class Meta:
        verbose_name = _("geblokkeerd woord")
        verbose_name_plural = _("geblokkeerde woorden")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class BlockedPerson(models.Model):
    """Somebody who may read and support, and not write with others. `ideas.actions.block` is its only door."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="block")
    reason = models.TextField(_("reden"))
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="blocks_made")
    since = models.DateTimeField(_("sinds"), default=timezone.now)

    class Meta:
        verbose_name = _("geblokkeerd persoon")
        verbose_name_plural = _("geblokkeerde personen")
        ordering = ["-since"]

    def __str__(self) -> str:
        return str(self.person)
