"""Words that mean the same here, as the administrator keeps them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.folding import fold

FEWEST, MOST = 2, 20


class Synonyms(models.Model):
    """A group of words, or of short names such as `openbaar vervoer`, of which each finds the others."""

    words = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("woorden"),
        help_text=_("Met komma's ertussen. Wie één van deze woorden zoekt, vindt ook de andere."),
    )
    changed_at = models.DateTimeField(_("gewijzigd op"), auto_now=True)

    class Meta:
        verbose_name = _("woorden die hetzelfde betekenen")
        verbose_name_plural = _("woorden die hetzelfde betekenen")
        ordering = ["words"]

    def __str__(self) -> str:
        return ", ".join(self.words)

    def clean(self) -> None:
        """Keep each word once. Raises ValidationError when fewer than two are left, or too many."""
        kept: dict[str, Any] = {fold(word).strip(): word.strip() for word in self.words or [] if word.strip()}
        self.words = list(kept.values())
        if not FEWEST <= len(self.words) <= MOST:
            raise ValidationError({"words": _("Schrijf twee tot twintig verschillende woorden op.")})
