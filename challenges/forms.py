"""What visitors type around a challenge, and what is wrong with it in plain words."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.filters import GROUPS, LONGEST
from ideas.forms import MISSING, text
from participation.models import OrganisationKind, Programme

MOST_ASKED = 2_000


class FilterForm(forms.Form):
    """The search above the list."""

    hide_optional = True
    q = forms.CharField(label=_("Zoek op woorden"), required=False, max_length=LONGEST)
    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[("", _("Alle")), *((name, label) for name, (label, _statuses) in GROUPS.items())],
    )  # fmt: skip
    programma = forms.ModelChoiceField(
        Programme.objects.active(), label=_("Programma"), required=False, to_field_name="slug",
        empty_label=_("Alle programma's"),
    )  # fmt: skip
    soort = forms.ChoiceField(
        label=_("Wie kan meedoen"), required=False, choices=[("", _("Iedereen")), *OrganisationKind.choices]
    )


class QuestionForm(forms.Form):
    """A question about a challenge."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = text(_("Uw vraag"), 5, _("Iedereen leest de vraag en het antwoord. Niemand leest dat u de vraag stelde."))
    is_private = forms.BooleanField(
        label=_("Deze vraag gaat over mijn eigen plan. Antwoord alleen aan mij."), required=False,
        help_text=_("Geldt het antwoord ook voor anderen? Dan vragen wij u om de vraag openbaar te stellen."),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        self.fields["text"].max_length = MOST_ASKED  # type: ignore[attr-defined] # a text field
        self.fields["text"].widget.attrs["maxlength"] = MOST_ASKED


class AnswerForm(forms.Form):
    """The answer to a question, and the question as everybody reads it."""

    public_text = text(
        _("De vraag zoals iedereen die leest"), 4,
        _("Haal weg wie het vraagt: namen, de organisatie, en wat alleen bij dat plan hoort."),
    )  # fmt: skip
    answer = text(_("Uw antwoord"), 6)
    sure = forms.BooleanField(label=_("Ik heb dit gezien en het mag zo."), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, is_private: bool = False, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        if is_private:
            del self.fields["public_text"], self.fields["sure"]

    def ask_to_be_sure(self) -> None:
        """Show the box to tick: something in the text may say who asked."""
        self.fields["sure"].widget = forms.CheckboxInput()


class ReadForm(forms.Form):
    """That somebody read the notices on the page."""

    read = forms.BooleanField(label=_("Ik heb dit gelezen"), error_messages={"required": MISSING})
