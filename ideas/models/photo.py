"""Photos, and where they are kept. The name of the file says nothing about the idea or its author."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_PHOTOS = 5


def photo_path(_instance: models.Model, _filename: str) -> str:
    """A random path; what the visitor's file was called is forgotten."""
    name = uuid.uuid4().hex
    return f"photos/{name[:2]}/{name}.jpg"


class IdeaPhoto(models.Model):
    """A photo of a concept, which becomes the idea's when that is sent. At most `MOST_PHOTOS` each.

    Its doors are `ideas.actions.concept` and `ideas.actions.submit`.
    """

    concept = models.ForeignKey("ideas.Concept", models.CASCADE, null=True, blank=True, related_name="photos")
    idea = models.ForeignKey("ideas.Idea", models.CASCADE, null=True, blank=True, related_name="photos")
    image = models.ImageField(_("foto"), upload_to=photo_path)
    description = models.CharField(_("wat staat er op de foto"), max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the file: the same photo comes in once.")
    place = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="Among the others, the lowest first.")

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto's")
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(concept__isnull=True, idea__isnull=False)
                | models.Q(concept__isnull=False, idea__isnull=True),
                name="photo_is_of_a_concept_or_of_an_idea",
            ),
            models.UniqueConstraint(
                fields=["concept", "digest"], condition=~models.Q(digest=""), name="photo_is_once_in_a_concept"
            ),
        ]

    def __str__(self) -> str:
        return self.description or str(self.image)
