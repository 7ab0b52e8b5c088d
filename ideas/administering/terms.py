"""How long data about people is kept, as administrators set it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.actions.administer import save_term
from ideas.administering.administered import Administered
from ideas.administering.forms import MISSING, SubjectForm
from participation import terms
from participation.keeping import going
from participation.models import SetTerm
from participation.retention import Retention, by_variable


class TermForm(SubjectForm):
    """How many days, within the bounds of the term and with their reasons beside the field."""

    days = forms.IntegerField()

    def __init__(self, data: Any = None, *, row: SetTerm, seen: int) -> None:
        """Tell the bounds, and why they are there."""
        super().__init__(data, row=row, seen=seen)
        kept = by_variable(row.variable)
        least, most = kept.term.between
        bounds = {"why": kept.why, "least": least, "at_least": kept.at_least, "most": most, "at_most": kept.at_most}
        self.fields["days"] = forms.IntegerField(
            label=_("Hoeveel dagen?"), min_value=least, max_value=most, error_messages=MISSING,
            help_text=_("%(why)s Minstens %(least)d: %(at_least)s Hoogstens %(most)d: %(at_most)s") % bounds,
        )  # fmt: skip


def of_every_term() -> list[SetTerm]:
    """Each term; of one that nobody set, a row that is not stored with what the environment says."""
    chosen = {row.variable: row for row in SetTerm.objects.all()}
    return [
        chosen.get(term.variable) or SetTerm(variable=term.variable, days=term.unless_set().days) for term in terms.ALL
    ]


def what_goes(row: SetTerm, said: Mapping[str, Any]) -> str:
    """How many rows the next run would take away with this term; empty when the term stays as it is."""
    if said["days"] == row.days:
        return ""
    term = by_variable(row.variable).term
    counts = {"days": said["days"], "n": going(term, said["days"]), "now": going(term, row.days), "old": row.days}
    if term == terms.WARNING:
        text = _(
            "Met %(days)d dagen krijgen vannacht zoveel mensen een waarschuwing: %(n)d. "
            "Met de %(old)d dagen van nu: %(now)d."
        )
    else:
        text = _(
            "Met %(days)d dagen verdwijnen vannacht zoveel rijen: %(n)d. Met de %(old)d dagen van nu: %(now)d. "
            "Wat weg is, komt niet terug."
        )
    return text % counts


TERMS = Administered(
    slug="bewaartermijnen",
    title=gettext_lazy("Hoe lang wij gegevens bewaren"),
    explanation=gettext_lazy("Na hoeveel dagen gegevens over mensen vanzelf weggaan. De privacypagina zegt hetzelfde."),
    model=SetTerm,
    form=TermForm,
    save=save_term,
    rows=of_every_term,
    columns=(
        (gettext_lazy("Wat"), str),
        (gettext_lazy("Dagen"), lambda row: row.days),
        (gettext_lazy("Waarom zo lang"), lambda row: _kept(row).why),
        (gettext_lazy("Grenzen"), lambda row: "{} – {}".format(*_kept(row).term.between)),
        (gettext_lazy("Ingesteld door"), lambda row: _("een beheerder") if row.pk else _("de server")),
    ),
    key="variable",
    consequence=what_goes,
)


def _kept(row: SetTerm) -> Retention:
    return by_variable(row.variable)
