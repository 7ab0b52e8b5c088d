"""How often somebody may still do something. In PostgreSQL, so that limits hold when Redis is away."""

from django.db import models


class Allowance(models.Model):
    """A bucket of tokens that fills by itself. Its doors: `participation.limits`, `notifications.pace`."""

    key = models.CharField(max_length=120, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.tokens:.1f}"
