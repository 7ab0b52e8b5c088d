"""How the list of pairs is narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.models import Programme


class ProgrammeForm(forms.Form):
    """Pairs of which one or both ideas lie with a programme."""

    hide_optional = True

    programma = forms.ModelChoiceField(
        Programme.objects.order_by("name", "pk"), to_field_name="slug", required=False, label=_("Programma"),
        empty_label=_("Alle"),
    )  # fmt: skip
