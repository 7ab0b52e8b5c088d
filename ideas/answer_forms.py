"""What officials type around an answer, and what moves carry beside what they need."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.answer_statuses import BEST, DECISIONS, Criterion, PartyKind
from ideas.documents import ACCEPTED
from ideas.models import AnswerTemplate, Party
from ideas.models.weighing import HEAVIEST, SCORES
from ideas.statuses import ReasonCode
from participation.forms import DateInput
from participation.models import Theme
from participation.workflow import Move

LONG, SHORT = 5000, 120
CANNOT_BE_KEPT = {"max_length", "null_characters_not_allowed"}


class MomentInput(forms.DateTimeInput):
    """A date and a time by the browser's own means; local time, as everything that people read here."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        """Fix the format: browsers accept no other."""
        super().__init__(format="%Y-%m-%dT%H:%M")


def _text(label: Any, rows: int = 4, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONG, help_text=help_text, required=required,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": _("Vul dit in.")},
    )  # fmt: skip


def party_field() -> forms.ModelChoiceField:  # type: ignore[type-arg] # generic in the stubs only
    """Which organisation outside takes the idea over."""
    return forms.ModelChoiceField(
        Party.objects.filter(is_active=True), label=_("Naar welke organisatie?"), empty_label=_("Kies")
    )


def more_fields(move: Move) -> dict[str, forms.Field]:
    """What the form of a move asks beside what the move needs."""
    if move.verb != "transfer":
        return {}
    return {
        "wants_contact": forms.BooleanField(
            label=_("Vraag de indiener of naam en e-mailadres mee mogen"), required=False,
            help_text=_("Zonder toestemming krijgt de organisatie alleen het nummer en de tekst van het idee."),
        )
    }  # fmt: skip


class AnswerForm(forms.Form):
    """An answer as it is written at leisure. What is filled in but not finished can be kept all the same."""

    reason_code = forms.ChoiceField(label=_("Waarom niet?"), choices=[("", _("Kies")), *ReasonCode.choices])
    challenge = forms.CharField(label=_("Welke uitdaging?"), max_length=SHORT)
    project = forms.CharField(label=_("Welk project?"), max_length=SHORT)
    reason = _text(_("Reden"), 7, _("Schrijf korte zinnen. Iedereen kan dit lezen."))
    next_step = _text(_("Wat is de volgende stap?"), 3)
    date = forms.DateField(label=_("Wanneer?"), widget=DateInput, error_messages={"required": _("Kies een datum.")})
    hard_because = _text(
        _("Waarom kan de tekst niet eenvoudiger?"), 2, required=False,
        help_text=_("Alleen nodig als u een moeilijke tekst toch wilt versturen, bijvoorbeeld een wettekst. "
                    "Wij bewaren uw reden."),
    )  # fmt: skip
    publish_at = forms.DateTimeField(
        label=_("Vanzelf versturen op"), widget=MomentInput, required=False,
        help_text=_("Laat dit leeg om het antwoord alleen te bewaren."),
        error_messages={"invalid": _("Vul een datum en een tijd in.")},
    )  # fmt: skip

    def __init__(self, move: Move, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        """Ask what `move` needs."""
        super().__init__(data, initial=dict(initial or {}), auto_id="answer_%s")
        for name in ("reason_code", "challenge", "project"):
            if name not in move.needs:
                del self.fields[name]

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, finished or not, without the moment of publishing."""
        return {name: str(self.data.get(name, "")) for name in self.fields if name != "publish_at"}

    @property
    def can_be_kept(self) -> bool:
        """Whether what was typed fits, whatever else is wrong with it; a moment must be one."""
        codes = {error.code for errors in self.errors.as_data().values() for error in errors}
        return not codes & CANNOT_BE_KEPT and "publish_at" not in self.errors

    @property
    def moment(self) -> datetime | None:
        """The moment that was filled in."""
        self.is_valid()
        return self.cleaned_data.get("publish_at")


class DocumentForm(forms.Form):
    """A document to go with an answer."""

    documents = forms.FileField(
        label=_("Document erbij"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, ODT, DOCX, PNG of JPG, hooguit 10 MB. Iedereen kan het downloaden."),
    )  # fmt: skip

    def __init__(self, files: Any = None) -> None:
        """Take the files of a request."""
        super().__init__(None if files is None else {}, files, auto_id="answer_%s")


class CorrectionForm(forms.Form):
    """An answer that was given, to be corrected."""

    reason = _text(_("Reden"), 7, _("Schrijf korte zinnen. Iedereen kan dit lezen."))
    next_step = _text(_("Wat is de volgende stap?"), 3)
    date = forms.DateField(label=_("Wanneer?"), widget=DateInput, error_messages={"required": _("Kies een datum.")})
    why = _text(_("Waarom verbetert u dit?"), 2, _("Iedereen kan dit lezen, ook wat er eerst stond."))
    hard_because = _text(
        _("Waarom kan de tekst niet eenvoudiger?"), 2, required=False,
        help_text=_("Alleen nodig als u een moeilijke tekst toch wilt versturen, bijvoorbeeld een wettekst. "
                    "Wij bewaren uw reden."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TemplateForm(forms.Form):
    """A template for answers."""

    name = forms.CharField(label=_("Naam van het sjabloon"), max_length=80)
    decision = forms.ChoiceField(
        label=_("Voor welk besluit?"), required=False,
        choices=[("", _("Elk besluit")), *((one.value, one.label) for one in DECISIONS)],
    )  # fmt: skip
    theme = forms.ModelChoiceField(
        Theme.objects.with_ideas(), label=_("Voor welk thema?"), required=False, empty_label=_("Elk thema")
    )
    reason_code = forms.ChoiceField(
        label=_("Waarom niet?"), required=False, choices=[("", _("Open laten")), *ReasonCode.choices]
    )
    reason = _text(_("Reden"), 7, required=False)
    next_step = _text(_("Volgende stap"), 3, required=False)
    is_active = forms.BooleanField(label=_("Medewerkers kunnen dit sjabloon kiezen"), required=False, initial=True)

    def __init__(self, data: Any = None, *, template: AnswerTemplate | None = None) -> None:
        """Begin with what `template` says."""
        initial = {name: getattr(template, name) for name in self.base_fields} if template else None
        super().__init__(data, initial=initial)
        self._template = template

    def clean_name(self) -> str:
        """Refuse a name that another template has."""
        return _own_name(self.cleaned_data["name"], AnswerTemplate, self._template)


class PartyForm(forms.Form):
    """An organisation outside."""

    name = forms.CharField(label=_("Naam van de organisatie"), max_length=SHORT)
    kind = forms.ChoiceField(label=_("Soort"), choices=PartyKind, widget=forms.RadioSelect)
    email = forms.EmailField(label=_("E-mailadres"), required=False, help_text=_("Hier gaat de link naartoe."))
    url = forms.URLField(
        label=_("Webadres"), required=False, assume_scheme="https",
        help_text=_("Alleen als er geen e-mailadres is. U geeft de link dan zelf door."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Medewerkers kunnen deze organisatie kiezen"), required=False, initial=True)

    def __init__(self, data: Any = None, *, party: Party | None = None) -> None:
        """Begin with what the list says of `party`."""
        initial = {name: getattr(party, name) for name in self.base_fields} if party else None
        super().__init__(data, initial=initial)
        self._party = party

    def clean_name(self) -> str:
        """Refuse a name that another organisation has."""
        return _own_name(self.cleaned_data["name"], Party, self._party)


def _own_name(name: str, model: Any, own: Any) -> str:
    if model.objects.filter(name__iexact=name).exclude(pk=own.pk if own else None).exists():
        raise forms.ValidationError(_("Deze naam is er al. Kies een andere naam."))
    return name


class WeightsForm(forms.Form):
    """How heavy each criterion counts."""

    def __init__(self, data: Any = None, *, initial: Mapping[str, int] | None = None) -> None:
        """Ask a weight for each criterion, and why."""
        super().__init__(data, initial=dict(initial or {}))
        for one in Criterion:
            self.fields[one.value] = forms.IntegerField(
                label=one.label, min_value=0, max_value=HEAVIEST, initial=1, help_text=_("Van 0 tot en met 10.")
            )
        self.fields["reason"] = _text(_("Waarom verandert u de gewichten?"), 2, _("Iedereen kan dit lezen."))


class WeighingForm(forms.Form):
    """The scores of an idea."""

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        """Ask a score and a reason for each criterion."""
        super().__init__(data, initial=dict(initial or {}))
        for one in Criterion:
            self.fields[one.value] = forms.TypedChoiceField(
                label=one.label, coerce=int, choices=[("", _("Kies")), *((n, str(n)) for n in SCORES)],
                help_text=BEST[one], error_messages={"required": _("Kies een cijfer van 1 tot en met 5.")},
            )  # fmt: skip
            self.fields[f"{one.value}_reason"] = _text(_("%(criterion)s: waarom?") % {"criterion": one.label}, 2)

    @property
    def scores(self) -> dict[str, int]:
        """The score of each criterion."""
        return {name: self.cleaned_data[name] for name in Criterion.values}

    @property
    def reasons(self) -> dict[str, str]:
        """The reason of each criterion."""
        return {name: self.cleaned_data[f"{name}_reason"] for name in Criterion.values}


class OutsideAnswerForm(forms.Form):
    """What a partner outside sends back; which of it must be filled in depends on the button."""

    text = _text(_("Uw antwoord"), 8, required=False)
    outside_number = forms.CharField(
        label=_("Uw eigen nummer voor dit idee"), max_length=60, required=False,
        help_text=_("Als u dat hebt. Het komt bij het idee te staan."),
    )  # fmt: skip


class RatingForm(forms.Form):
    """Whether an idea was handled well."""

    reason = _text(_("Wat ging er niet goed?"), 4, _("Alleen nodig als u nee kiest."), required=False)


def moment_here(moment: datetime | None) -> str:
    """A moment as the field for it wants it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""
