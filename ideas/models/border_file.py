"""Borders that an administrator uploaded: what the file said, whether they hold, and how far ideas were placed anew."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.geojson import AreaDraft
from participation.models import AreaKind

LONGEST_FILE_NAME = 120


class BorderFileQuerySet(models.QuerySet["BorderFile"]):
    """Reads of uploaded borders."""

    def forgotten(self, before: datetime) -> "BorderFileQuerySet":
        """Uploaded before that moment, and never confirmed."""
        return self.filter(confirmed_at=None, uploaded_at__lt=before)

    def confirmed(self) -> "BorderFileQuerySet":
        """Those that hold or held, the newest first."""
        return self.filter(confirmed_at__isnull=False).order_by("-confirmed_at", "-pk")

    def to_place(self, before: datetime) -> "BorderFileQuerySet":
        """Confirmed before that moment, while ideas are still to be placed; the oldest first."""
        return self.filter(confirmed_at__lt=before, placed_at=None).order_by("confirmed_at", "pk")


class BorderFile(models.Model):
    """A file of borders. Confirmed and worked off in `ideas.actions.borders` only; who did it stands in the journal."""

    name = models.CharField(gettext_lazy("bestand"), max_length=LONGEST_FILE_NAME)
    areas = models.JSONField(gettext_lazy("gebieden"))
    uploaded_at = models.DateTimeField(gettext_lazy("gekozen op"), default=timezone.now)
    confirmed_at = models.DateTimeField(gettext_lazy("geldt sinds"), null=True, blank=True)
    last_placed = models.BigIntegerField(default=0, help_text="Ideas up to this key were placed anew.")
    moved = models.PositiveIntegerField(gettext_lazy("ideeën die een ander gebied kregen"), default=0)
    placed_at = models.DateTimeField(gettext_lazy("klaar op"), null=True, blank=True)

    objects = BorderFileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("bestand met grenzen")
        verbose_name_plural = gettext_lazy("bestanden met grenzen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(placed_at=None) | models.Q(confirmed_at__isnull=False),
                name="borders_are_confirmed_before_ideas_are_placed",
            )
        ]

    def __str__(self) -> str:
        return _("Grenzen uit %(name)s") % {"name": self.name}

    @property
    def drafts(self) -> list[AreaDraft]:
        """The areas of the file."""
        return [AreaDraft(**{**area, "kind": AreaKind(area["kind"])}) for area in self.areas]


def stored(drafts: list[AreaDraft]) -> list[dict[str, Any]]:
    """The areas as a row holds them."""
    names = ("code", "name", "kind", "parent", "geometry", "attribution")
    return [{name: getattr(draft, name) for name in names} for draft in drafts]
