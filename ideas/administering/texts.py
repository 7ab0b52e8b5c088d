"""The municipality's own texts, as administrators write them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ideas.actions.administer import save_page_text
from ideas.administering.administered import Administered, yes_or_no
from ideas.administering.forms import SubjectForm
from ideas.markdown import render
from ideas.models import PageText
from ideas.models.page_text import LONGEST_PAGE_TEXT
from ideas.page_texts import TEXTS
from ideas.permissions import may_edit_texts
from ideas.status_words import LANGUAGES
from participation.plain_text import tidy


class Shown(NamedTuple):
    """A text as its readers see it, and in which language."""

    language: str
    name: str
    html: SafeString


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_PAGE_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )


class PageTextForm(SubjectForm):
    """A text in both languages. What nobody wrote begins with what the code says."""

    text_nl = _text(gettext_lazy("Tekst in het Nederlands"))
    text_en = _text(gettext_lazy("Tekst in het Engels"))

    def __init__(self, data: Any = None, *, row: PageText, seen: int) -> None:
        """Tell what can be typed."""
        super().__init__(data, row=row, seen=seen)
        wording = TEXTS[row.key]
        if wording.is_mail:
            hint = _("Leeg is de gewone tekst. Een mail toont geen opmaak. {team} wordt de naam van het team.")
        else:
            hint = _(
                "Leeg is de gewone tekst. Een lege regel begint een alinea. **Vet**, *schuin*, [een link](https://…), "
                "- een lijst."
            )
        for language in LANGUAGES:
            self.fields[f"text_{language}"].help_text = hint

    def value_of(self, row: Any, name: str) -> Any:
        with override(name[-2:]):
            return super().value_of(row, name) or TEXTS[row.key].usual()


def of_every_text() -> list[PageText]:
    """Each text, in the order of the table; of one that nobody wrote, a row that is not stored."""
    written = {text.key: text for text in PageText.objects.all()}
    return [written.get(key) or PageText(key=key) for key in TEXTS]


def as_read(row: PageText, said: Mapping[str, Any]) -> list[Shown]:
    """What readers would see in each language, if that was saved."""
    wording, shown = TEXTS[row.key], []
    for language, name in zip(LANGUAGES, (_("Nederlands"), _("Engels")), strict=True):
        with override(language):
            text = tidy(said[f"text_{language}"]) or wording.usual()
        html = mark_safe(linebreaks(text, autoescape=True)) if wording.is_mail else render(text)
        shown.append(Shown(language, name, html))
    return shown


TEXTS_OF_PAGES = Administered(
    slug="teksten",
    title=gettext_lazy("Teksten van de gemeente"),
    explanation=gettext_lazy("Wat er staat op de voorpagina, bij de uitleg en in de eerste mail."),
    model=PageText,
    form=PageTextForm,
    save=save_page_text,
    rows=of_every_text,
    columns=(
        (gettext_lazy("Tekst"), str),
        (gettext_lazy("Zelf geschreven in het Nederlands"), lambda row: yes_or_no(bool(row.text_nl))),
        (gettext_lazy("Zelf geschreven in het Engels"), lambda row: yes_or_no(bool(row.text_en))),
    ),
    key="key",
    may=may_edit_texts,
    preview=as_read,
)
