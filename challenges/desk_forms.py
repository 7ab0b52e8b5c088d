"""What officials type to make a challenge, and what is wrong with it in plain words."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from challenges.actions.change import Words
from challenges.actions.phases import Round
from challenges.contents import COLUMNS
from challenges.models import Challenge, Phase
from ideas.documents import ACCEPTED
from ideas.forms import SHORT, IdeaReference, text
from ideas.rounds.forms import MomentInput
from participation.models import Kind, OrganisationKind, Programme, User

MOST_EUROS = 100_000_000


def moment(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateTimeField:
    """A date and a time, local."""
    errors = {"required": _("Vul een datum en een tijd in."), "invalid": _("Vul een datum en een tijd in.")}
    return forms.DateTimeField(
        label=label, help_text=help_text, widget=MomentInput, error_messages=errors, required=required
    )


def later(label: Any, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """A text that may wait until approval is asked."""
    field = text(label, rows, help_text)
    field.required = False
    return field


def officials() -> QuerySet[User]:
    """Who can open responses."""
    return User.objects.filter(kind=Kind.OFFICIAL, is_active=True).order_by("nickname")


class NewForm(forms.Form):
    """What a challenge begins with."""

    title = forms.CharField(
        label=_("Titel"), max_length=SHORT, help_text=_("Bijvoorbeeld: Koele straten zonder asfalt.")
    )
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programma"), empty_label=_("Kies"))
    task = forms.CharField(
        label=_("Opgave van het programma"), max_length=200, required=False,
        help_text=_("Alleen als de uitdaging daaruit komt."),
    )  # fmt: skip
    numbers = forms.CharField(
        label=_("Nummers van ideeën"), required=False, max_length=400,
        help_text=_("Alleen als de uitdaging uit ideeën komt. Bijvoorbeeld 2026-00042 2026-00043."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, person: User, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial={"key": uuid4(), **initial})
        its = Programme.objects.active().filter(pk__in=Programme.objects.handled_by(person).values("pk"))
        self.fields["programme"].queryset = its  # type: ignore[attr-defined] # a choice of rows

    def clean_numbers(self) -> list[Any]:
        """The ideas; says which number is no public idea."""
        numbers = self.cleaned_data["numbers"].replace(",", " ").split()
        return [IdeaReference().clean(number) for number in dict.fromkeys(numbers)]


class EditionForm(forms.Form):
    """A form that was filled in for one edition of a challenge."""

    edition = forms.IntegerField(widget=forms.HiddenInput)


class WordsForm(EditionForm):
    """All texts of a challenge. Only the title has to be there while it is a concept."""

    hide_optional = True
    title = forms.CharField(label=_("Titel"), max_length=SHORT)
    task = forms.CharField(label=_("Opgave van het programma"), max_length=200, required=False)
    problem = later(_("Wat is het probleem?"), 5)
    for_whom = later(_("Voor wie is het?"))
    can_influence = later(_("Wat kan wel?"), 3, _("Waarover mag de inzender zelf beslissen?"))
    cannot_influence = later(_("Wat kan niet?"), 3, _("Wat staat vast? Zeg het eerlijk, dat spaart teleurstelling."))
    promise = later(_("Wat doen wij met de inzendingen?"))
    offer = later(_("Wat bieden wij?"), 3, _("Bijvoorbeeld geld, een plek om te proberen, gegevens of hulp."))
    budget = forms.IntegerField(
        label=_("Budget in euro's"), required=False, min_value=0, max_value=MOST_EUROS,
        help_text=_("Laat leeg als u geen bedrag noemt."),
    )  # fmt: skip
    may_answer = later(_("Wie mag inzenden?"))
    kinds = forms.MultipleChoiceField(
        label=_("Soorten organisaties"), choices=OrganisationKind, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Kies er geen als elke organisatie mag inzenden."),
    )  # fmt: skip
    ownership = later(_("Van wie blijft het idee?"))
    privacy = later(_("Privacy"))
    planning = later(_("Planning"), 4, _("Wat gebeurt er wanneer, ook na het besluit?"))
    questions_until = moment(
        _("Tot wanneer kunnen mensen vragen stellen?"), _("Houd tijd over om te antwoorden."), required=False
    )
    jury_text = later(_("Wie zitten in de jury?"))
    first_opener = forms.ModelChoiceField(
        User.objects.none(), label=_("Wie opent de inzendingen?"), required=False, empty_label=_("Kies"),
        help_text=_("Twee medewerkers openen samen, na de sluiting. Niemand kan het alleen."),
    )  # fmt: skip
    second_opener = forms.ModelChoiceField(
        User.objects.none(), label=_("En wie nog meer?"), required=False, empty_label=_("Kies")
    )

    def __init__(self, data: Any, challenge: Challenge) -> None:
        openers = list(challenge.openers.order_by("pk")) if data is None else []
        super().__init__(data, initial={
            "edition": challenge.edition,
            **{name: getattr(challenge, name) for name in COLUMNS},
            "first_opener": openers[0] if openers else None,
            "second_opener": openers[1] if openers[1:] else None,
        })  # fmt: skip
        for name in ("first_opener", "second_opener"):
            self.fields[name].queryset = officials()  # type: ignore[attr-defined] # a choice of rows

    def words(self) -> Words:
        """What was filled in."""
        return Words(**{name: self.cleaned_data[name] for name in COLUMNS})

    def openers(self) -> list[User]:
        """Who was chosen to open the responses."""
        chosen = (self.cleaned_data["first_opener"], self.cleaned_data["second_opener"])
        return [person for person in chosen if person is not None]


class PhaseForm(EditionForm):
    """A phase."""

    title = forms.CharField(label=_("Naam"), max_length=80, help_text=_("Bijvoorbeeld: Korte pitch."))
    explanation = later(_("Uitleg"), 3)
    opens_at = moment(_("Opent op"))
    closes_at = moment(_("Sluit op"), _("Eén seconde te laat is te laat."))
    is_blind = forms.BooleanField(
        label=_("De jury leest eerst zonder namen"), required=False,
        help_text=_("Antwoorden op vragen die laten zien wie het is, ziet de jury dan niet."),
    )  # fmt: skip
    min_readers = forms.IntegerField(
        label=_("Hoeveel juryleden lezen elke inzending?"), min_value=1, max_value=20, initial=2
    )

    def __init__(self, data: Any, challenge: Challenge, phase: Phase | None = None) -> None:
        names = ("title", "explanation", "opens_at", "closes_at", "is_blind", "min_readers")
        there = {name: getattr(phase, name) for name in names} if phase else {}
        super().__init__(data, initial={"edition": challenge.edition, **there})

    def plan(self) -> Round:
        """What was filled in."""
        return Round(**{name: value for name, value in self.cleaned_data.items() if name != "edition"})


class DocumentForm(forms.Form):
    """A document for with a challenge."""

    title = forms.CharField(label=_("Titel van het document"), max_length=SHORT)
    file = forms.FileField(
        label=_("Bestand"), widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, ODT, DOCX, PNG of JPG, hooguit 10 MB. Iedereen kan dit lezen."),
        error_messages={"required": _("Kies een bestand."), "empty": _("Dit bestand is leeg.")},
    )  # fmt: skip


class IdeaForm(forms.Form):
    """One idea from which a challenge comes."""

    idea = IdeaReference(label=_("Nummer van het idee"), help_text=_("Bijvoorbeeld 2026-00042."))
