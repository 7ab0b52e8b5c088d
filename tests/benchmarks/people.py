"""Visitors who are signed in already, and a crowd that wrote and supported before the measurement."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from participation.middleware import OfficialsNeedSecondFactor
from participation.models import Programme, User
from participation.sessions import RENEWED
from tests.benchmarks import bulk

VISITORS = range(1_001, 11_001)
CROWD = range(20_001, 40_001)
PASSWORD = "!nobody signs in with it"
CSRF = "b" * 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a session."""

    pk: int
    session: str

    @property
    def cookie(self) -> str:
        """The cookies as this person's browser sends them."""
        return f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def make_crowd() -> None:
    """Accounts and sessions; the officials of the programmes get one too."""
    now = timezone.now()
    bulk.copy(User, (_account(pk, now) for pk in (*VISITORS, *CROWD)))
    password = {"method": "password", "at": now.timestamp()}
    second_step = {"method": "mfa", "type": "totp", "at": now.timestamp()}
    people = [(User(pk=pk, password=PASSWORD), [password]) for pk in VISITORS]
    people += [(owner, [password, second_step]) for owner in owners()]
    bulk.copy(Session, (_session(person, records, now) for person, records in people))


def visitors() -> list[Visitor]:
    """Every resident with a session."""
    return [Visitor(pk, _key(pk)) for pk in VISITORS]


def officials() -> list[Visitor]:
    """The owner of each programme."""
    return [Visitor(owner.pk, _key(owner.pk)) for owner in owners()]


def owners() -> list[User]:
    """Those who own a programme."""
    return list(User.objects.filter(pk__in=Programme.objects.values("owner")))


def _account(pk: int, now: Any) -> dict[str, Any]:
    return {
        "id": pk,
        "email": f"inwoner-{pk}@example.org",
        "nickname": f"Inwoner {pk}",
        "password": PASSWORD,
        "date_joined": now,
    }


def _session(person: User, records: list[dict[str, Any]], now: Any) -> dict[str, Any]:
    content = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
        AUTHENTICATION_METHODS_SESSION_KEY: records,
        f"{AUTHENTICATION_METHODS_SESSION_KEY}_user": str(person.pk),
        RENEWED: int(now.timestamp()),
        OfficialsNeedSecondFactor.SINCE: now.timestamp(),
        OfficialsNeedSecondFactor.SEEN: now.timestamp(),
    }
    data = SessionStore().encode(content)
    return {"session_key": _key(person.pk), "session_data": data, "expire_date": now + timedelta(days=14)}


def _key(pk: int) -> str:
    return f"{pk:032d}"
