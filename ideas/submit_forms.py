"""What people send in: a new idea on three short screens, and what its author adds to it afterwards."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.forms import SHORT, AreaField, text
from ideas.models.photo import MOST_PHOTOS
from ideas.photos import ACCEPTED, reencoded
from participation.errors import Incomplete
from participation.models import WRITERS, Organisation, Theme, User
from participation.nicknames import LONGEST, checked_nickname, is_made_up

#: What is asked on each screen. The last one need not be filled in, but for the address to mail the code to.
SCREENS: tuple[tuple[str, ...], ...] = (
    ("problem",),
    ("proposal", "title", "theme"),
    ("area", "address", "latitude", "longitude", "photo", "organisation", "nickname", "anonymous", "email"),
)
#: Answers that are kept as typed.
KEPT = tuple(name for screen in SCREENS for name in screen if name != "photo")
ANONYMOUS = "ja"


class PhotosInput(forms.FileInput):
    """Choosing several files at once, which a telephone takes from its camera or its album."""

    allow_multiple_selected = True


class PhotosForm(forms.Form):
    """Photos as they come in. `pictures` are those that are good, written anew; the others are named in the errors."""

    photo = forms.Field(required=False, widget=PhotosInput)

    def __init__(self, files: Any) -> None:
        super().__init__({}, files)
        self.pictures: list[ContentFile[bytes]] = []

    def clean_photo(self) -> None:
        files = [file for file in self.files.getlist("photo") if isinstance(file, UploadedFile)] if self.files else []
        for file in files[:MOST_PHOTOS]:
            try:
                self.pictures.append(reencoded(file, file.size or 0))
            except forms.ValidationError as refusal:
                name = f"{file.name}: " if len(files) > 1 else ""
                self.add_error("photo", f"{name}{refusal.messages[0]}")
        if len(files) > MOST_PHOTOS:
            self.add_error("photo", gettext("Kies hooguit 5 foto's. Wij hebben de eerste 5 bekeken."))


def _degrees(most: int) -> forms.FloatField:
    """A coordinate that a script fills in when somebody asks for it."""
    return forms.FloatField(required=False, min_value=-most, max_value=most, widget=forms.HiddenInput, label=_("Plek"))


class IdeaForm(forms.Form):
    """Problem first, then the proposal. `email` is asked only of people who are not signed in.

    With a `screen` (from 1) it holds the fields of that screen only.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    problem = text(
        _("Welk probleem ziet u?"), 6, _("Wat gebeurt er? Wie heeft er last van?"), _("Vertel welk probleem u ziet.")
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
        Theme.objects.active(), label=_("Waar gaat het over?"), required=False, empty_label=_("Weet ik niet")
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
    photo = forms.FileField(
        label=_("Foto's"),
        required=False,
        widget=PhotosInput(attrs={"accept": ACCEPTED}),
        help_text=_("Hooguit 5, van elk hooguit 10 MB. Wij halen plaats en tijd uit de foto's."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Namens wie?"), required=False, empty_label=_("Namens mijzelf")
    )
    nickname = forms.CharField(
        label=_("Kies een schuilnaam"),
        max_length=LONGEST,
        required=False,
        help_text=_("Die zien anderen bij wat u schrijft. Vult u niets in, dan maken wij een naam."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    anonymous = forms.ChoiceField(
        label=_("Welke naam staat er bij uw idee?"),
        required=False,
        choices=[("", _("Mijn schuilnaam")), (ANONYMOUS, _("Geen naam: er staat dan “Anoniem”"))],
        widget=forms.RadioSelect,
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

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, writer: User | None, screen: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if writer:
            del self.fields["email"]
            self.fields["organisation"].queryset = Organisation.objects.of(writer, *WRITERS).defer("search")  # type: ignore[attr-defined] # a ModelChoiceField
            self.fields["anonymous"].choices = [  # type: ignore[attr-defined] # a ChoiceField
                ("", gettext("Mijn schuilnaam: %(name)s") % {"name": writer.nickname}),
                (ANONYMOUS, _("Geen naam: er staat dan “Anoniem”")),
            ]
        else:
            del self.fields["organisation"]
        if writer and not is_made_up(writer.nickname):
            del self.fields["nickname"]
        for name in [*self.fields] if screen else ():
            if name != "key" and name not in SCREENS[screen - 1]:
                del self.fields[name]

    def clean_nickname(self) -> str:
        """Say beside the field why a name will not do."""
        typed: str = self.cleaned_data["nickname"]
        try:
            return checked_nickname(typed) if typed else ""
        except Incomplete as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal

    @property
    def speaks_for_others(self) -> bool:
        """Whether to show the choice of an organisation. Asked by the page only: a submit need not pay for it."""
        field = self.fields.get("organisation")
        return "organisation" in self.errors or (field is not None and field.queryset.exists())  # type: ignore[attr-defined]

    @property
    def screen_of_first_error(self) -> int:
        """The screen on which the first thing stands that is wrong; the last one when it is about the whole."""
        for number, names in enumerate(SCREENS, 1):
            if set(names) & self.errors.keys():
                return number
        return len(SCREENS)


class EditForm(forms.Form):
    """The words of an idea, changed by its author while nobody has supported or answered it."""

    title = IdeaForm.base_fields["title"]
    problem = IdeaForm.base_fields["problem"]
    proposal = IdeaForm.base_fields["proposal"]
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class AdditionForm(forms.Form):
    """What an author adds to an idea that others have supported or answered."""

    text = text(_("Wat wilt u toevoegen?"), 4, _("Iedereen kan dit lezen. Uw eerste tekst blijft staan."))


class UpdateForm(forms.Form):
    """News of the author for who follows the idea."""

    text = text(_("Wat wilt u vertellen?"), 4, _("Wij sturen dit aan iedereen die uw idee volgt."))


class InviteForm(forms.Form):
    """Whom an author asks to put the idea forward together."""

    email = forms.EmailField(
        label=_("E-mailadres van uw mede-indiener"),
        help_text=_("Wij sturen een uitnodiging. Niemand ziet dit adres."),
        error_messages={
            "required": _("Vul een e-mailadres in."),
            "invalid": _("Dit is geen goed e-mailadres. Bijvoorbeeld: naam@voorbeeld.nl."),
        },
    )
