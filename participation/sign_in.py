"""Signing in with a code by mail. Any page may start it; the account is made on the way."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override

from participation.actions.people import register_resident
from participation.limits import DAY, Limit, place_of, take, unreadable
from participation.models import Language, User
from participation.models.people import UserManager

MINUTE = 60
#: With five guesses a code, these keep the odds of guessing one below 1 in 10,000 a day for each address.
CODES_IN_A_ROW = Limit("code_address", size=5, seconds=15 * MINUTE)
CODES_A_DAY = Limit("code_address_day", size=20, seconds=DAY)
#: Wide, because a library, a school or the town hall is one address on the network.
CODES_FROM_ONE_PLACE = Limit("code_place", size=60, seconds=60 * MINUTE)


def start_code_sign_in(request: HttpRequest, email: str) -> None:
    """Mail a code to `email` and remember in the session that it is waited for; then show a `ConfirmCodeView`.

    What the visitor sees must not depend on whether there was an account: an unknown address gets one, and an
    official, who never signs in by code, gets a mail that says so while the page asks for a code all the same.

    Not inside a transaction. Raises MailUnavailable when the mail cannot be sent and TooMany at a limit; then
    nothing is remembered and the visitor may try again.
    """
    address = UserManager.normalize_email(email)
    take_code_allowance(request, address)
    person = register_resident(address, language=get_language() or Language.DUTCH)
    by_code = person.is_active and not person.is_official
    with override(person.language):
        if not by_code:
            _mail_instead_of_code(person)
        LoginCodeVerificationProcess.initiate(request=request, user=person if by_code else None, email=address)


def place_of_officials(wanted: str) -> str:
    """Where an official goes after signing in, when that is a path of this site; else nothing."""
    return wanted if wanted and get_adapter().is_safe_url(wanted) else ""


def take_code_allowance(request: HttpRequest, address: str) -> None:
    """Count one code for this address and this place on the network. Raises TooMany."""
    take(CODES_FROM_ONE_PLACE, place_of(request))
    take(CODES_IN_A_ROW, unreadable(address))
    take(CODES_A_DAY, unreadable(address))


def _mail_instead_of_code(person: User) -> None:
    """Say why there is no code: the account is closed, or belongs to an official."""
    letter = "password_instead" if person.is_active else "account_closed"
    facts = {"sign_in_url": f"{settings.BASE_URL}{reverse('official_login')}"}
    get_adapter().send_mail(f"account/email/{letter}", person.email, facts)
