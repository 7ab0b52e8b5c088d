"""That somebody got the figures of a week."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WeekLetter(models.Model):
    """The letter of a week to one official, so that it comes once. `actions.weekly` is its only door."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="week_letters",
        verbose_name=_("medewerker"),
        db_index=False,
    )
    week = models.DateField(_("week"), help_text="Its Monday.")
    made_at = models.DateTimeField(_("moment"), default=timezone.now)

    class Meta:
        verbose_name = _("weekbericht")
        verbose_name_plural = _("weekberichten")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="week_letter_is_once_per_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.week}"

    def get_absolute_url(self) -> str:
        """The board, with what goes on now."""
        return reverse("ideas:board")

    def get_desk_url(self) -> str:
        return self.get_absolute_url()
