"""Who follows a challenge, what they were told of changes, what was asked and answered, and who was invited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from challenges.models.challenge import Challenge
from challenges.statuses import NoticeKind
from participation.models import Organisation, User


class ChallengeFollow(models.Model):
    """That somebody hears of a challenge."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="follows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="challenge_follows")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "person"], name="challenge_follow_is_unique")]

    def __str__(self) -> str:
        return f"{self.person} · {self.challenge}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def unread_by(self, person: User) -> "NoticeQuerySet":
        """What came while `person` followed, and what they have not said that they read; the oldest first."""
        read = Acknowledgement.objects.filter(notice=models.OuterRef("pk"), person=person)
        follows = ChallengeFollow.objects.filter(
            challenge=models.OuterRef("challenge"), person=person, since__lte=models.OuterRef("given_at")
        )
        return self.filter(models.Exists(follows), ~models.Exists(read)).order_by("given_at", "pk")


class Notice(models.Model):
    """A numbered change of a challenge that was open already. It is never changed or taken back."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="notices")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("soort"), max_length=10, choices=NoticeKind)
    text = models.TextField(_("wat verandert er"))
    changes = models.JSONField(default=dict, help_text="By name of the part: what it said before and says now.")
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    told_in = models.BigIntegerField(
        null=True, editable=False, help_text="The transaction, as a trigger stamps it: only there may texts change."
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht over een wijziging")
        verbose_name_plural = _("berichten over wijzigingen")
        ordering = ["challenge", "number"]
        constraints = [models.UniqueConstraint(fields=["challenge", "number"], name="notice_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.number}"


class Acknowledgement(models.Model):
    """That somebody who follows a challenge read a notice: asked for when they sign in."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="acknowledgement_is_unique")]

    def __str__(self) -> str:
        return f"{self.person} · {self.notice}"


class QuestionQuerySet(models.QuerySet["Question"]):
    """Reads of questions."""

    def public(self) -> "QuestionQuerySet":
        """What was answered for everybody, by number."""
        return self.filter(is_private=False, answered_at__isnull=False).order_by("number")


class Question(models.Model):
    """A question about a challenge, answered once. The public reads `public_text`, never who asked."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="challenge_questions")
    text = models.TextField(_("uw vraag"), max_length=2_000)
    is_private = models.BooleanField(
        _("alleen voor mij"), default=False, help_text=_("Alleen als de vraag over uw eigen plan gaat.")
    )
    asked_at = models.DateTimeField(default=timezone.now)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Given when it is answered for all.")
    public_text = models.TextField(_("vraag zoals iedereen die leest"), blank=True)
    answer = models.TextField(_("antwoord"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    key = models.UUIDField(unique=True, help_text="Of the form, so that sending twice asks once.")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag over een uitdaging")
        verbose_name_plural = _("vragen over een uitdaging")
        ordering = ["challenge", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "number"], name="question_number_is_unique"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="question_answered_has_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.number or '-'}"


class ChallengeInvitation(models.Model):
    """That an organisation was pointed to a challenge. It gives no right that others do not have."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="challenge_invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge", "organisation"], name="challenge_invitation_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.challenge}"
