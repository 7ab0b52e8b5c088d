"""Secrets that stand in a table unreadably: who has the database alone has nothing."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def lock(purpose: str, text: str) -> str:
    """`text`, to be opened for the same purpose only."""
    return _box(purpose).encrypt(text.encode()).decode()


def unlock(purpose: str, locked: str) -> str:
    """What was locked. Raises cryptography.fernet.InvalidToken for what no key of ours locked."""
    return _box(purpose).decrypt(locked.encode()).decode()


def _box(purpose: str) -> MultiFernet:
    """Give the lock; earlier keys still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(f"participation.{purpose}:{key}".encode()).digest())) for key in keys]
    )
