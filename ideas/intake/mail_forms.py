"""What an official makes of a mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.forms import LONG, SHORT, text
from ideas.models import InboundMail
from ideas.submit_forms import IdeaForm


class MailForm(forms.Form):
    """The idea in a mail: its text stands ready, an official divides it over problem and proposal."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = IdeaForm.base_fields["title"]
    problem = IdeaForm.base_fields["problem"]
    proposal = IdeaForm.base_fields["proposal"]
    theme = IdeaForm.base_fields["theme"]
    area = IdeaForm.base_fields["area"]
    address = IdeaForm.base_fields["address"]
    photos = forms.TypedMultipleChoiceField(
        label=_("Welke foto's horen erbij?"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, mail: InboundMail, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        photos = self.fields["photos"]
        keys = [photo.pk for photo in mail.photos.all()]
        if isinstance(photos, forms.TypedMultipleChoiceField) and keys:
            photos.choices = [(key, _("Foto %(number)s") % {"number": number}) for number, key in enumerate(keys, 1)]
        else:
            del self.fields["photos"]

    @property
    def said(self) -> dict[str, Any]:
        """What the idea says, by the names that a draft has."""
        return {name: self.cleaned_data[name] for name in ("title", "problem", "proposal", "theme", "area", "address")}

    @classmethod
    def beginning(cls, mail: InboundMail) -> dict[str, Any]:
        """What stands in the form before anybody typed."""
        keys = [photo.pk for photo in mail.photos.all()]
        return {"title": mail.subject[:SHORT], "problem": mail.text[:LONG], "photos": keys}


class AsideForm(forms.Form):
    """Why no idea comes of a mail."""

    reason = text(_("Waarom wordt dit geen idee?"), 2, _("Alleen medewerkers lezen dit."))
