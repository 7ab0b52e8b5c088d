"""The form of a phase as its makers fill it in.

It checks nothing: a draft keeps what is typed, and `answers.problems_of()` says what is wrong when it is handed in.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from challenges.answers import AGREES, LONGEST_LINE, Answers, total_of
from challenges.file_kinds import ACCEPTED
from challenges.merging import Digests
from challenges.models import FormField
from challenges.statuses import FieldKind, Right
from participation.kvk import clean_kvk_number
from participation.models import Organisation

BLANK_LINES = 3
#: Before the name of a field: the digest of the answer with which it was drawn.
SEEN = "seen-"


class BudgetWidget(forms.Widget):
    """Lines of what something is and what it costs, with a few empty ones to go on."""

    template_name = "challenges/_budget.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        lines = value or []
        context = super().get_context(name, value, attrs)
        blank = [{"what": "", "amount": ""}] * BLANK_LINES
        invalid = (attrs or {}).get("aria-invalid")
        shown = {"lines": [*lines, *blank], "total": total_of(lines), "longest": LONGEST_LINE, "invalid": invalid}
        return context | shown

    def id_for_label(self, _id: str, _index: Any = None) -> str:
        """It has no one field: an error leads to the first, as with a list of choices."""
        return ""


def field_for(field: FormField) -> forms.Field:
    """How one question of the form is drawn."""
    shared: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": field.is_required}
    match field.kind:
        case FieldKind.TEXT:
            over, left = _("{n} tekens te veel"), _("Nog {n} tekens")
            counted = {"rows": 8, "data-counter": field.longest, "data-counter-left": left, "data-counter-over": over}
            return forms.CharField(widget=forms.Textarea(counted), **shared)
        case FieldKind.NUMBER:
            return forms.CharField(widget=forms.TextInput({"inputmode": "decimal"}), **shared)
        case FieldKind.CHOICE:
            choices = [(choice, choice) for choice in field.choices]
            return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **shared)
        case FieldKind.FILE:
            widget = forms.FileInput({"accept": ACCEPTED})
            return forms.FileField(widget=widget, **shared)
        case FieldKind.BUDGET:
            return forms.Field(widget=BudgetWidget(), **shared)
    return forms.BooleanField(**shared)


class ResponseForm(forms.Form):
    """All questions of a phase, filled with `answers`; `problems` are what was found wrong, by field.

    `seen` goes along unseen, so that who saves does not overwrite what somebody else made of it meanwhile.
    """

    use_required_attribute = False

    def __init__(
        self, fields: Iterable[FormField], answers: Answers, problems: Mapping[str, str], seen: Digests
    ) -> None:
        super().__init__(initial=answers | {f"{SEEN}{key}": digest for key, digest in seen.items()})
        self._problems = problems
        for field in fields:
            self.fields[str(field.uuid)] = field_for(field)
        self.fields[AGREES] = forms.BooleanField(
            label=_("De gemeente mag na het besluit laten zien wat niet vertrouwelijk is"), required=False
        )
        for key in seen:
            self.fields[f"{SEEN}{key}"] = forms.CharField(widget=forms.HiddenInput)

    def full_clean(self) -> None:
        """Nothing is checked here; what was found is shown at its field."""
        super().full_clean()
        for name, message in self._problems.items():
            place = name if name in self.fields else NON_FIELD_ERRORS
            self.errors[place] = self.error_class([message], renderer=self.renderer)


class StartForm(forms.Form):
    """In whose name somebody answers; chosen already when there is one choice."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Namens welke organisatie?"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = organisations  # type: ignore[attr-defined] # it is a field with choices
        field.initial = organisations[0] if len(organisations) == 1 else None


class PartnerForm(forms.Form):
    """Which organisation is asked to write along, and what it may do. By its KvK number: that is nobody else's."""

    kvk_number = forms.CharField(
        label=_("KvK-nummer van de organisatie"),
        help_text=_("De organisatie moet een account hebben op deze website."),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    right = forms.ChoiceField(label=_("Wat mag deze partner?"), choices=Right.choices, widget=forms.RadioSelect)

    def clean_kvk_number(self) -> Organisation:
        """The organisation with that number."""
        number = clean_kvk_number(self.cleaned_data["kvk_number"])
        found = Organisation.objects.filter(kvk_number=number).first()
        if found is None:
            raise forms.ValidationError(_("Er is hier geen organisatie met dit nummer."))
        return found
