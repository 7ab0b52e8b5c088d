"""What officials fill in about days: when the town hall is closed, and when they are away themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.actions.closed_days import LONGEST_NAME
from participation.forms import DateInput
from participation.models import Kind, User

MISSING = {"required": _("Kies een datum."), "invalid": _("Vul een datum in.")}


class ClosedDayForm(forms.Form):
    """One day, and why."""

    day = forms.DateField(label=_("Welke dag?"), widget=DateInput, error_messages=MISSING)
    name = forms.CharField(
        label=_("Waarom is het gemeentehuis dicht?"),
        max_length=LONGEST_NAME,
        help_text=_("Bijvoorbeeld: vrijdag na Hemelvaartsdag."),
    )


class AbsenceForm(forms.Form):
    """From when to when, and who stands in. Who `chooses_person` says it of anybody."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Wie is er niet?"))
    first_day = forms.DateField(label=_("Eerste dag"), widget=DateInput, error_messages=MISSING)
    last_day = forms.DateField(label=_("Laatste dag"), widget=DateInput, error_messages=MISSING)
    stand_in = forms.ModelChoiceField(User.objects.none(), label=_("Wie vervangt?"))

    def __init__(self, person: User, data: Any = None, *, chooses_person: bool) -> None:
        super().__init__(data, initial={"person": person.pk})
        officials = User.objects.filter(kind=Kind.OFFICIAL, is_active=True).order_by("nickname", "pk")
        self.fields["stand_in"].queryset = officials  # type: ignore[attr-defined] # the stubs know the plain field only
        if chooses_person:
            self.fields["person"].queryset = officials  # type: ignore[attr-defined] # as above
        else:
            del self.fields["person"]
            self.fields["stand_in"].queryset = officials.exclude(pk=person.pk)  # type: ignore[attr-defined] # as above
