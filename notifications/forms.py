"""What people choose on the page with preferences."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from notifications.models import Preference
from notifications.statuses import Channel, Frequency, Group
from participation.models import User


class PreferencesForm(forms.Form):
    """One box for each kind of mail that may be switched off."""

    followed = forms.BooleanField(label=_("E-mail over ideeën die ik volg of steun"), required=False)
    searches = forms.BooleanField(label=_("E-mail over ideeën waar ik naar zoek"), required=False)
    desk = forms.BooleanField(label=_("E-mail voor mijn werk als medewerker"), required=False)

    def __init__(self, person: User, data: QueryDict | None = None) -> None:
        chosen = Preference.objects.filter(person=person, channel=Channel.EMAIL, frequency=Frequency.OFF)
        off = set(chosen.values_list("group", flat=True))
        super().__init__(data, initial={group.value: group.value not in off for group in Group})
        if not person.is_official:
            del self.fields["desk"]

    def choices(self) -> list[tuple[Group, Frequency]]:
        """What was chosen, per group."""
        return [
            (Group(name), Frequency.AT_ONCE if wanted else Frequency.OFF) for name, wanted in self.cleaned_data.items()
        ]
