"""Who stands behind an idea, and who wants to hear of it. Support is never shown by name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea

CARRIED = models.Q(carried_from__isnull=False)  # Few are; the others cost the index nothing.


class Support(models.Model):
    """One person's support of one idea. Its doors are `ideas.actions.support` and `ideas.actions.support_question`."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="supports")
    created_at = models.DateTimeField(auto_now_add=True)
    carried_from = models.ForeignKey(
        Idea, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        help_text="It moved here from that merged idea.",
    )  # fmt: skip

    class Meta:
        verbose_name = _("steun")
        verbose_name_plural = _("steun")
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="support_is_once_per_person")]
        indexes = [models.Index(fields=["carried_from"], name="support_carried_from", condition=CARRIED)]

    def __str__(self) -> str:
        return f"{self.idea_id}"


class Follow(models.Model):
    """That somebody wants news of an idea. The author follows from the start."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="follows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)
    carried_from = models.ForeignKey(
        Idea, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        help_text="They followed that merged idea.",
    )  # fmt: skip

    class Meta:
        verbose_name = _("volger")
        verbose_name_plural = _("volgers")
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="follow_is_once_per_person")]
        indexes = [models.Index(fields=["carried_from"], name="follow_carried_from", condition=CARRIED)]

    def __str__(self) -> str:
        return f"{self.idea_id}"
