"""What was destroyed: how many of which kind on which day, and nothing that leads back to anybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Destruction(models.Model):
    """A count of a day. `participation.destruction.note()` is its only door."""

    day = models.DateField(_("dag"))
    kind = models.CharField(_("soort"), max_length=60, help_text="Label of the model, or `file` for a loose file.")
    count = models.PositiveIntegerField(_("aantal"))

    class Meta:
        verbose_name = _("vernietiging")
        verbose_name_plural = _("vernietigingen")
        ordering = ["-day", "kind"]
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="destruction_is_counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}: {self.count}"
