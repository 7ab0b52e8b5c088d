"""What a challenge said each time approval was asked."""

from django.db import models
from django.utils import timezone

from challenges.models.challenge import Challenge


class ChallengeVersion(models.Model):
    """All that was approved or sent back, as `challenges.contents.contents_of()` writes it out. It never changes."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(help_text="1 for the first time that approval was asked.")
    contents = models.JSONField()
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["challenge", "number"]
        constraints = [models.UniqueConstraint(fields=["challenge", "number"], name="challenge_version_is_unique")]

    def __str__(self) -> str:
        return f"{self.challenge} · {self.number}"
