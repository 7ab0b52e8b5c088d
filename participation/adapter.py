"""The only place that bends allauth: how it mails, whom it lets in, where it sends people, what it says."""

import logging
from contextlib import suppress
from email.utils import make_msgid
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives, get_connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from participation.actions.openid_sessions import remember_session
from participation.arrivals import first_page_of
from participation.audit import record_access
from participation.errors import MailUnavailable
from participation.locked import lock, unlock
from participation.models import Kind, User
from participation.models.people import UserManager
from participation.openid import KEPT
from participation.reading import Access

logger = logging.getLogger(__name__)

#: Somebody watches the page load while we talk to the mail server.
MAIL_PATIENCE = 8
PERMANENT = 500
WAYS_IN = {Kind.RESIDENT: {"code"}, Kind.OFFICIAL: {"password", "mfa", "openid"}}
JUST_NOW = 5 * 60
#: What is worth a mail to its owner is worth a line in the log: allauth's letters, and what they tell.
CHANGES = {
    "account/email/password_changed": Access.PASSWORD,
    "account/email/password_set": Access.PASSWORD,
    "account/email/password_reset": Access.PASSWORD,
    "mfa/email/totp_activated": Access.STEP_ADDED,
    "mfa/email/totp_deactivated": Access.STEP_REMOVED,
    "mfa/email/webauthn_added": Access.STEP_ADDED,
    "mfa/email/webauthn_removed": Access.STEP_REMOVED,
    "mfa/email/recovery_codes_generated": Access.CODES,
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by `actions.people`, residents come in by code and officials by password or passkey."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("Het e-mailadres of het wachtwoord klopt niet."),
        "enter_current_password": gettext_lazy("Dit is niet uw huidige wachtwoord."),
        "incorrect_code": gettext_lazy("Deze code klopt niet. Kijk nog eens goed in de e-mail of in de app."),
        "incorrect_password": gettext_lazy("Dit wachtwoord klopt niet."),
        "too_many_login_attempts": gettext_lazy("U hebt het te vaak geprobeerd. Wacht even en probeer het opnieuw."),
        "rate_limited": gettext_lazy("U doet dit te vaak achter elkaar. Wacht even en probeer het dan opnieuw."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody chooses a password by themselves: residents get an account with their first code."""
        return False

    # --- Mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one mail now. Raises MailUnavailable when the mail server does not take it."""
        facts = {**context, "municipality": {"name": settings.MUNICIPALITY_NAME}, "base_url": settings.BASE_URL}
        facts["subject"] = " ".join(render_to_string(f"{template_prefix}_subject.txt", facts).split())
        message = EmailMultiAlternatives(
            facts["subject"],
            render_to_string(f"{template_prefix}_message.txt", facts).strip() + "\n",
            settings.DEFAULT_FROM_EMAIL,
            [email],
            connection=get_connection(timeout=MAIL_PATIENCE),
            headers={
                "Message-ID": make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
                "Auto-Submitted": "auto-generated",
            },
        )
        with suppress(TemplateDoesNotExist):  # Most of these mails are a few lines of text.
            message.attach_alternative(render_to_string(f"{template_prefix}_message.html", facts), "text/html")
        _send(message)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Write down and tell somebody that their way in changed.

        It has changed already: a dead mail server is no reason to fail.
        """
        if (changed := CHANGES.get(template_prefix)) is not None:
            record_access(user, changed)
        facts = {"when": timezone.now(), **(context or {})}
        try:
            with override(user.language):
                self.send_mail(template_prefix, email or user.email, facts)
        except MailUnavailable:
            logger.exception("The mail %s to person %s was not sent.", template_prefix, user.pk)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Mail the link to an official. A resident has no password, and hears how to sign in."""
        if not user.is_official:
            self.send_no_password_mail(email)
            return
        with override(user.language):
            super().send_password_reset_mail(user, email, context)

    def send_no_password_mail(self, email: str) -> None:
        """Say that this address has no password and that a code is enough."""
        facts = {"sign_in_url": f"{settings.BASE_URL}{reverse('account_login')}"}
        self.send_mail("account/email/no_password", email, facts)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the link on our own address, whatever address the request claims to be for."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.BASE_URL}{path.replace('UID-KEY', quote(key))}"

    # --- Who comes in, and where they land

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse a way in that is not for this kind of person, whichever form let them through."""
        refusal: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if refusal is not None:
            return refusal
        records = get_authentication_records(request, user)
        if records and records[-1]["method"] in WAYS_IN[Kind(user.kind)] and not _must_come_elsewhere(user, records):
            return None
        clear_login(request)
        record_access(user, Access.REFUSED)
        messages.error(request, _("U kunt op deze manier niet inloggen."))
        return HttpResponseRedirect(reverse("official_login" if user.is_official else "account_login"))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Write down that an official came in, and what their provider gave; lead to what comes first for them."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        kept = request.session.pop(KEPT, None)
        methods = {record["method"] for record in get_authentication_records(request, user)}
        if kept is not None and "openid" in methods:
            remember_session(request.session.session_key or "", kept)
        record_access(user, Access.SIGNED_IN)
        first = first_page_of(user)
        if first is not None and isinstance(response, HttpResponseRedirect):
            response["Location"] = f"{first}?{urlencode({'next': response.url}, safe='/')}"
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down that somebody tried a wrong password for an official."""
        tried = UserManager.normalize_email(credentials.get("email"))
        person = User.objects.filter(email=tried, kind=Kind.OFFICIAL).first()
        if person is not None:
            record_access(person, Access.REFUSED)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send officials to their desk and others to their own page."""
        official = isinstance(request.user, User) and request.user.is_official
        return settings.OFFICIAL_LOGIN_REDIRECT_URL if official else settings.LOGIN_REDIRECT_URL

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site may follow after signing in."""
        return url is not None and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Do not ask for a password that was typed a moment ago."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = timezone.now().timestamp() - JUST_NOW
        if any(record["method"] in WAYS_IN[Kind.OFFICIAL] and record["at"] > fresh for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second step of officials: its secrets are unreadable in the table, and the last one stays."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": gettext_lazy("Dit is uw laatste tweede stap. Stel eerst een andere in."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether another app or passkey remains; recovery codes alone are no second step."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.BASE_URL).hostname or "", "name": settings.MFA_TOTP_ISSUER}

    def encrypt(self, text: str) -> str:
        return lock("second_factor", text)

    def decrypt(self, encrypted_text: str) -> str:
        return unlock("second_factor", encrypted_text)


def _must_come_elsewhere(user: User, records: list[dict[str, Any]]) -> bool:
    """Tell whether an official tries a door of ours while theirs is the municipality's own sign-in."""
    only_there = user.is_official and (bool(user.openid_subject) or not settings.LOCAL_PASSWORDS)
    return only_there and not any(record["method"] == "openid" for record in records)


def _send(message: EmailMultiAlternatives) -> None:
    """Hand over the mail, and put what can go wrong in a sentence for the person who waits for it."""
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        logger.warning("The mail server refused a recipient: %s", [code for code, _text in refused.recipients.values()])
        if all(code >= PERMANENT for code, _text in refused.recipients.values()):
            raise MailUnavailable(
                _("Wij kunnen geen mail sturen naar dit adres. Controleer of het adres klopt."), field="email"
            ) from refused
        raise MailUnavailable(
            _("Wij kunnen nu geen mail sturen. Probeer het over een paar minuten opnieuw.")
        ) from refused
    except (SMTPException, OSError) as failure:
        logger.exception("The mail server did not take a mail.")
        raise MailUnavailable(
            _("Wij kunnen nu geen mail sturen. Probeer het over een paar minuten opnieuw.")
        ) from failure
