"""What administrators and coordinators may send in about who works here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.models import Programme, User
from participation.permissions import may_give
from participation.roles import EVERYWHERE, IN_PROGRAMME, WHAT_THEY_DO, Role

MISSING = _("Vul dit in.")
LONGEST_SEARCH = 100


class SearchForm(forms.Form):
    """Part of a name or of an address."""

    hide_optional = True

    q = forms.CharField(
        label=_("Naam of e-mailadres"), required=False, max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip


class InviteForm(forms.Form):
    """A new colleague."""

    email = forms.CharField(
        label=_("E-mailadres"), max_length=254, error_messages={"required": MISSING},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    nickname = forms.CharField(
        label=_("Naam"),
        max_length=40,
        help_text=_("Zo heet uw collega op de werkplek en bij antwoorden."),
        error_messages={"required": MISSING},
    )


class GiveForm(forms.Form):
    """A role, with the programme that it is in when it is such a role."""

    role = forms.ChoiceField(label=_("Rol"), error_messages={"required": MISSING})
    programme = forms.ModelChoiceField(
        Programme.objects.active(),
        label=_("Programma"),
        required=False,
        empty_label=_("Alle programma's"),
        error_messages={"invalid_choice": _("Kies een programma uit de lijst.")},
    )

    def __init__(self, data: Any = None, *, actor: User, person: User) -> None:
        """With the roles that `actor` may give to `person`."""
        super().__init__(data)
        groups = ((_("In een programma"), IN_PROGRAMME), (_("Voor alle programma's"), EVERYWHERE))
        offered: list[Any] = [("", _("Kies"))]
        for label, roles in groups:
            options = [(role.value, role.label) for role in Role if role in roles and may_give(actor, role, person)]
            offered += [(label, options)] if options else []
        self.fields["role"].choices = offered  # type: ignore[attr-defined] # a choice field

    @property
    def explained(self) -> list[tuple[Any, Any]]:
        """What each role that is offered does."""
        offered = {value for value, _label in forms.Select(choices=self.fields["role"].choices).choices}  # type: ignore[attr-defined]
        return [(role.label, WHAT_THEY_DO[role]) for role in Role if role in offered]


class HeldForm(forms.Form):
    """A role that somebody has, as its button names it."""

    role = forms.ChoiceField(choices=Role.choices)
    programme = forms.ModelChoiceField(Programme.objects.all(), required=False)
