"""The forms with which officials change what is open already: always with a notice."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from challenges.actions.notices import CHANGEABLE
from challenges.desk_forms import EditionForm, WordsForm, moment, officials
from challenges.models import Challenge, Criterion, Phase
from challenges.models.phase import MOST_WEIGHT
from ideas.forms import text
from participation.models import User


class NoticeForm(EditionForm):
    """What everybody who follows is told, and what the parts say from now on."""

    text = text(_("Wat verandert er, en waarom?"), 4, _("Iedereen die de uitdaging volgt moet zeggen dat hij dit las."))

    def __init__(self, data: Any, challenge: Challenge, criteria: list[Criterion]) -> None:
        there = {name: getattr(challenge, name) for name in CHANGEABLE}
        super().__init__(data, initial={"edition": challenge.edition, **there})
        for name in CHANGEABLE:
            self.fields[name] = WordsForm.base_fields[name].__deepcopy__({})
        self._criteria = criteria
        for criterion in criteria:
            before = f"criterion_{criterion.pk}"
            self.fields[f"{before}_title"] = forms.CharField(
                label=_("Criterium"), max_length=120, initial=criterion.title
            )
            self.fields[f"{before}_explanation"] = forms.CharField(
                label=_("Waar let de jury op?"), required=False, max_length=500, initial=criterion.explanation
            )
            self.fields[f"{before}_weight"] = forms.IntegerField(
                label=_("Gewicht"), min_value=1, max_value=MOST_WEIGHT, initial=criterion.weight
            )

    def parts(self) -> list[BoundField]:
        """The texts that may change."""
        return [self[name] for name in CHANGEABLE]

    def rows(self) -> list[tuple[Criterion, list[BoundField]]]:
        """The fields of each criterion."""
        names = ("title", "explanation", "weight")
        return [(its, [self[f"criterion_{its.pk}_{name}"] for name in names]) for its in self._criteria]

    def changes(self) -> dict[str, Any]:
        """What each part says from now on."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}

    def criteria(self) -> dict[int, dict[str, Any]]:
        """What each criterion says from now on."""
        names = ("title", "explanation", "weight")
        typed = self.cleaned_data
        return {its.pk: {name: typed[f"criterion_{its.pk}_{name}"] for name in names} for its in self._criteria}


class ExtendForm(forms.Form):
    """More time for everybody."""

    closes_at = moment(_("Nieuwe sluiting"), _("Alleen later kan."))
    text = text(_("Waarom is er meer tijd?"), 3)

    def __init__(self, data: Any, phase: Phase) -> None:
        super().__init__(data, initial={"closes_at": phase.closes_at})


class OpenerForm(forms.Form):
    """Who opens the responses in the place of somebody who cannot."""

    old = forms.ModelChoiceField(
        User.objects.none(), label=_("Wie opent niet meer?"), required=False, empty_label=_("Iemand die weg is")
    )
    new = forms.ModelChoiceField(User.objects.none(), label=_("Wie opent in de plaats?"), empty_label=_("Kies"))

    def __init__(self, data: Any, challenge: Challenge) -> None:
        super().__init__(data)
        self.fields["old"].queryset = challenge.openers.all()  # type: ignore[attr-defined] # a choice of rows
        self.fields["new"].queryset = officials()  # type: ignore[attr-defined]
