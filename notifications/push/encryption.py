"""What a push service carries and cannot read (RFC 8291): one record of `aes128gcm` (RFC 8188)."""

import binascii
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096  # Every push service takes a body of this size (RFC 8030, section 7.2).
LONGEST = RECORD - 86 - 16 - 1  # Without its head, its seal, and the sign that it is the last record.
LAST_RECORD = b"\x02"
SALT_BYTES = AUTH_BYTES = 16


def encrypt(
    plain: bytes, *, p256dh: str, auth: str, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """Encrypt `plain` for the browser with these keys. `own` and `salt` are new for each message, as they must be.

    Raises ValueError for keys that are none, and for what is longer than LONGEST.
    """
    if len(plain) > LONGEST:
        raise ValueError(f"A push of {len(plain)} bytes is too long.")
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(SALT_BYTES)
    theirs, secret = browser_keys(p256dh, auth)
    ours = point_of(own.public_key())
    shared = own.exchange(ec.ECDH(), theirs)
    key = _derive(shared, secret, b"WebPush: info\0" + point_of(theirs) + ours, 32)
    content_key = _derive(key, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(key, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4) + len(ours).to_bytes(1) + ours
    return head + AESGCM(content_key).encrypt(nonce, plain + LAST_RECORD, None)


def browser_keys(p256dh: str, auth: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    """The keys that a browser gave us. Raises ValueError when they are none."""
    try:
        point, secret = unwrapped(p256dh), unwrapped(auth)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    if len(secret) != AUTH_BYTES:
        raise ValueError("This is no secret of a browser.")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), secret


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key in the form in which push services and browsers exchange it."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def wrapped(raw: bytes) -> str:
    """Bytes as text that may stand in an address: base64url without its tail."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def unwrapped(text: str) -> bytes:
    """The bytes in such a text. Raises binascii.Error or ValueError."""
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
