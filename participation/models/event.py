"""The journal: one row is audit trail, line of the timeline and work order at once."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """That something happened. Rows are made by `journal.record()` only and their facts never change."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("soort"), max_length=40)
    subject_type = models.CharField(max_length=40, help_text="Label of the subject's model, such as `ideas.idea`.")
    subject_id = models.BigIntegerField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="deeds", verbose_name=_("door")
    )
    facts = models.JSONField(default=dict, help_text="What news is told from; never looked up again later.")
    recorded_at = models.DateTimeField(_("moment"), db_default=Now())

    dispatched_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("gebeurtenissen")
        ordering = ["recorded_at", "pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "recorded_at", "id"], name="event_timeline"),
            models.Index(
                fields=["attempts", "recorded_at"],
                name="event_waiting",
                condition=models.Q(dispatched_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id}"
