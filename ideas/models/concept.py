"""What somebody is still writing. Kept on the server, readable by its writer only."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models.photo import photo_path


class ConceptQuerySet(models.QuerySet["Concept"]):
    """Reads of concepts."""

    def written_by(self, user_id: int | None, keys: list[str]) -> "ConceptQuerySet":
        """The concepts of a signed-in user, or those whose keys this browser's session holds and nobody owns."""
        mine = models.Q(author__isnull=True, key__in=keys)
        if user_id is not None:
            mine |= models.Q(author_id=user_id)
        return self.filter(mine)


class Concept(models.Model):
    """An idea that was not submitted yet. `answers` holds the form as typed, also what is not valid yet."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="concepts")
    answers = models.JSONField(default=dict)
    photo = models.ImageField(_("foto"), upload_to=photo_path, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return str(self.answers.get("title") or self.key)
