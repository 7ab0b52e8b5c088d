"""A check against robots that asks nothing of people: the browser works for a second, and brings a proof (ALTCHA).

No puzzle, no picture, no third party, no cookie. Whoever has no JavaScript brings no proof, and is not refused for it:
what they send waits for a person.
"""

import secrets
from datetime import timedelta
from typing import Any

import altcha
from django.utils import timezone
from django.utils.crypto import salted_hmac

from participation.errors import TooMany
from participation.limits import Limit, take

ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000  # Rounds for each try; with these figures a telephone of 2020 takes one or two seconds.
LEAST_TRIES, MOST_TRIES = 100, 300
VALID = timedelta(minutes=20)
LONGEST_PROOF = 4_000
# Each proof counts once. A row of the limits remembers it for a day, and it is not valid for as long as that.
ONCE = Limit("proof", size=1, seconds=24 * 60 * 60)


def new_challenge() -> dict[str, Any]:
    """A task for a browser, signed, so that nothing has to be kept until it comes back."""
    tries = LEAST_TRIES + secrets.randbelow(MOST_TRIES - LEAST_TRIES)
    challenge = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=tries,
        expires_at=timezone.now() + VALID,
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("solution"),
    )
    return dict(challenge.to_dict())


def is_proven(proof: str) -> bool:
    """Whether `proof` solves a task of ours that nobody used before; it is used from then on.

    Call it in the transaction of what it is a proof for, so that a form that fails does not use it up.
    """
    if not proof or len(proof) > LONGEST_PROOF:
        return False
    result = altcha.verify_solution(proof, _key("challenge"), hmac_key_secret=_key("solution"))
    if not result.verified:
        return False
    try:
        take(ONCE, salted_hmac("participation.robots", _signature_of(proof), algorithm="sha256").hexdigest())
    except TooMany:
        return False
    return True


def _signature_of(proof: str) -> str:
    """What is the same however a proof is written down."""
    return str(altcha.Payload.from_base64(proof).challenge.signature)


def _key(purpose: str) -> str:
    return salted_hmac(f"participation.robots.{purpose}", "", algorithm="sha256").hexdigest()
