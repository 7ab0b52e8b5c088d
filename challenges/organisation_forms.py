"""What people fill in about an organisation and its members."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from challenges.directory import Wanted
from challenges.models import Challenge
from ideas.filters import LONGEST_WORDS
from participation.actions.organisation import Profile
from participation.kvk import clean_kvk_number
from participation.models import Membership, OrganisationKind, OrganisationRole
from participation.models.organisations import MOST_EXPERTISE

LONGEST_TAG = 40
LONGEST_PLACE = 4_000  # Words of a search fill an address with signs.


class ProfileForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(label=_("Naam van de organisatie"), max_length=120)
    kind = forms.ChoiceField(label=_("Wat voor organisatie is het?"), choices=OrganisationKind.choices)
    place = forms.CharField(label=_("Plaats"), max_length=80, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    about = forms.CharField(
        label=_("Wat doet uw organisatie?"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    expertise = forms.CharField(
        label=_("Waar weet u veel van?"),
        required=False,
        max_length=(LONGEST_TAG + 2) * MOST_EXPERTISE,
        help_text=_("Zet een komma tussen de onderwerpen, bijvoorbeeld: sensoren, warmtenet, toegankelijkheid."),
    )

    def clean_expertise(self) -> tuple[str, ...]:
        """Read the subjects, as they were written."""
        tags = tuple(tag.strip() for tag in self.cleaned_data["expertise"].split(",") if tag.strip())
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise ValidationError(_("Houd elk onderwerp kort: hooguit 40 tekens."))
        return tags

    def profile(self) -> Profile:
        """What was filled in, for the action."""
        names = ("name", "place", "website", "about", "expertise")
        return Profile(kind=OrganisationKind(self.cleaned_data["kind"]), **{n: self.cleaned_data[n] for n in names})


class NewOrganisationForm(ProfileForm):
    """The same, with the number of the trade register, which cannot be changed any more once it is given."""

    kvk_number = forms.CharField(
        label=_("KvK-nummer"),
        required=False,
        max_length=20,
        help_text=_("8 cijfers. Hebt u geen nummer? Laat dit dan leeg."),
    )
    field_order = ("kvk_number", "name")

    def clean_kvk_number(self) -> str:
        """Read the number."""
        typed: str = self.cleaned_data["kvk_number"]
        return clean_kvk_number(typed) if typed else ""


class MemberForm(forms.Form):
    """Whom to ask, and for what."""

    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    role = forms.ChoiceField(label=_("Wat mag deze persoon?"), choices=OrganisationRole.choices)

    def asked(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        return {"email": self.cleaned_data["email"], "role": OrganisationRole(self.cleaned_data["role"])}


class AppointForm(forms.Form):
    """Who is asked to run an organisation that nobody runs."""

    email = forms.EmailField(
        label=_("E-mailadres van de nieuwe eigenaar"),
        max_length=254,
        help_text=_("Heeft de organisatie nog leden? Dan kan alleen een van hen de uitnodiging aannemen."),
    )


class HeirField(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in the stubs only
    """A choice among members, by their names."""

    def label_from_instance(self, obj: Membership) -> str:
        """The member as colleagues know them."""
        return f"{obj.user} ({obj.get_role_display()})"


class LeaveForm(forms.Form):
    """Leaving; the last owner says who takes over."""

    successor = HeirField(
        Membership.objects.none(),
        label=_("Wie neemt de organisatie van u over?"),
        empty_label=_("Kies een lid"),
        help_text=_("Deze persoon wordt eigenaar."),
    )

    def __init__(self, data: Any = None, *, heirs: QuerySet[Membership]) -> None:
        super().__init__(data)
        if heirs:
            self.fields["successor"].queryset = heirs  # type: ignore[attr-defined] # a ModelChoiceField
        else:
            del self.fields["successor"]


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Rol"), choices=OrganisationRole.choices)


class DirectoryForm(forms.Form):
    """What an official looks for in the directory; `uitdaging` and `idee` say for what.

    `plek` is the place of the idea in the list of the desk, as the address of its page says it.
    """

    hide_optional = True

    q = forms.CharField(
        label=_("Waar moeten zij veel van weten?"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    soort = forms.ChoiceField(
        label=_("Soort organisatie"), required=False, choices=[("", _("Alle")), *OrganisationKind.choices]
    )
    plaats = forms.CharField(label=_("Plaats"), required=False, max_length=80)
    onderwerp = forms.CharField(label=_("Onderwerp"), required=False, max_length=LONGEST_TAG)
    gecontroleerd = forms.ChoiceField(
        label=_("Gecontroleerd"), required=False, choices=[("", _("Alle")), ("ja", _("Ja")), ("nee", _("Nee"))]
    )
    uitdaging = forms.SlugField(required=False, widget=forms.HiddenInput)
    idee = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    plek = forms.CharField(required=False, max_length=LONGEST_PLACE, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        """What was filled in."""
        said = self.cleaned_data
        verified = {"ja": True, "nee": False}.get(said["gecontroleerd"])
        return Wanted(
            words=said["q"], kind=said["soort"], place=said["plaats"], subject=said["onderwerp"], is_verified=verified
        )


class UnverifyForm(forms.Form):
    """Why a verification is taken back."""

    reason = forms.CharField(
        label=_("Waarom trekt u de controle in?"),
        max_length=500,
        help_text=_("De eigenaren van de organisatie lezen dit."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ToChallengeForm(forms.Form):
    """To which challenge an organisation is pointed."""

    uitdaging = forms.ModelChoiceField(
        Challenge.objects.none(),
        to_field_name="slug",
        label=_("Voor welke uitdaging?"),
        empty_label=_("Kies een uitdaging"),
    )

    def __init__(self, data: Any = None, *, challenges: QuerySet[Challenge]) -> None:
        super().__init__(data)
        self.fields["uitdaging"].queryset = challenges  # type: ignore[attr-defined] # a ModelChoiceField
