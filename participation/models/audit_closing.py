"""What is left of a month of the audit log whose rows had their time: where the chain came in, and where it goes on."""

from django.db import models
from django.utils import timezone


class AuditClosing(models.Model):
    """A month whose rows are gone. A trigger of the database makes it, in the statement that removes them.

    Nobody else can add one, and nobody can change or remove any. `seal` is a hash over it and over the seal before.
    """

    month = models.DateField(unique=True, help_text="Its first day.")
    first = models.BigIntegerField(help_text="Number of its first row.")
    last = models.BigIntegerField(help_text="Number of its last row.")
    before = models.BinaryField(help_text="What the first row followed.")
    after = models.BinaryField(help_text="Hash of the last row, which the next one follows.")
    closed_at = models.DateTimeField(default=timezone.now)
    seal = models.BinaryField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.rows}"

    @property
    def rows(self) -> int:
        """How many there were: numbers have no gaps."""
        return self.last - self.first + 1
