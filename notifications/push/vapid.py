"""How we say to a push service who we are (VAPID, RFC 8292): a note, signed with our key, for that service only."""

import json
import time
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from notifications.push.encryption import point_of, wrapped
from participation.push_key import BYTES, number_of

AN_HOUR = 60 * 60
VALID = 12  # Hours; a service may refuse more than 24.


def public_key() -> str:
    """What a browser gives to its push service, which then takes news from us only; empty without a key."""
    return _public(settings.PUSH_KEY) if settings.PUSH_KEY else ""


def authorization(endpoint: str) -> str:
    """The header by which the push service of `endpoint` knows us."""
    where = urlsplit(endpoint)
    token = _token(settings.PUSH_KEY, f"{where.scheme}://{where.netloc}", _contact(), int(time.time() // AN_HOUR))
    return f"vapid t={token}, k={public_key()}"


def _contact() -> str:
    """Whom a service asks when something is wrong with what we send."""
    return f"mailto:{settings.MUNICIPALITY_CONTACT or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


@lru_cache(maxsize=100)
def _token(key: str, audience: str, contact: str, hour: int) -> str:
    """A signed note; the same one for an hour, as services want it."""
    head = {"typ": "JWT", "alg": "ES256"}
    claims = {"aud": audience, "exp": (hour + VALID) * AN_HOUR, "sub": contact}
    signed = ".".join(wrapped(json.dumps(part).encode()) for part in (head, claims))
    r, s = decode_dss_signature(_private(key).sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"{signed}.{wrapped(r.to_bytes(BYTES) + s.to_bytes(BYTES))}"


@lru_cache(maxsize=2)
def _public(key: str) -> str:
    return wrapped(point_of(_private(key).public_key()))


def _private(key: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(number_of(key), ec.SECP256R1())
