"""Signed-in clients, without walking through the pages of signing in."""

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from participation.middleware import OfficialsNeedSecondFactor
from participation.session_store import SessionStore
from participation.sessions import RENEWED


def sign_in(client, person, *, methods=None):
    """Sign `person` in as they would be after both steps (officials) or a code (residents). Gives the client.

    The session is that of somebody whose first request was a moment ago, in one statement: this is done thousands of
    times. Nothing is told to who listens for people signing in; a test of that comes in by the page.
    """
    if methods is None:
        methods = ("password", "mfa") if person.is_official else ("code",)
    now = int(time.time())
    session = SessionStore()
    session.update({
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
        "account_authentication_methods": [{"method": method, "at": time.time()} for method in methods],
        "account_authentication_methods_user": str(person.pk),
        RENEWED: now,
    })  # fmt: skip
    if person.is_official:
        session[OfficialsNeedSecondFactor.SINCE] = session[OfficialsNeedSecondFactor.SEEN] = now
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def lines_of(table, roles):
    """What a table of doors says: the answers of each address, by role."""
    head, *rows = (line.split() for line in table.read_text("utf-8").splitlines() if line and line[0] != "#")
    assert head == ["address", *roles]
    return {row[0]: dict(zip(roles, row[1:], strict=True)) for row in rows}
