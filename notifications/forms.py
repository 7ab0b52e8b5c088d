"""What people choose on the page with preferences."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.models import Preference, QuietHours
from notifications.models.device import LONGEST_ENDPOINT
from notifications.push.encryption import browser_keys
from notifications.push.wire import is_endpoint
from notifications.statuses import CHOICES, OF_OFFICIALS, Channel, Frequency, Group
from participation.models import User

HOURS = [(hour, f"{hour}:00") for hour in range(24)]

#: In the inbox and on devices nothing is put together, so there it is yes or no.
YES_OR_NO = {Frequency.AT_ONCE: gettext_lazy("Ja"), Frequency.OFF: gettext_lazy("Nee")}


class PreferencesForm(forms.Form):
    """A choice for each group of news by each channel, and the hours without mail."""

    starts = forms.TypedChoiceField(label=gettext_lazy("Geen mail vanaf"), choices=HOURS, coerce=int)
    ends = forms.TypedChoiceField(label=gettext_lazy("Weer mail vanaf"), choices=HOURS, coerce=int)

    def __init__(self, person: User, data: QueryDict | None = None, *, has_devices: bool = False) -> None:
        quiet = QuietHours.objects.filter(person=person).first()
        starts, ends = (quiet.starts, quiet.ends) if quiet else settings.QUIET_HOURS
        super().__init__(data, initial={"starts": starts, "ends": ends})
        chosen = {(row.group, row.channel): row.frequency for row in Preference.objects.filter(person=person)}
        self.channels = (Channel.EMAIL, Channel.INBOX, *((Channel.PUSH,) if has_devices else ()))
        self.groups = [group for group in Group if group not in OF_OFFICIALS or person.is_official]
        for group in self.groups:
            for channel in self.channels:
                if len(CHOICES[group, channel]) > 1:
                    field = _field(group, channel)
                    field.initial = chosen.get((group, channel), CHOICES[group, channel][0])
                    self.fields[_name(group, channel)] = field

    def rows(self) -> Iterator[dict[str, Any]]:
        """The table: a row for each group, with a field for each channel, or none where it always comes."""
        for group in self.groups:
            names = [(channel, _name(group, channel)) for channel in self.channels]
            cells = [(channel.label, self[name] if name in self.fields else None) for channel, name in names]
            yield {"group": group, "label": group.label, "cells": cells}

    def choices(self) -> dict[tuple[Group, Channel], Frequency]:
        """What was chosen."""
        return {
            (group, channel): Frequency(self.cleaned_data[name])
            for group in self.groups
            for channel in self.channels
            if (name := _name(group, channel)) in self.fields
        }


class BrowserForm(forms.Form):
    """What a script says of the browser it runs in. No person types this, so it has no words."""

    endpoint = forms.CharField(max_length=LONGEST_ENDPOINT)
    p256dh = forms.CharField(max_length=88)
    auth = forms.CharField(max_length=24)

    def clean(self) -> dict[str, Any]:
        """Take what can be encrypted for, and sent to."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            if not is_endpoint(cleaned["endpoint"]):
                raise forms.ValidationError("This is no push service.")
            try:
                browser_keys(cleaned["p256dh"], cleaned["auth"])
            except ValueError as error:
                raise forms.ValidationError("These are no keys of a browser.") from error
        return cleaned


class DeviceForm(forms.Form):
    """Which device a browser says that it is."""

    device = forms.UUIDField()


def _name(group: Group, channel: Channel) -> str:
    return f"{group.value}_{channel.value}"


def _field(group: Group, channel: Channel) -> forms.ChoiceField:
    allowed = [frequency for frequency in Frequency if frequency in CHOICES[group, channel]]
    words = {frequency: frequency.label for frequency in allowed} if channel == Channel.EMAIL else YES_OR_NO
    return forms.ChoiceField(
        label=_("%(news)s: %(channel)s") % {"news": group.label, "channel": channel.label},
        choices=[(frequency.value, words[frequency]) for frequency in allowed],
    )
