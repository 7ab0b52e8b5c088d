"""The forms of signing in. Settings name them in ACCOUNT_FORMS; allauth's own views draw some of them."""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm as SecondStepForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondStepAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.models import Language
from participation.permissions import is_official

LONGEST_ADDRESS = 254
CODE_INPUT = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}


def _email_input() -> forms.EmailInput:
    return forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"})


class EmailForm(forms.Form):
    """An e-mail address, and nothing else: whose it is, is not the form's business."""

    hide_optional = True
    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=LONGEST_ADDRESS,
        widget=_email_input(),
        error_messages={
            "required": _("Vul uw e-mailadres in."),
            "invalid": _("Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@voorbeeld.nl."),
        },
    )


class CodeForm(ConfirmLoginCodeForm):
    """The code from the mail. Spaces and dashes do not matter, so pasting works."""

    hide_optional = True
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("De code heeft 6 cijfers en staat in de e-mail."),
        widget=forms.TextInput(attrs=CODE_INPUT),
        error_messages={"required": _("Vul de code uit de e-mail in.")},
    )


class InOurWords(forms.BaseForm):
    """A form of allauth with our labels, and without the placeholders that repeat them."""

    hide_optional = True
    labels: ClassVar[dict[str, str | Promise]] = {}
    attributes: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in self.labels:
                field.label = str(self.labels[name])
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attributes.get(name, {}))


class PasswordForm(InOurWords, LoginForm):
    """The officials' door: a resident's password, should there be one, does not open it."""

    labels = {"login": _("E-mailadres"), "password": _("Wachtwoord")}
    attributes = {"login": {"autocomplete": "username"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.user is not None and self.user.is_active and not is_official(self.user):
            raise get_adapter().validation_error("email_password_mismatch")
        return cleaned


class NewPasswordForm(InOurWords, ResetPasswordKeyForm):
    """A new password, after the link in the mail."""

    labels = {"password1": _("Nieuw wachtwoord"), "password2": _("Nieuw wachtwoord, nog een keer")}


class OtherPasswordForm(InOurWords, ChangePasswordForm):
    """Another password, by somebody who knows the present one."""

    labels = {"oldpassword": _("Huidig wachtwoord"), **NewPasswordForm.labels}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class PasswordAgainForm(InOurWords, ReauthenticateForm):
    """The password once more, before something that matters."""

    labels = {"password": _("Wachtwoord")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class AppCodeForm(InOurWords, SecondStepForm):
    """The second step of signing in: a code of the app, or one of the recovery codes."""

    labels = {"code": _("Code")}
    attributes = {"code": CODE_INPUT | {"inputmode": "text"}}


class AppCodeAgainForm(InOurWords, SecondStepAgainForm):
    """The second step once more, before something that matters."""

    labels = AppCodeForm.labels
    attributes = AppCodeForm.attributes


class ActivateAppForm(InOurWords, ActivateTOTPForm):
    """The first code of the app, as a proof that it was set up."""

    labels = {"code": _("Code van de app")}
    attributes = {"code": CODE_INPUT}


class AddPasskeyForm(InOurWords, AddWebAuthnForm):
    """A name for the passkey. What the device says comes in a hidden field."""

    labels = {"name": _("Naam van de passkey")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]  # Every passkey here asks for a finger, a face or a PIN.


class RenamePasskeyForm(InOurWords, EditWebAuthnForm):
    """Another name for the passkey."""

    labels = AddPasskeyForm.labels


class ForgottenPasswordForm(ResetPasswordForm):
    """Mails a link to an official; anybody else gets a mail that says how to sign in."""

    hide_optional = True
    email = forms.EmailField(label=_("E-mailadres"), max_length=LONGEST_ADDRESS, widget=_email_input())

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if self.users:
            return str(super().save(request, **kwargs))
        email: str = self.cleaned_data["email"]
        get_adapter().send_no_password_mail(email)
        return email


class ProofForm(forms.Form):
    """A code from a mail, that proves an address. Spaces and dashes do not matter."""

    hide_optional = True
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("De code heeft 6 cijfers en staat in de e-mail."),
        widget=forms.TextInput(attrs=CODE_INPUT),
        error_messages={"required": _("Vul de code uit de e-mail in.")},
    )


class DeleteForm(forms.Form):
    """What happens to somebody's ideas when their account goes. Nothing is chosen beforehand."""

    STAY, GO = "blijven", "weg"
    hide_optional = True
    ideas = forms.ChoiceField(
        label=_("Wat moet er met uw ideeën en reacties gebeuren?"),
        choices=[
            (STAY, _("Mijn ideeën en reacties blijven staan, zonder mijn naam. Er staat dan “Anoniem” bij.")),
            (GO, _("Mijn ideeën en reacties gaan ook weg, met alles wat bij mijn ideeën hoort.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er met uw ideeën en reacties moet gebeuren.")},
    )

    def ideas_go(self) -> bool:
        """Whether the ideas go along."""
        return bool(self.cleaned_data["ideas"] == self.GO)


class ProfileForm(forms.Form):
    """What people may change about themselves. `actions.people` holds the rules."""

    nickname = forms.CharField(
        label=_("Schuilnaam"),
        max_length=40,
        help_text=_("Deze naam zien andere mensen. Gebruik liever niet uw echte naam."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    language = forms.ChoiceField(
        label=_("Taal"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        help_text=_("In deze taal ziet u de website en krijgt u e-mails."),
    )
