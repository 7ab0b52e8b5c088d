"""The key by which push services know this installation: a private key of the curve P-256 (VAPID, RFC 8292)."""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from participation.environment import Malformed

#: Of P-256 (SEC 2, section 2.4.2): every whole number from 1 up to this one is a private key.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BYTES = 32


def new_push_key() -> str:
    """Make a key, as the variable PUSH_KEY holds it."""
    number = 1 + secrets.randbelow(ORDER - 1)
    return urlsafe_b64encode(number.to_bytes(BYTES)).decode().rstrip("=")


def push_key(value: str) -> str:
    """Give a key that can be used."""
    try:
        number = number_of(value)
    except (binascii.Error, ValueError):
        number = 0
    if not 0 < number < ORDER or len(value.rstrip("=")) != len(new_push_key()):
        raise Malformed("must be a key as manage.py push_key makes one")
    return value


def number_of(key: str) -> int:
    """The number that the curve knows. Raises ValueError for what is no base64."""
    return int.from_bytes(urlsafe_b64decode(key.rstrip("=") + "="))
