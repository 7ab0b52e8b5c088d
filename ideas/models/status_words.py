"""What administrators call each status in public. Read through `ideas.status_words`, which every process keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.statuses import Status

LONGEST_LABEL, LONGEST_TEXT = 40, 300


class StatusWords(models.Model):
    """A status in words of our own; what is empty is as the code says. Changed in `ideas.actions.administer` only."""

    status = models.CharField(_("status"), max_length=12, choices=Status, unique=True)
    label_nl = models.CharField(_("naam, Nederlands"), max_length=LONGEST_LABEL, blank=True)
    explanation_nl = models.CharField(_("uitleg, Nederlands"), max_length=LONGEST_TEXT, blank=True)
    next_step_nl = models.CharField(_("volgende stap, Nederlands"), max_length=LONGEST_TEXT, blank=True)
    label_en = models.CharField(_("naam, Engels"), max_length=LONGEST_LABEL, blank=True)
    explanation_en = models.CharField(_("uitleg, Engels"), max_length=LONGEST_TEXT, blank=True)
    next_step_en = models.CharField(_("volgende stap, Engels"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("woorden van een status")
        verbose_name_plural = _("woorden van statussen")

    def __str__(self) -> str:
        return str(Status(self.status).label)
