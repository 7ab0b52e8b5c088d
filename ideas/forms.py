"""What people may send in, and what is wrong with it in plain words."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from ideas.photos import reencoded
from ideas.statuses import ReasonCode
from participation.forms import DateInput, LongSelect
from participation.models import Area, AreaKind, Organisation, Programme, Theme, User
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
    """Every district and neighbourhood by name."""

    widget = LongSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Area.objects.select_related("parent").defer("geometry", "parent__geometry"), **kwargs)

    def label_from_instance(self, obj: Area) -> str:
        return obj.name if obj.kind == AreaKind.DISTRICT or not obj.parent else f"{obj.name} ({obj.parent.name})"


class PhotoField(forms.FileField):
    """A photo, written anew: what comes out holds nothing of the visitor's file but the picture."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return reencoded(file, file.size or 0) if isinstance(file, UploadedFile) else None


def _degrees(most: int) -> forms.FloatField:
    """A coordinate that a script fills in when somebody asks for it."""
    return forms.FloatField(required=False, min_value=-most, max_value=most, widget=forms.HiddenInput, label=_("Plek"))


class IdeaForm(forms.Form):
    """Problem first, then the proposal. `email` is asked only of people who are not signed in."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    problem = text(
        _("Welk probleem ziet u?"), 5, _("Wat gebeurt er? Wie heeft er last van?"), _("Vertel welk probleem u ziet.")
    )
    proposal = text(
        _("Wat is uw idee?"), 5, _("Wat kan er beter? Het hoeft niet af te zijn."), _("Vertel wat uw idee is.")
    )
    title = forms.CharField(
        label=_("Geef uw idee een titel"),
        max_length=SHORT,
        min_length=5,
        help_text=_("Bijvoorbeeld: Meer bankjes in het park."),
        error_messages={"required": _("Geef uw idee een titel."), "min_length": _("Maak de titel iets langer.")},
    )
    theme = forms.ModelChoiceField(
        Theme.objects.all(), label=_("Waar gaat het over?"), required=False, empty_label=_("Weet ik niet")
    )
    area = AreaField(label=_("In welke buurt?"), required=False, empty_label=_("Overal, of weet ik niet"))
    address = forms.CharField(
        label=_("Welke plek?"),
        max_length=200,
        required=False,
        help_text=_("Een straat of een plein. Schrijf niet uw eigen adres op."),
    )
    latitude = _degrees(90)
    longitude = _degrees(180)
    photo = PhotoField(
        label=_("Foto"),
        required=False,
        help_text=_("JPG, PNG of WebP, hooguit 10 MB. Wij halen plaats en tijd uit de foto."),
    )
    photo_description = forms.CharField(
        label=_("Wat staat er op de foto?"),
        max_length=200,
        required=False,
        help_text=_("Voor mensen die de foto niet kunnen zien."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Namens wie?"), required=False, empty_label=_("Namens mijzelf")
    )
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        help_text=_("Wij sturen u een code. Niemand anders ziet uw adres."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Vul uw e-mailadres in."),
            "invalid": _("Dit is geen goed e-mailadres. Bijvoorbeeld: naam@voorbeeld.nl."),
        },
    )

    KEPT = (
        *("problem", "proposal", "title", "theme", "area", "address", "latitude", "longitude"),
        *("photo_description", "organisation", "email"),
    )

    def __init__(self, *args: Any, writer: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if writer:
            del self.fields["email"]
            self.fields["organisation"].queryset = writer.organisations.all()  # type: ignore[attr-defined] # a ModelChoiceField
        else:
            del self.fields["organisation"]

    @property
    def speaks_for_others(self) -> bool:
        """Whether to show the choice of an organisation. Asked by the page only: a submit need not pay for it."""
        field = self.fields.get("organisation")
        return "organisation" in self.errors or (field is not None and field.queryset.exists())  # type: ignore[attr-defined]


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

    def __init__(self, move: Move, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{move.verb}_%s")
        for name in move.needs:
            self.fields[name] = FACTS[name]()


class ReasonForm(forms.Form):
    """One reason in words."""

    reason = text(_("Reden"), 3)


class PartnerForm(forms.Form):
    """The answer of a partner outside."""

    text = text(_("Uw antwoord"), 8)
