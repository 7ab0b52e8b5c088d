"""What is filled in about a decision, and about an objection to it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.actions.decide import Plan
from challenges.decision_rows import Drafted
from challenges.models import Determination
from challenges.statuses import ObjectionStatus, Outcome

LONGEST = 10_000


def _text(label: Any, rows: int, help_text: Any = "", **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, help_text=help_text, widget=widget, **more)


class DecisionForm(forms.Form):
    """The decision, with the responses of one page of the list. All of it may wait: nothing is sent yet."""

    hide_optional = True

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reasons = _text(_("Waarom dit besluit?"), 4, _("Iedereen leest dit na het versturen."), required=False)
    departs_because = _text(
        _("Wijkt het besluit af van de jury? Waarom?"), 3, _("Iedereen leest dit na het versturen."), required=False
    )
    rest_reason = _text(
        _("Alle inzendingen zonder uitkomst zijn niet gekozen. Waarom?"), 2,
        _("Vult u dit in, dan krijgen al die inzendingen deze reden."), required=False,
    )  # fmt: skip

    def __init__(
        self, rows: Iterable[Drafted], decision: Determination | None, data: Any = None, *, has_next: bool
    ) -> None:
        kept = decision or Determination()
        initial = {"edition": kept.edition, "reasons": kept.reasons, "departs_because": kept.departs_because}
        super().__init__(data, initial=initial)
        good = Outcome.SELECTED if has_next else Outcome.WON
        self._rows = list(rows)
        choices = [("", _("Nog niet beslist")), (good, good.label), (Outcome.REJECTED, Outcome.REJECTED.label)]
        for row in self._rows:
            pk, name = row.verdict.submission_id, row.response.organisation.name
            self.fields[f"outcome_{pk}"] = forms.ChoiceField(
                label=_("Uitkomst voor %(name)s") % {"name": name}, choices=choices, required=False, initial=row.outcome
            )
            self.fields[f"reason_{pk}"] = _text(
                _("Reden voor %(name)s") % {"name": name}, 2, required=False, initial=row.verdict.reason
            )

    def whole(self) -> list[forms.BoundField]:
        """The fields about the decision as a whole."""
        return [self["reasons"], self["departs_because"], self["rest_reason"]]

    def lines(self) -> list[tuple[Drafted, forms.BoundField, forms.BoundField]]:
        """The responses of this page with their two fields."""
        keys = [(row, row.verdict.submission_id) for row in self._rows]
        return [(row, self[f"outcome_{pk}"], self[f"reason_{pk}"]) for row, pk in keys]

    def plan(self) -> Plan:
        """What was filled in."""
        said, keys = self.cleaned_data, [row.verdict.submission_id for row in self._rows]
        return Plan(
            reasons=said["reasons"],
            departs_because=said["departs_because"],
            rest_reason=said["rest_reason"],
            verdicts={pk: (said[f"outcome_{pk}"], said[f"reason_{pk}"]) for pk in keys},
        )


class ObjectionForm(forms.Form):
    """Why the makers do not agree."""

    text = _text(_("Waarom bent u het niet eens met het besluit?"), 8)


class ObjectionAnswerForm(forms.Form):
    """Whether they are right, and why."""

    status = forms.ChoiceField(
        label=_("Wat vindt u van het bezwaar?"), widget=forms.RadioSelect,
        choices=[(one, one.label) for one in (ObjectionStatus.UPHELD, ObjectionStatus.DISMISSED)],
    )  # fmt: skip
    answer = _text(_("Waarom?"), 6, _("De inzender leest dit."))
