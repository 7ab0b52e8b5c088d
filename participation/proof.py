"""A code by mail that proves an address is somebody's: before something that cannot be undone, and for a new address.

The code is kept in the session as a keyed hash. How often one may be asked for and guessed is counted in PostgreSQL.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from participation.errors import Incomplete
from participation.limits import Limit, take
from participation.models import User
from participation.sign_in import MINUTE, take_code_allowance

KEY = "proof"
VALID = 15 * MINUTE
#: So long a code, or signing in, counts as a proof that it is really them.
FRESH = 15 * MINUTE
#: With 20 codes a day and these guesses the odds of guessing one stay near 1 in 10,000 a day, signed in already.
GUESSES = Limit("proof_guess", size=5, seconds=60 * MINUTE)


def mail_code(request: HttpRequest, person: User, *, purpose: str, address: str) -> None:
    """Mail a code to `address` and wait for it. Raises MailUnavailable or TooMany, and then nothing waits."""
    take_code_allowance(request, address)
    code = get_adapter().generate_login_code()
    letter = "account/email/proof_code" if address == person.email else "account/email/new_address_code"
    get_adapter().send_mail(letter, address, {"code": code})
    until = timezone.now().timestamp() + VALID
    request.session[KEY] = {"purpose": purpose, "address": address, "hash": _hash(code, address), "until": until}


def awaited(request: HttpRequest, purpose: str) -> str:
    """The address whose code is waited for; empty when none is, or it is over."""
    waiting = request.session.get(KEY, {})
    waits = waiting.get("purpose") == purpose and waiting["until"] > timezone.now().timestamp()
    return str(waiting["address"]) if waits else ""


def check_code(request: HttpRequest, person: User, *, purpose: str, code: str) -> str:
    """Give the address that `code` proves; it works once. Raises Incomplete or TooMany."""
    address = awaited(request, purpose)
    if not address:
        raise Incomplete(_("Deze code is niet meer geldig. Vraag een nieuwe code."), field="code")
    take(GUESSES, person.pk)
    typed = "".join(code.split()).replace("-", "")
    if not constant_time_compare(_hash(typed, address), request.session[KEY]["hash"]):
        raise Incomplete(_("Deze code klopt niet. Kijk nog eens goed in de e-mail."), field="code")
    del request.session[KEY]
    return address


def is_proved(request: HttpRequest) -> bool:
    """Whether this person showed a short while ago that it is really them."""
    records = get_authentication_records(request, request.user)
    return bool(records) and records[-1]["at"] > timezone.now().timestamp() - FRESH


def note_proof(request: HttpRequest, person: User) -> None:
    """Remember that this person just proved that it is them."""
    record_authentication(request, person, method="code", reauthenticated=True)


def _hash(code: str, address: str) -> str:
    return salted_hmac(f"participation.proof:{address}", code, algorithm="sha256").hexdigest()
