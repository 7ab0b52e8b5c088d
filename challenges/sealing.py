"""What organisations send lies sealed until two people open it; docs/sealing.md says what this keeps from whom.

Envelope encryption with AES-256-GCM (NIST SP 800-38D). Each phase has a random key of its own, which lies in the
database only as sealed with the key of the installation: the settings have that one, and no back-up of the database
does. Every sealed value is bound to its phase and to what it is, so that nobody can put one in the place of another.
"""

import secrets
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from challenges.models import Phase, SealKey
from participation.errors import NotPossible
from participation.seal_key import BYTES, bytes_of

VERSION = b"\x01"
#: 96 bits, as the standard advises: of a key's four thousand million values no two get the same one.
NONCE = 12
OVERHEAD = len(VERSION) + NONCE + 16


class Tampered(Exception):
    """What was sealed is not what lies there now: it was changed, cut off or moved, or it is of another key."""


def new_phase_key(phase: Phase) -> SealKey:
    """Make the key of `phase`, once: when there is one, that one stays. Raises NotPossible without a key of our own."""
    key, _made = SealKey.objects.get_or_create(
        phase=phase, defaults={"wrapped": _wrapped(phase.pk, secrets.token_bytes(BYTES))}
    )
    return key


def seal(phase: Phase, context: str, plain: bytes) -> bytes:
    """Seal `plain`. `context` says what it is, such as `submission:12:1`; the same one opens it again.

    Raises NotPossible when the phase has no key, and Tampered when its key cannot be opened.
    """
    return _sealed(_key_of(phase), f"phase:{phase.pk}:{context}", plain)


def unseal(phase: Phase, context: str, sealed: bytes | memoryview) -> bytes:
    """Open what `seal()` made of the same phase and context.

    It asks nobody whether they may read this: the caller did. Raises Tampered, and NotPossible as `seal()`.
    """
    return _opened(_key_of(phase), f"phase:{phase.pk}:{context}", bytes(sealed))


def rewrapped(key: SealKey) -> bytes:
    """The same key of a phase, sealed with the key that the installation has now. Raises Tampered or NotPossible."""
    return _wrapped(key.phase_id, _unwrapped(key))


def opens(key: SealKey) -> bool:
    """Whether this installation can open the key of a phase."""
    try:
        _unwrapped(key)
    except (Tampered, NotPossible):
        return False
    return True


def _key_of(phase: Phase) -> bytes:
    try:
        return _unwrapped(phase.seal_key)
    except SealKey.DoesNotExist as error:
        raise NotPossible(_("Deze ronde heeft nog geen sleutel. Inzenden kan nog niet.")) from error


def _wrapped(phase_id: int, key: bytes) -> bytes:
    return _sealed(next(_installation_keys()), f"key:{phase_id}", key)


def _unwrapped(key: SealKey) -> bytes:
    for ours in _installation_keys():
        try:
            return _opened(ours, f"key:{key.phase_id}", bytes(key.wrapped))
        except Tampered:
            continue  # It may be sealed with an earlier key of ours.
    raise Tampered(f"No key of this installation opens the key of phase {key.phase_id}.")


def _installation_keys() -> Iterator[bytes]:
    """The key of now, and then the earlier ones."""
    if not settings.SEAL_KEY:
        raise NotPossible(_("Deze website heeft nog geen sleutel voor inzendingen. Vraag het de beheerder."))
    yield from map(bytes_of, (settings.SEAL_KEY, *settings.SEAL_KEY_FALLBACKS))


def _sealed(key: bytes, what: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, what.encode())


def _opened(key: bytes, what: str, sealed: bytes) -> bytes:
    if sealed[:1] != VERSION or len(sealed) < OVERHEAD:
        raise Tampered(f"This is no sealed {what}.")
    nonce, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, rest, what.encode())
    except InvalidTag as error:
        raise Tampered(f"What lies there is not the sealed {what}.") from error
