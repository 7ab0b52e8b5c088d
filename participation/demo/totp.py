"""The six figures that an authenticator app shows (RFC 6238)."""

import base64
import hashlib
import hmac
import struct

PERIOD = 30
DIGITS = 6


def code(secret: str, moment: float) -> str:
    """Give the code that belongs to the base32 `secret` at `moment`, in seconds since 1970."""
    counter = struct.pack(">Q", int(moment) // PERIOD)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number)[-DIGITS:].zfill(DIGITS)


def seconds_left(moment: float) -> int:
    """Give how long the code of `moment` stays valid."""
    return PERIOD - int(moment) % PERIOD
