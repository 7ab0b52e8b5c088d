"""The form of a search to keep: a name, and if somebody likes an area of their own."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.actions.saved import LONGEST_NAME, Circle
from ideas.filters import RADII
from ideas.panel import distance
from participation.addresses import find_addresses
from participation.errors import Incomplete


def around(radius: int) -> str:
    """A radius as people say it."""
    return gettext("%(distance)s rond een plek") % {"distance": distance(radius)}


class SavedSearchForm(forms.Form):
    """`radius` asks for a place: pointed out, or an address that `circle()` looks up."""

    name = forms.CharField(
        label=_("Hoe noemt u deze zoekopdracht?"),
        max_length=LONGEST_NAME,
        help_text=_("Alleen u ziet deze naam."),
        error_messages={"required": _("Geef een naam.")},
    )
    radius = forms.TypedChoiceField(
        label=_("Hoe ver van een plek?"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Bijvoorbeeld rond uw straat. Alleen u ziet deze plek."),
    )
    address = forms.CharField(
        label=_("Rond welke plek?"),
        max_length=200,
        required=False,
        help_text=_("Een straat of een plein. Wij bewaren alleen het punt op de kaart."),
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput, label=_("Plek"))
    longitude = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput, label=_("Plek")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anywhere = ("", _("Overal"))
        self.fields["radius"].choices = [anywhere, *((radius, around(radius)) for radius in RADII)]  # type: ignore[attr-defined] # a choice field

    def circle(self) -> Circle | None:
        """The area that was asked for. An address alone is looked up, so that it works without a script too.

        Raises Incomplete when a radius has no place, and what `find_addresses()` raises.
        """
        data = self.cleaned_data
        if not data["radius"]:
            return None
        if data["latitude"] is not None and data["longitude"] is not None:
            return Circle(longitude=data["longitude"], latitude=data["latitude"], radius=data["radius"])
        if not data["address"]:
            raise Incomplete(gettext("Kies een plek, of schrijf een straat of plein op."), field="address")
        found = find_addresses(data["address"])
        if not found:
            raise Incomplete(gettext("Wij vinden deze plek niet. Schrijf de plek anders op."), field="address")
        return Circle(longitude=found[0].longitude, latitude=found[0].latitude, radius=data["radius"])
