"""What somebody is still writing. Kept on the server, readable by its writer only."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ConceptQuerySet(models.QuerySet["Concept"]):
    """Reads of concepts."""

    def written_by(self, user_id: int | None, keys: Sequence[str], browser: str = "") -> "ConceptQuerySet":
        """The concepts of a signed-in user, and of this browser those that nobody owns.

        A browser is known by the keys in its session, and by the mark of `browser` when its session never came back.
        """
        mine = models.Q(author__isnull=True, key__in=keys)
        if browser:
            mine |= models.Q(author__isnull=True, browser=browser)
        if user_id is not None:
            mine |= models.Q(author_id=user_id)
        return self.filter(mine)


class Concept(models.Model):
    """An idea that was not submitted yet. `answers` holds the form as typed, also what is not valid yet.

    `saves` counts how often it was kept, and `changed` says of each answer at which of these it changed and by which
    tab of a browser: so that two tabs do not undo each other.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="concepts")
    answers = models.JSONField(default=dict)
    saves = models.PositiveIntegerField(default=0)
    changed = models.JSONField(default=dict)
    browser = models.CharField(max_length=64, blank=True, help_text="Keyed hash of the cookie against forged requests.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        ordering = ["-updated_at"]
        indexes = [
            models.Index(
                fields=["browser"],
                name="concept_browser",
                condition=models.Q(author__isnull=True) & ~models.Q(browser=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.answers.get("title") or self.key)
