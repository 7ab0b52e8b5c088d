"""Signed-in clients, without walking through the pages of signing in."""

import time

from participation.middleware import OfficialsNeedSecondFactor
from participation.sessions import RENEWED


def sign_in(client, person, *, methods=None):
    """Sign `person` in as they would be after both steps (officials) or a code (residents). Gives the client."""
    if methods is None:
        methods = ("password", "mfa") if person.is_official else ("code",)
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time()} for method in methods]
    session["account_authentication_methods_user"] = str(person.pk)
    # As after their first request, which writes these down.
    session[RENEWED] = int(time.time())
    if person.is_official:
        session[OfficialsNeedSecondFactor.SINCE] = session[OfficialsNeedSecondFactor.SEEN] = int(time.time())
    session.save()
    return client


def lines_of(table, roles):
    """What a table of doors says: the answers of each address, by role."""
    head, *rows = (line.split() for line in table.read_text("utf-8").splitlines() if line and line[0] != "#")
    assert head == ["address", *roles]
    return {row[0]: dict(zip(roles, row[1:], strict=True)) for row in rows}
