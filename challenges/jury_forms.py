"""What jurors fill in, and what is wrong with it in plain words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.actions.scoring import Mark
from challenges.judging import Name
from challenges.models import Criterion, Interest, Score, Scorecard
from challenges.statuses import SCORE_RANGE

NOT_APPLICABLE = "nvt"
LONGEST = 4_000
VALUES = [(str(value), str(value)) for value in range(SCORE_RANGE[0], SCORE_RANGE[1] + 1)]


class InterestForm(forms.Form):
    """With whom the juror has an interest. Who is named by their organisation: nothing here names a response.

    Nobody reads a reference before they declared, so that in blind reading the names say nothing of the responses.
    """

    conflicts = forms.MultipleChoiceField(
        label=_("Met wie hebt u een belang?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Bijvoorbeeld: u werkt er, u hebt er geld in, of het is familie of een goede vriend."),
        error_messages={"invalid_choice": _("Kies uit de lijst.")},
    )  # fmt: skip
    explanation = forms.CharField(
        label=_("Welk belang is dat?"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen als u iemand aankruist. De gemeente leest dit."),
    )  # fmt: skip
    declares = forms.BooleanField(
        label=_("Met alle anderen in deze lijst heb ik geen belang."),
        error_messages={"required": _("Kruis dit aan. Anders kunt u niets lezen.")},
    )

    def __init__(self, names: list[Name], known: Mapping[int, Interest], data: Any = None) -> None:
        super().__init__(data)
        self._responses = {str(name.organisation): name.response for name in names}
        free = [name for name in names if not (name.response in known and known[name.response].has_conflict)]
        field = self.fields["conflicts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 mypy knows no declared fields
        field.choices = [(str(name.organisation), name.label) for name in free]

    def clean(self) -> dict[str, Any]:
        """Ask which interest it is."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("conflicts") and not cleaned.get("explanation"):
            self.add_error("explanation", _("Vertel kort welk belang u hebt."))
        return cleaned

    def with_conflict(self) -> dict[int, str]:
        """By response which interest."""
        chosen = self.cleaned_data["conflicts"]
        return {self._responses[one]: self.cleaned_data["explanation"] for one in chosen}


class LateInterestForm(forms.Form):
    """An interest that the juror finds while reading."""

    explanation = forms.CharField(
        label=_("Welk belang hebt u?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RemarkForm(forms.Form):
    """What a juror says to the others."""

    text = forms.CharField(label=_("Uw opmerking"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class ScoreForm(forms.Form):
    """A scorecard: of each criterion a score, or that it does not apply, and why. All of it may wait until final."""

    hide_optional = True

    def __init__(self, criteria: list[Criterion], data: Any = None, *, card: Scorecard | None, reading: int) -> None:
        super().__init__(data)
        self._criteria = criteria
        known = {score.criterion_id: score for score in card.scores.all()} if card else {}
        for criterion in criteria:
            score = known.get(criterion.pk)
            self.fields[f"score_{criterion.pk}"] = _choice(criterion, score)
            self.fields[f"text_{criterion.pk}"] = _why(criterion, score)
        if reading > 1:
            self.fields["reason"] = forms.CharField(
                label=_("Waarom geeft u een andere score?"), max_length=LONGEST, initial=card.reason if card else "",
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    def marks(self) -> dict[int, Mark]:
        """The criteria that were scored, by key."""
        found = {}
        for criterion in self._criteria:
            value = self.cleaned_data[f"score_{criterion.pk}"]
            if value:
                text = self.cleaned_data[f"text_{criterion.pk}"]
                found[criterion.pk] = Mark(None if value == NOT_APPLICABLE else int(value), text)
        return found


def _choice(criterion: Criterion, score: Score | None) -> forms.ChoiceField:
    value = "" if score is None else NOT_APPLICABLE if score.value is None else str(score.value)
    return forms.ChoiceField(
        label=criterion.title, required=False, initial=value, widget=forms.RadioSelect,
        choices=[*VALUES, (NOT_APPLICABLE, _("Niet van toepassing"))], help_text=criterion.explanation,
        error_messages={"invalid_choice": _("Kies uit de lijst.")},
    )  # fmt: skip


def _why(criterion: Criterion, score: Score | None) -> forms.CharField:
    label = _("Waarom? (%(criterion)s)") % {"criterion": criterion.title}
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, initial=score.text if score else "",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
