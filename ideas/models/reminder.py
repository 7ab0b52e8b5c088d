"""That somebody was reminded of a promised date."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.clock import Step
from ideas.models.idea import Idea


def was_taken(step: str) -> models.Exists:
    """Of an idea in a statement: whether somebody was reminded of its promised date by `step`."""
    same = {"idea": models.OuterRef("pk"), "promised_on": models.OuterRef("promised_on")}
    return models.Exists(Reminder.objects.filter(step=step, **same))


class Reminder(models.Model):
    """One step of one promised date of an idea, so that it is taken once. `actions.remind` is its only door."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reminders", db_index=False)
    promised_on = models.DateField(_("beloofde datum"))
    step = models.CharField(_("stap"), max_length=6, choices=Step)
    reminded_at = models.DateTimeField(_("moment"), default=timezone.now)

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "promised_on", "step"], name="reminder_is_once_per_date_and_step")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.promised_on} {self.step}"
