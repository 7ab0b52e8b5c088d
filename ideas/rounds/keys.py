"""The secrets of a vote round: codes, receipts and seals.

Crockford's base 32 leaves out what people confuse. Codes and receipts are made from the key of the form that asked for
them, so that a form that is sent twice gives the same ones, and nothing need be kept to give them again.
"""

import hmac
import uuid
from collections.abc import Iterable
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from ideas.models import Round
from participation.errors import NotPossible

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
BITS = 5
CODE_LENGTH, RECEIPT_LENGTH, GROUP = 12, 16, 4  # 60 and 80 bits: nobody guesses one.


def key_check(salt: str) -> str:
    """What tells later whether SECRET_KEY is still the one that a round began with."""
    return _digest(settings.SECRET_KEY, "check", salt)


def key_of(round_: Round) -> str:
    """The secret of a running round: its own salt, and the SECRET_KEY that it began with, which may be a former one.

    Neither the database nor the server's settings alone are enough to make a seal. Raises NotPossible when the round
    has ended, or when its SECRET_KEY is not among the settings any more: else everybody could vote once more.
    """
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if round_.salt and hmac.compare_digest(_digest(secret, "check", round_.salt), round_.key_check):
            return _digest(secret, "key", round_.salt)
    raise NotPossible(_("Stemmen kan nu niet in deze ronde."))


def code_hash(key: str, code: str) -> str:
    """What is stored of a code."""
    return _digest(key, "code", code)


def seal(key: str, voter: int, idea: int) -> str:
    """What is the same for two votes of one voter for one idea, and says nothing to who has not `key`."""
    return _digest(key, "seal", voter, idea)


def receipt_of(key: str, voter: int, idea: int, client_key: uuid.UUID) -> str:
    """The receipt of a vote. `client_key` is random and kept nowhere, so nobody can make the receipt again."""
    return _letters(_digest(key, "receipt", voter, idea, client_key), RECEIPT_LENGTH)


def codes_of(key: str, client_key: uuid.UUID, count: int) -> list[str]:
    """`count` codes; the same for the same form."""
    return [_letters(_digest(key, "letter", client_key, number), CODE_LENGTH) for number in range(count)]


def normal(typed: str, length: int) -> str:
    """A code or receipt as we write it, from what somebody typed; empty when it cannot be one."""
    plain = "".join(typed.upper().split()).translate(CONFUSED)
    return _grouped(plain) if len(plain) == length and set(plain) <= set(ALPHABET) else ""


def _digest(key: str, *parts: object) -> str:
    return hmac.new(key.encode(), ":".join(map(str, parts)).encode(), sha256).hexdigest()


def _letters(digest: str, length: int) -> str:
    number = int(digest, 16)
    return _grouped(ALPHABET[number >> BITS * place & (len(ALPHABET) - 1)] for place in range(length))


def _grouped(letters: Iterable[str]) -> str:
    plain = "".join(letters)
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
