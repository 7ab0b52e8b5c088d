"""What people type around a vote round, and what is wrong with it in plain words."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.actions.codes import MOST_LETTERS
from ideas.actions.round import MOST_IDEAS, Plan
from ideas.forms import SHORT, AreaField, text
from ideas.models import Idea, Round
from ideas.models.queries import IdeaQuerySet
from ideas.models.round import MOST_VOTES_EACH
from ideas.rounds.statuses import Electorate
from ideas.statuses import ENDED
from participation.models import Programme, Theme

MOST_VOTES_NEEDED = 1_000_000


class MomentInput(forms.DateTimeInput):
    """A date and a time by the browser's own means; local time, as everything that people read here."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        """Fix the format: browsers accept no other."""
        super().__init__(format="%Y-%m-%dT%H:%M")


def _moment(label: Any, missing: Any) -> forms.DateTimeField:
    errors = {"required": missing, "invalid": _("Vul een datum en een tijd in.")}
    return forms.DateTimeField(label=label, widget=MomentInput, error_messages=errors)


class RoundForm(forms.Form):
    """A round as a concept."""

    title = forms.CharField(
        label=_("Naam van de stemronde"), max_length=SHORT, help_text=_("Bijvoorbeeld: Buurtbudget Dorp 2027.")
    )
    question = text(_("Waar gaat het om?"), 4, _("Leg in gewone taal uit waarover mensen stemmen."))
    promise = text(
        _("Wat doet de gemeente met de uitslag?"), 3, _("Dit komt in de regels te staan en verandert daarna niet meer.")
    )
    electorate = forms.ChoiceField(label=_("Wie mag stemmen?"), choices=Electorate, widget=forms.RadioSelect)
    opens_at = _moment(_("Vanaf wanneer kan het?"), _("Vul in wanneer de ronde begint."))
    closes_at = _moment(_("Tot wanneer kan het?"), _("Vul in wanneer de ronde eindigt."))
    votes_each = forms.IntegerField(
        label=_("Hoeveel stemmen heeft één persoon?"), min_value=1, max_value=MOST_VOTES_EACH, initial=3
    )
    threshold = forms.IntegerField(
        label=_("Hoeveel stemmen heeft een idee nodig?"), min_value=0, max_value=MOST_VOTES_NEEDED, initial=0,
        help_text=_("Vul 0 in als er geen grens is."),
    )  # fmt: skip
    hides_totals = forms.BooleanField(label=_("Verberg de tussenstand tot het einde"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a round that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin: datetime | None = cleaned.get("opens_at")
        end: datetime | None = cleaned.get("closes_at")
        if begin and end and end <= begin:
            self.add_error("closes_at", _("Het einde ligt voor het begin."))
        return cleaned

    def plan(self) -> Plan:
        """What was filled in."""
        return Plan(**self.cleaned_data)

    @staticmethod
    def initial_of(round_: Round) -> dict[str, Any]:
        """The form as it was filled in for `round_`."""
        return {name: getattr(round_, name) for name in Plan.__slots__}


class ChoiceOfIdeasForm(forms.Form):
    """Which ideas take part: those of a programme, theme or area, or a list of numbers."""

    programme = forms.ModelChoiceField(
        Programme.objects.active(), label=_("Programma"), required=False, empty_label=_("Alle programma's")
    )
    theme = forms.ModelChoiceField(
        Theme.objects.with_ideas(), label=_("Thema"), required=False, empty_label=_("Alle thema's")
    )
    area = AreaField(label=_("Wijk of buurt"), required=False, empty_label=_("Overal"))
    numbers = forms.CharField(
        label=_("Of de nummers van ideeën"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bijvoorbeeld 2026-00042 2026-00043."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a choice, and refuse numbers that are no public idea."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Kies een programma, een thema of een gebied, of vul nummers in."))
        numbers = set(cleaned.get("numbers", "").replace(",", " ").split())
        found = set(Idea.objects.public().filter(reference__in=numbers).values_list("reference", flat=True))
        if unknown := sorted(numbers - found):
            message = _("Er is geen openbaar idee met nummer %(numbers)s.")
            self.add_error("numbers", forms.ValidationError(message, params={"numbers": ", ".join(unknown)[:200]}))
        cleaned["numbers"] = numbers
        return cleaned

    def found(self) -> IdeaQuerySet:
        """The ideas of the choice, one more than a round can have at most."""
        chosen = self.cleaned_data
        ideas = Idea.objects.public()
        if chosen["numbers"]:
            return ideas.filter(reference__in=chosen["numbers"])
        facets = {name: chosen[name] for name in ("programme", "theme", "area") if chosen[name]}
        return ideas.filter(**facets).exclude(status__in=ENDED).order_by("-pk")[: MOST_IDEAS + 1]


class LettersForm(forms.Form):
    """How many letters to print."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    count = forms.IntegerField(
        label=_("Hoeveel brieven?"), min_value=1, max_value=MOST_LETTERS, initial=100,
        help_text=_("Hooguit 500 in één bestand. Daarna kunt u meer maken."),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("Uw stemcode"), max_length=40, help_text=_("De code staat in uw brief. Bijvoorbeeld: 4F7K-92MB-TX3A."),
        error_messages={"required": _("Vul de code uit uw brief in.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class ReceiptForm(forms.Form):
    """A receipt to look up."""

    receipt = forms.CharField(
        label=_("Uw stembewijs"), max_length=40, help_text=_("Bijvoorbeeld: 7QD2-0RXB-M41K-9E6H."),
        error_messages={"required": _("Vul uw stembewijs in.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
