"""The form of a search to keep: a name, and if somebody likes an area of their own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.actions.saved import LONGEST_NAME, RADII

METRES = 1000


def around(radius: int) -> Any:
    """A radius as people say it."""
    if radius < METRES:
        return _("%(metres)s meter rond een plek") % {"metres": radius}
    return _("%(kilometres)s kilometer rond een plek") % {"kilometres": radius // METRES}


class SavedSearchForm(forms.Form):
    """`radius` asks for a place: pointed out, or an address that the view looks up."""

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
