"""Days on which the town hall is closed besides weekends and public holidays."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClosedDay(models.Model):
    """A day that is no working day here. `actions.closed_days` is its door, the journal its history."""

    day = models.DateField(_("dag"), unique=True)
    name = models.CharField(_("waarom"), max_length=80)

    class Meta:
        verbose_name = _("gesloten dag")
        verbose_name_plural = _("gesloten dagen")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
