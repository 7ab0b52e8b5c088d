"""What an administrator looks for in the audit log."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.forms import DateInput
from participation.models import AuditEntry, User
from participation.models.audit import AuditQuerySet
from participation.models.people import UserManager
from participation.paging import MOST_PK

SORTS = {
    "bekeken": gettext_lazy("Bekeken"),
    "veranderd": gettext_lazy("Veranderd op de werkplek"),
    "beheer": gettext_lazy("Veranderd in het beheer"),
    "inloggen": gettext_lazy("Inloggen van medewerkers"),
}


class AccountField(forms.CharField):
    """A mail address, or the number of an account, also of one that is gone; gives the number."""

    def clean(self, value: Any) -> Any:
        """Find the account. Raises ValidationError when there is none with that address."""
        written = super().clean(value)
        if not written:
            return None
        if written.isascii() and written.isdecimal() and int(written) < MOST_PK:
            return int(written)
        known = User.objects.filter(email=UserManager.normalize_email(written)).values_list("pk", flat=True).first()
        if known is None:
            raise forms.ValidationError(_("Er is geen account met dit adres of nummer."))
        return known


class AuditForm(forms.Form):
    """Who, what, whose, which idea and when; all may stay empty."""

    wie = AccountField(
        label=gettext_lazy("Welke medewerker?"), required=False, help_text=gettext_lazy("E-mailadres of accountnummer.")
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Wat deed die?"), required=False, choices=[("", gettext_lazy("Alles")), *SORTS.items()]
    )
    over = AccountField(
        label=gettext_lazy("Over wie ging het?"),
        required=False,
        help_text=gettext_lazy("E-mailadres of accountnummer."),
    )
    nummer = forms.CharField(label=gettext_lazy("Nummer van het idee"), required=False, max_length=20)
    van = forms.DateField(label=gettext_lazy("Vanaf"), required=False, widget=DateInput)
    tot = forms.DateField(label=gettext_lazy("Tot en met"), required=False, widget=DateInput)

    def found(self) -> AuditQuerySet:
        """The rows that were asked for; with an error in the form none."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        asked = self.cleaned_data
        rows = AuditEntry.objects.between(asked["van"], asked["tot"]).of_sort(asked["soort"])
        exact = {"who": asked["wie"], "about": asked["over"], "reference": asked["nummer"] or None}
        return rows.filter(**{field: value for field, value in exact.items() if value is not None})
