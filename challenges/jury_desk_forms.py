"""What who runs a challenge fills in about its jury."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.models import Submission
from challenges.statuses import HowAssigned

MOST_READERS = 20
MOST_WORDS = 12


class InviteJurorForm(forms.Form):
    """Somebody to ask into the jury."""

    name = forms.CharField(label=_("Naam"), max_length=120, error_messages={"required": _("Vul een naam in.")})
    email = forms.EmailField(
        label=_("E-mailadres"), max_length=254, error_messages={"required": _("Vul een e-mailadres in.")}
    )
    expertise = forms.CharField(
        label=_("Waar weet dit jurylid veel van?"), required=False, max_length=400,
        help_text=_("Woorden met een komma ertussen. Bijvoorbeeld: water, zorg."),
    )  # fmt: skip

    def clean_expertise(self) -> list[str]:
        """The words, each once."""
        words = [word.strip() for word in self.cleaned_data["expertise"].split(",")]
        found = list(dict.fromkeys(word for word in words if word))
        if len(found) > MOST_WORDS or any(len(word) > 40 for word in found):  # noqa: PLR2004 as the column has it
            raise forms.ValidationError(_("Vul hooguit 12 korte woorden in."))
        return found


class DivideForm(forms.Form):
    """How everything that came in is divided."""

    how = forms.ChoiceField(
        label=_("Hoe verdelen wij?"), widget=forms.RadioSelect, initial=HowAssigned.EVENLY,
        choices=[
            (HowAssigned.EVENLY, _("Gelijk: iedereen leest ongeveer evenveel")),
            (HowAssigned.BY_EXPERTISE, _("Op kennis: wie er veel van weet eerst, daarna gelijk")),
        ],
    )  # fmt: skip
    readers = forms.IntegerField(
        label=_("Hoeveel juryleden lezen elke inzending?"), min_value=1, max_value=MOST_READERS
    )


class SubmissionField(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in the stubs only
    """A response as who runs the challenge knows it."""

    def label_from_instance(self, obj: Submission) -> str:
        return f"{obj.response.organisation} ({obj.response.reference})"


class ByHandForm(forms.Form):
    """Who reads one response as well."""

    def __init__(self, submissions: Any, jurors: Any, data: Any = None) -> None:
        super().__init__(data, auto_id="hand_%s")
        self.fields["submission"] = SubmissionField(
            submissions, label=_("Welke inzending?"), error_messages={"required": _("Kies een inzending.")}
        )
        self.fields["jurors"] = forms.ModelMultipleChoiceField(
            jurors, label=_("Wie leest deze ook?"), widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Kies een jurylid.")},
        )  # fmt: skip
