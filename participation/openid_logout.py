"""The provider's word that somebody's session there is over, which comes from server to server.

https://openid.net/specs/openid-connect-backchannel-1_0.html, sections 2.4 and 2.6. It knows nothing of accounts.
"""

from dataclasses import dataclass
from typing import Any

import jwt
from django.utils import timezone

from participation.openid import CLOCKS_DIFFER, Refused, signed

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPES = {"jwt", "logout+jwt", "application/logout+jwt"}
#: `exp` as well by the newest text, and checked when it is there; providers of before leave it out.
REQUIRED = ["iss", "aud", "iat", "jti", "events"]
FRESH = 5 * 60  # Seconds in which a provider gets its message across.


@dataclass(frozen=True, slots=True)
class Ended:
    """Whose session it was, or which one, by the provider's `sub` and `sid`; one of them may be empty."""

    subject: str
    session: str
    token: str


def ended_by(token: str) -> Ended:
    """What a logout token says. Raises Refused for one that is not whole, not for us, not fresh, or something else."""
    claims = signed(token, REQUIRED)
    if str(jwt.get_unverified_header(token).get("typ", "jwt")).lower() not in TYPES:
        raise Refused("The token is of another type.")
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise Refused("The token does not tell of an end.")
    if "nonce" in claims:
        raise Refused("It is an ID token.")
    if timezone.now().timestamp() - float(claims["iat"]) > FRESH + CLOCKS_DIFFER:
        raise Refused("The token is too old.")
    ended = Ended(_text(claims, "sub"), _text(claims, "sid"), _text(claims, "jti"))
    if not ended.token or not (ended.subject or ended.session):
        raise Refused("The token names nobody, or not itself.")
    return ended


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str):
        raise Refused(f"The claim {name} is no text.")
    return value
