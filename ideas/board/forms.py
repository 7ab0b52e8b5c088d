"""Which days the board is about, as the address says it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.board.period import LONGEST, NAMES, OWN, USUAL, Period, between, running
from participation.forms import DateInput

EARLIEST = date(2000, 1, 1)


class PeriodForm(forms.Form):
    """A running period or own dates. Without a choice it is `USUAL`."""

    hide_optional = True

    periode = forms.ChoiceField(label=_("Periode"), choices=list(NAMES.items()), required=False)
    van = forms.DateField(label=_("Van"), required=False, widget=DateInput())
    tot = forms.DateField(label=_("Tot en met"), required=False, widget=DateInput())

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data if "periode" in data else {"periode": USUAL}, auto_id="board_%s")
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Own dates need both days, in order, and not too many of them."""
        cleaned = super().clean() or {}
        if cleaned.get("periode") != OWN or self.errors:
            return cleaned
        first, last = cleaned.get("van"), cleaned.get("tot")
        for name, value in (("van", first), ("tot", last)):
            if value is None:
                self.add_error(name, _("Kies een datum."))
        if first and last:
            if first < EARLIEST or last > self.today:
                self.add_error(
                    "van" if first < EARLIEST else "tot", _("Kies een dag tot en met vandaag, na het jaar 2000.")
                )
            elif last < first:
                self.add_error("tot", _("Kies een dag die niet voor de eerste dag ligt."))
            elif last - first > timedelta(days=LONGEST):
                self.add_error("van", _("Kies hoogstens 5 jaar."))
        return cleaned

    def period(self) -> Period:
        """The period that was chosen; USUAL when what was sent is no good, so that the page has something to show."""
        name = self.cleaned_data.get("periode") or USUAL if self.is_valid() else USUAL
        if name == OWN:
            return between(self.cleaned_data["van"], self.cleaned_data["tot"])
        return running(name, self.today)
