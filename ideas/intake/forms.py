"""What an official types over of what somebody else put forward."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.statuses import ENTERED
from ideas.submit_forms import IdeaForm


class CodeForm(forms.Form):
    """The code of a paper form."""

    code = forms.CharField(
        label=_("Code van het formulier"), max_length=40, help_text=_("Hij staat bovenaan het papier.")
    )


class EntryForm(forms.Form):
    """The questions of the site, and how it came in and from whom."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2)
    channel = forms.ChoiceField(
        label=_("Hoe kwam het idee binnen?"), choices=[(way.value, way.label) for way in ENTERED],
        widget=forms.RadioSelect, error_messages={"required": _("Kies hoe het idee binnenkwam.")},
    )  # fmt: skip
    problem = IdeaForm.base_fields["problem"]
    proposal = IdeaForm.base_fields["proposal"]
    title = IdeaForm.base_fields["title"]
    theme = IdeaForm.base_fields["theme"]
    area = IdeaForm.base_fields["area"]
    address = IdeaForm.base_fields["address"]
    photo = IdeaForm.base_fields["photo"]
    anonymous = forms.BooleanField(label=_("Geen schuilnaam bij het idee: er staat dan “Anoniem”"), required=False)
    email = forms.EmailField(
        label=_("E-mailadres van de indiener"),
        required=False,
        help_text=_("De indiener krijgt dan bericht per e-mail, en kan later zelf inloggen."),
        error_messages={"invalid": _("Dit is geen goed e-mailadres. Bijvoorbeeld: naam@voorbeeld.nl.")},
    )
    name = forms.CharField(
        label=_("Naam van de indiener"),
        max_length=120,
        required=False,
        help_text=_("Alleen zonder e-mailadres, voor een brief. Dit komt niet op de website."),
    )
    postal = forms.CharField(
        label=_("Postadres van de indiener"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @property
    def said(self) -> dict[str, Any]:
        """What the idea says, by the names that a draft has."""
        names = ("problem", "proposal", "title", "theme", "area", "address")
        return {**{name: self.cleaned_data[name] for name in names}, "is_anonymous": self.cleaned_data["anonymous"]}
