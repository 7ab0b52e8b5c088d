"""The key of the installation with which the keys of challenges are sealed: 32 random bytes, as base64."""

import binascii
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from participation.environment import Malformed

BYTES = 32


def new_seal_key() -> str:
    """Make a key, as the variable SEAL_KEY holds it."""
    return b64encode(secrets.token_bytes(BYTES)).decode()


def seal_key(value: str) -> str:
    """Give a key that can be used."""
    try:
        right = len(bytes_of(value)) == BYTES
    except (binascii.Error, ValueError):
        right = False
    if not right:
        raise Malformed("must be 32 random bytes in base64, as manage.py seal_key makes them")
    return value


def seal_key_file(value: str) -> str:
    """Give the key that stands in the file with this path."""
    try:
        return seal_key(Path(value).read_text().strip())
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed("must be the path of a file that can be read, with a key in it") from error


def seal_keys(value: str) -> list[str]:
    """Give earlier keys, that still open what was sealed with them."""
    return [seal_key(part.strip()) for part in value.split(",") if part.strip()]


def bytes_of(key: str) -> bytes:
    """The key itself. Raises ValueError for what is no base64."""
    return b64decode(key, validate=True)
