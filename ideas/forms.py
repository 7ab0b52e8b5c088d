"""What people may send in, and what is wrong with it in plain words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.answer_forms import more_fields, party_field
from ideas.models import Idea
from ideas.statuses import ReasonCode
from participation.forms import DateInput, LongSelect
from participation.models import Area, AreaKind, Programme
from participation.workflow import Move

SHORT, LONG = 120, 5000


MISSING = _("Vul dit in.")
PUBLIC_TEXT = _("Iedereen kan dit lezen. Schrijf geen namen of telefoonnummers op.")


def text(label: Any, rows: int = 4, help_text: Any = "", missing: Any = MISSING) -> forms.CharField:
    """A longer text."""
    return forms.CharField(
        label=label,
        max_length=LONG,
        help_text=help_text,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AreaField(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in the stubs only
    """Every district and neighbourhood in use, by name."""

    widget = LongSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Area.objects.active().select_related("parent").defer("geometry", "parent__geometry"), **kwargs)

    def label_from_instance(self, obj: Area) -> str:
        return obj.name if obj.kind == AreaKind.DISTRICT or not obj.parent else f"{obj.name} ({obj.parent.name})"


class IdeaReference(forms.CharField):
    """The number of another idea."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if not number:
            return None
        idea = Idea.objects.public().filter(reference=str(number).strip()).first()
        if idea is None:
            raise forms.ValidationError(_("Er is geen openbaar idee met dit nummer."))
        return idea


def _date(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, error_messages={"required": _("Kies een datum.")})


def _line(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=SHORT)


# The form field of each fact that a move can carry; `MoveForm` picks those that its move needs.
FACTS = {
    "programme": lambda: forms.ModelChoiceField(Programme.objects.active(), label=_("Naar welk programma?")),
    "into": lambda: IdeaReference(label=_("Nummer van het andere idee"), help_text=_("Bijvoorbeeld 2026-00042.")),
    "question": lambda: text(_("Wat wilt u de indiener vragen?")),
    "text": lambda: text(_("Uw antwoord"), 4, PUBLIC_TEXT),
    "party": party_field,
    "partner": lambda: _line(_("Naam van de partner")),
    "partner_email": lambda: forms.EmailField(label=_("E-mailadres van de partner")),
    "message": lambda: text(_("Wat vraagt u aan de partner?"), 4, PUBLIC_TEXT),
    "challenge": lambda: _line(_("Welke uitdaging?")),
    "project": lambda: _line(_("Welk project?")),
    "reason_code": lambda: forms.ChoiceField(label=_("Waarom niet?"), choices=[("", _("Kies")), *ReasonCode.choices]),
    "reason": lambda: text(_("Reden"), 4, _("Schrijf korte zinnen. Iedereen kan dit lezen.")),
    "result": lambda: text(_("Wat is het resultaat?")),
    "lesson": lambda: text(_("Wat hebt u geleerd?")),
    "next_step": lambda: text(_("Wat is de volgende stap?"), 2),
    "date": lambda: _date(_("Wanneer?")),
}


class MoveForm(forms.Form):
    """The form of one move, drawn from what the table says that it needs."""

    def __init__(self, move: Move, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"{move.verb}_%s")
        for name in move.needs:
            self.fields[name] = FACTS[name]()
        self.fields.update(more_fields(move))


class ReasonForm(forms.Form):
    """One reason in words."""

    reason = text(_("Reden"), 3)
