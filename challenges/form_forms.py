"""The forms with which officials make a form: its questions, and the criteria."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from challenges.actions.form_fields import Asked
from challenges.actions.phases import MOST_CRITERIA, Weighed, weights_are
from challenges.desk_forms import EditionForm, later
from challenges.models import Challenge, Criterion, FormField
from challenges.models.phase import MOST_WEIGHT
from challenges.statuses import FieldKind

LONGEST_ANSWER, MOST_CHOICES, LONGEST_CHOICE = 20_000, 20, 120
COLUMNS = ("label", "help", "kind", "is_required", "is_confidential", "is_identifying", "longest")


class FieldForm(EditionForm):
    """One question."""

    label = forms.CharField(label=_("Vraag"), max_length=200)
    help = later(_("Uitleg"), 2)
    kind = forms.ChoiceField(label=_("Soort"), choices=FieldKind, initial=FieldKind.TEXT)
    choices = forms.CharField(
        label=_("Keuzes"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen bij een keuze: elke keuze op een eigen regel."),
    )  # fmt: skip
    longest = forms.IntegerField(
        label=_("Hoogste aantal tekens"), min_value=1, max_value=LONGEST_ANSWER, initial=2_000,
        help_text=_("Alleen bij een tekst."),
    )  # fmt: skip
    is_required = forms.BooleanField(label=_("Verplicht"), required=False, initial=True)
    is_confidential = forms.BooleanField(
        label=_("Vertrouwelijk"), required=False, initial=True,
        help_text=_("Wordt nooit openbaar, ook niet na het besluit."),
    )  # fmt: skip
    is_identifying = forms.BooleanField(
        label=_("Laat zien wie het is"), required=False,
        help_text=_("Leest de jury zonder namen, dan ziet de jury dit antwoord niet."),
    )  # fmt: skip

    def __init__(self, data: Any, challenge: Challenge, field: FormField | None = None) -> None:
        there = (
            {name: getattr(field, name) for name in COLUMNS} | {"choices": "\n".join(field.choices)} if field else {}
        )
        super().__init__(data, initial={"edition": challenge.edition, **there})

    def clean_choices(self) -> list[str]:
        """One choice a line, none twice."""
        lines = dict.fromkeys(line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip())
        if len(lines) > MOST_CHOICES or any(len(line) > LONGEST_CHOICE for line in lines):
            raise forms.ValidationError(_("Hooguit 20 keuzes van hooguit 120 tekens."))
        return list(lines)

    def asked(self) -> Asked:
        """What was filled in."""
        return Asked(**{name: value for name, value in self.cleaned_data.items() if name != "edition"})


class CriteriaForm(EditionForm):
    """All criteria of a phase at once, because the weights are 100 together. A row without a title is not there."""

    hide_optional = True

    def __init__(self, data: Any, challenge: Challenge, criteria: list[Criterion]) -> None:
        initial: dict[str, Any] = {"edition": challenge.edition}
        for number, criterion in enumerate(criteria, 1):
            for name in ("title", "explanation", "weight"):
                initial[f"{name}_{number}"] = getattr(criterion, name)
            initial[f"pk_{number}"] = criterion.pk
        super().__init__(data, initial=initial)
        for number in range(1, MOST_CRITERIA + 1):
            self.fields[f"pk_{number}"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
            self.fields[f"title_{number}"] = forms.CharField(label=_("Criterium"), max_length=120, required=False)
            self.fields[f"explanation_{number}"] = forms.CharField(
                label=_("Waar let de jury op?"), max_length=500, required=False
            )
            self.fields[f"weight_{number}"] = forms.IntegerField(
                label=_("Gewicht"), min_value=1, max_value=MOST_WEIGHT, required=False
            )

    def rows(self) -> list[tuple[int, list[BoundField]]]:
        """The fields of each row."""
        names = ("title", "explanation", "weight")
        return [(number, [self[f"{name}_{number}"] for name in names]) for number in range(1, MOST_CRITERIA + 1)]

    def clean(self) -> dict[str, Any]:
        """Each criterion has a weight, and together they are 100."""
        cleaned: dict[str, Any] = super().clean() or {}
        there = [number for number in range(1, MOST_CRITERIA + 1) if cleaned.get(f"title_{number}")]
        for number in range(1, MOST_CRITERIA + 1):
            if number in there and cleaned.get(f"weight_{number}") is None and f"weight_{number}" not in self.errors:
                self.add_error(f"weight_{number}", _("Vul een gewicht in."))
            if number not in there and cleaned.get(f"weight_{number}") is not None:
                self.add_error(f"title_{number}", _("Geef dit criterium een naam."))
        total = sum(cleaned.get(f"weight_{number}") or 0 for number in there)
        if not self.errors and total != MOST_WEIGHT:
            self.add_error(f"weight_{there[-1] if there else 1}", weights_are(total))
        return cleaned

    def wanted(self) -> list[Weighed]:
        """What was filled in, in this order."""
        typed = self.cleaned_data
        return [
            Weighed(
                typed[f"title_{number}"], typed[f"explanation_{number}"], typed[f"weight_{number}"],
                typed[f"pk_{number}"],
            )
            for number in range(1, MOST_CRITERIA + 1) if typed[f"title_{number}"]
        ]  # fmt: skip
