"""What administrators wrote on public pages. Read through `ideas.page_texts`, which every process keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.page_texts import TEXTS

LONGEST_PAGE_TEXT = 5_000


class PageText(models.Model):
    """A text in words of our own, as Markdown; what is empty is as the code says. Changed in one action only."""

    key = models.SlugField(_("tekst"), max_length=40, unique=True)
    text_nl = models.TextField(_("in het Nederlands"), blank=True)
    text_en = models.TextField(_("in het Engels"), blank=True)

    class Meta:
        verbose_name = _("tekst van een pagina")
        verbose_name_plural = _("teksten van pagina's")

    def __str__(self) -> str:
        return str(TEXTS[self.key].what)
