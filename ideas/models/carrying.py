"""What supporters of one idea are asked about another: whether their support goes along."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.models.voice import Support
from ideas.statuses import ENDED, Visibility

QUESTION_SALT = "ideas.support_question"
QUESTION_DAYS = 365


class Asked(models.TextChoices):
    """Why supporters are asked."""

    MERGED = "merged", _("Hun idee werd samengevoegd")
    DIVIDED = "divided", _("Hun idee werd gesplitst")


class Reply(models.TextChoices):
    """What a supporter said."""

    WAITING = "", _("Nog geen antwoord")
    YES = "yes", _("Ja")
    NO = "no", _("Nee")


class SupportQuestionQuerySet(models.QuerySet["SupportQuestion"]):
    """Reads of questions to supporters."""

    def open(self) -> "SupportQuestionQuerySet":
        """Those that can still be answered: nobody withdrew, hid, ended or split anything meanwhile."""
        both_public = Q(source__visibility=Visibility.PUBLIC, target__visibility=Visibility.PUBLIC)
        still_so = Q(kind=Asked.DIVIDED) | Q(kind=Asked.MERGED, source__merged_into=F("target"))
        supports = Support.objects.filter(idea=OuterRef("source"), person=OuterRef("person"))
        waiting = self.filter(both_public & still_so, Exists(supports), answer=Reply.WAITING, person__is_active=True)
        return waiting.exclude(target__status__in=ENDED)

    def of(self, source_id: int, target: str) -> "SupportQuestionQuerySet":
        """The questions to supporters of one idea about the idea with the number `target`."""
        return self.filter(source=source_id, target__reference=target)


class SupportQuestion(models.Model):
    """One supporter of `source` is asked once about `target`.

    `ideas.actions.carrying` asks, and `ideas.actions.support_question` is the only door for an answer.
    """

    source = models.ForeignKey(Idea, models.CASCADE, related_name="questions_to_supporters")
    target = models.ForeignKey(Idea, models.CASCADE, related_name="asked_about")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="support_questions")
    kind = models.CharField(max_length=8, choices=Asked)
    answer = models.CharField(_("antwoord"), max_length=3, choices=Reply, blank=True, default=Reply.WAITING)
    asked_at = models.DateTimeField(_("gevraagd op"))
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)

    objects = SupportQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag aan een steuner")
        verbose_name_plural = _("vragen aan steuners")
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "person"], name="supporter_is_asked_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="supporter_is_asked_about_another_idea"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"

    def get_absolute_url(self) -> str:
        return question_path(self.source_id, self.target.reference, self.person_id)


def question_path(source_id: int, target: str, person_id: int) -> str:
    """The private link of one supporter. Whoever holds it got it by mail; it answers this one question only."""
    return reverse("ideas:support_question", args=[signing.dumps([source_id, target, person_id], salt=QUESTION_SALT)])
