"""Choosing a file with borders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.borders import MOST_BYTES, BadBorders, read_borders
from participation.geojson import AreaDraft
from participation.models import Area, AreaKind


class BordersForm(forms.Form):
    """A file of GeoJSON, and what it does not say itself. `drafts` are its areas once the form is valid."""

    file = forms.FileField(
        label=_("GeoJSON-bestand"),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        help_text=_(
            "Een FeatureCollection in WGS84 van hoogstens 5 MB. Elk gebied heeft een code, een naam en een gesloten "
            "grens. Zo geven het CBS en PDOK wijken en buurten uit."
        ),
        error_messages={"required": _("Kies een bestand."), "empty": _("Dit bestand is leeg.")},
    )
    kind = forms.ChoiceField(
        label=_("Wat zijn gebieden waar het niet bij staat?"), choices=AreaKind, initial=AreaKind.NEIGHBOURHOOD,
        widget=forms.RadioSelect,
    )  # fmt: skip
    attribution = forms.CharField(
        label=_("Van wie zijn de grenzen?"), required=False,
        max_length=Area._meta.get_field("attribution").max_length,
        help_text=_("Dit staat op de pagina met bronnen. Bijvoorbeeld: CBS en Kadaster, 2026."),
    )  # fmt: skip

    drafts: list[AreaDraft]

    def clean(self) -> dict[str, Any]:
        """Read the file, and say what is wrong with it beside its field."""
        said: dict[str, Any] = super().clean() or {}
        file = said.get("file")
        if file is None or "kind" not in said:
            return said
        try:
            data = file.read(MOST_BYTES + 1)
            self.drafts = read_borders(data, kind=AreaKind(said["kind"]), attribution=said.get("attribution", ""))
        except BadBorders as bad:
            self.add_error("file", list(bad.problems))
        return said
