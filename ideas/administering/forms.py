"""What administrators fill in. Every form knows the version that its page showed."""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from ideas.models import StatusWords
from ideas.models.status_words import LONGEST_LABEL, LONGEST_TEXT
from ideas.status_words import LANGUAGES
from ideas.statuses import NEXT_STEPS, Status
from participation.models import Kind, Moderation, Programme, Theme, User

MISSING = {"required": _("Vul dit in.")}
MOST_DAYS = 260  # Working days: a year. The same as the check of the columns.


class SubjectForm(forms.Form):
    """A row of what is kept; its fields have the names of the columns."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: models.Model, seen: int) -> None:
        """Begin with what `row` says."""
        initial = {name: self.value_of(row, name) for name in self.base_fields if name != "seen"}
        super().__init__(data, initial={**initial, "seen": seen})

    def value_of(self, row: models.Model, name: str) -> Any:
        """What stands in the column, as the field shows it."""
        field: Any = row._meta.get_field(name)
        if field.many_to_many:
            return list(getattr(row, name).values_list("pk", flat=True)) if row.pk else []
        return getattr(row, field.attname)

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def fingerprint(self) -> str:
        """Tells what was filled in, so that a yes is a yes to exactly that."""
        return "; ".join(f"{name}={value}" for name, value in sorted(self.said.items()))

    @property
    def version(self) -> int:
        """The version that the page showed."""
        return self.cleaned_data["seen"] or 0


class ProgrammeForm(SubjectForm):
    """A programme: what it is for, who answers, and within how many working days."""

    name = forms.CharField(label=_("Naam van het programma"), max_length=120, error_messages=MISSING)
    purpose = forms.CharField(
        label=_("Waar is het voor?"), max_length=500, help_text=_("Eén zin in eenvoudig Nederlands."),
        widget=forms.Textarea(attrs={"rows": 2}), error_messages=MISSING,
    )  # fmt: skip
    team = forms.CharField(
        label=_("Naam van het team"), max_length=80, help_text=_("Deze naam ziet het publiek."), error_messages=MISSING
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Eigenaar"), empty_label=_("Kies"), error_messages=MISSING,
        help_text=_("Deze medewerker zorgt dat elk idee op tijd een antwoord krijgt."),
    )  # fmt: skip
    deputies = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Vervangers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    promise_days = forms.IntegerField(
        label=_("Belofte in werkdagen"), min_value=1, max_value=MOST_DAYS, error_messages=MISSING,
        help_text=_("Binnen zoveel werkdagen krijgt elk idee een antwoord. Datums die al beloofd zijn, blijven staan."),
    )  # fmt: skip
    is_active = forms.BooleanField(
        label=_("Het programma is actief"), required=False,
        help_text=_("Uitzetten kan pas als er geen ideeën meer lopen en geen regel het programma noemt."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: Programme, seen: int) -> None:
        """Offer officials only."""
        super().__init__(data, row=row, seen=seen)
        officials = User.objects.filter(kind=Kind.OFFICIAL, is_active=True).order_by("nickname", "pk")
        for name in ("owner", "deputies"):
            self.fields[name].queryset = officials  # type: ignore[attr-defined] # the stubs know the plain field only


class ThemeForm(SubjectForm):
    """A theme: its name, its place, and whether it promises an answer sooner."""

    name = forms.CharField(label=_("Naam van het thema"), max_length=80, error_messages=MISSING)
    order = forms.IntegerField(
        label=_("Plaats in de lijst"), min_value=0, max_value=10_000, error_messages=MISSING,
        help_text=_("Een lager getal staat hoger in de lijst."),
    )  # fmt: skip
    promise_days = forms.IntegerField(
        label=_("Sneller antwoord, in werkdagen"), min_value=1, max_value=MOST_DAYS, required=False,
        help_text=_("Alleen als dit thema sneller antwoord krijgt dan het programma belooft. De kortste tijd telt."),
    )  # fmt: skip
    is_active = forms.BooleanField(
        label=_("Mensen kunnen dit thema kiezen"), required=False,
        help_text=_("Zet u dit uit, dan houden ideeën die er al zijn hun thema."),
    )  # fmt: skip


class AreaForm(SubjectForm):
    """A district or a neighbourhood: its name, and whether new ideas may lie in it."""

    name = forms.CharField(label=_("Naam van het gebied"), max_length=80, error_messages=MISSING)
    is_active = forms.BooleanField(
        label=_("Nieuwe ideeën kunnen hier liggen"), required=False,
        help_text=_("Zet u dit uit, dan houden ideeën die er al zijn hun gebied."),
    )  # fmt: skip


class MergeThemeForm(forms.Form):
    """Which theme takes the ideas over."""

    into = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Met welk thema?"), empty_label=_("Kies"), error_messages=MISSING
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, theme: Theme, seen: int) -> None:
        """Offer the other themes that people can choose."""
        super().__init__(data, initial={"seen": seen})
        others = Theme.objects.active().exclude(pk=theme.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined] # as above


def _sentence(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class StatusWordsForm(SubjectForm):
    """A status in public words, in both languages."""

    label_nl = forms.CharField(label=_("Naam in het Nederlands"), max_length=LONGEST_LABEL, required=False)
    explanation_nl = _sentence(_("Uitleg in het Nederlands"))
    next_step_nl = _sentence(_("Volgende stap in het Nederlands"))
    label_en = forms.CharField(label=_("Naam in het Engels"), max_length=LONGEST_LABEL, required=False)
    explanation_en = _sentence(_("Uitleg in het Engels"))
    next_step_en = _sentence(_("Volgende stap in het Engels"))

    def __init__(self, data: Any = None, *, row: StatusWords, seen: int) -> None:
        """Tell at each field what stands there while it is empty."""
        super().__init__(data, row=row, seen=seen)
        status = Status(row.status)
        for language in LANGUAGES:
            with override(language):
                usual = {"label": str(status.label), "next_step": str(NEXT_STEPS.get(status, ""))}
            for name, words in usual.items():
                self.fields[f"{name}_{language}"].help_text = (
                    gettext("Leeg is: %(words)s") % {"words": words} if words else gettext("Leeg is: geen tekst.")
                )


class ModerationForm(SubjectForm):
    """How people talk about the ideas of a programme. The bounds are those of the columns."""

    comments_are_open = forms.BooleanField(label=_("Mensen kunnen reageren"), required=False)
    asks_for_sides = forms.BooleanField(label=_("Wie reageert, kan kiezen: voor of tegen"), required=False)
    moderation = forms.ChoiceField(label=_("Wat leest een medewerker?"), choices=Moderation, widget=forms.RadioSelect)
    hold_after_reports = forms.IntegerField(
        label=_("Na hoeveel meldingen wacht een tekst op een medewerker?"), min_value=1, max_value=100,
        help_text=_("Alleen meldingen van mensen met een ouder account tellen."), error_messages=MISSING,
    )  # fmt: skip
    hold_at_score = forms.IntegerField(
        label=_("Bij hoeveel punten wacht een tekst op een medewerker?"), min_value=1, max_value=100,
        help_text=_("Punten krijgt een tekst die op spam lijkt."), error_messages=MISSING,
    )  # fmt: skip
    new_account_days = forms.IntegerField(
        label=_("Hoeveel dagen is een account nieuw?"), min_value=0, max_value=365,
        help_text=_("Een nieuw account kan geen links plaatsen zonder controle."), error_messages=MISSING,
    )  # fmt: skip


class SynonymsForm(SubjectForm):
    """Words of which each finds the others."""

    words = SimpleArrayField(
        forms.CharField(max_length=60, required=False), label=_("Woorden"), error_messages=MISSING,
        help_text=_("Met komma's ertussen. Wie één van deze woorden zoekt, vindt ook de andere."),
    )  # fmt: skip


class BlockedWordForm(SubjectForm):
    """A word at which a comment waits."""

    word = forms.CharField(
        label=_("Woord"), max_length=60, help_text=_("Een heel woord, of een paar woorden."), error_messages=MISSING
    )
