"""Sessions of officials that came from the provider end when it says so, or when it is asked and says no."""

import logging
from datetime import timedelta

from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from participation.audit import record_access
from participation.leaving import put_out
from participation.limits import DAY, Limit, take, unreadable
from participation.locked import lock, unlock
from participation.models import User
from participation.openid import Denied, Refused, Tokens, renewed
from participation.openid_logout import Ended
from participation.reading import Access
from participation.register import Ends

log = logging.getLogger(__name__)

#: How long after the last answer the provider is asked again.
ASK_EVERY = timedelta(minutes=4)
MOST_AT_ONCE = 200  # In one run; the others are the first of the next.
PURPOSE = "openid_refresh"
ONCE = Limit("openid_logout", size=1, seconds=DAY)


def kept_of(tokens: Tokens) -> dict[str, str]:
    """By what the provider knows the session of who comes in, and with what to ask again, which nobody can read."""
    sid = tokens.claims.get("sid")
    return {
        "sid": sid if isinstance(sid, str) else "",
        "refresh": lock(PURPOSE, tokens.refresh) if tokens.refresh else "",
    }


@transaction.atomic(durable=True)
def remember_session(session_key: str, kept: dict[str, str]) -> None:
    """Tie what `kept_of` gave to the session with that key, now that there is one."""
    data = {"openid": {**kept, "asked": timezone.now().timestamp()}}
    UserSession.objects.filter(session_key=session_key).update(data=data)


@transaction.atomic(durable=True)
def end_sessions(ended: Ended) -> int:
    """End what the provider says is over, and give how many sessions that were.

    Of a subject all of them: its account is closed, or somebody wants to be out. Raises TooMany when the same token
    was used before.
    """
    take(ONCE, unreadable(ended.token))
    if ended.subject:
        people = User.objects.filter(openid_subject=ended.subject)
        return sum(_end(person, lambda _key: True) for person in people)
    named = UserSession.objects.filter(user__openid_subject__isnull=False, data__openid__sid=ended.session)
    return sum(_end(session.user, session.session_key.__eq__) for session in named.select_related("user"))


def ask_provider() -> int:
    """Ask the provider about each session that it let in, and give how many it wants to be over.

    One that it gave nothing to ask with ends by itself (`OPENID_SESSION`), and so do all while it does not answer.
    """
    if not settings.OPENID_ISSUER:
        return 0
    denied = 0
    for _each in range(MOST_AT_ONCE):
        session = _next()
        if session is None:
            break
        try:
            fresh = renewed(unlock(PURPOSE, session.data["openid"]["refresh"]))
        except (Denied, InvalidToken) as reason:  # What our keys of now do not open belongs to nobody.
            log.info("Session %d ends: %r", session.pk, reason)
            denied += _end_denied(session)
        except Refused:
            log.exception("The provider cannot be asked who still has access.")
            break
        else:
            _keep(session, fresh)
    return denied


@transaction.atomic(durable=True)
def _next() -> UserSession | None:
    """The session whose answer is the oldest, for this process alone: a token may work once."""
    now = timezone.now()
    from_there = UserSession.objects.filter(user__openid_subject__isnull=False).exclude(data__openid__refresh="")
    asked = from_there.filter(data__openid__asked__lt=(now - ASK_EVERY).timestamp())
    waiting = asked.order_by("data__openid__asked", "pk")
    session = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if session is not None:
        session.data["openid"]["asked"] = now.timestamp()
        session.save(update_fields=["data"])
    return session


@transaction.atomic(durable=True)
def _keep(session: UserSession, fresh: str) -> None:
    kept = {**session.data["openid"], "refresh": lock(PURPOSE, fresh)}
    UserSession.objects.filter(pk=session.pk).update(data={**session.data, "openid": kept})


@transaction.atomic(durable=True)
def _end_denied(session: UserSession) -> int:
    return _end(session.user, session.session_key.__eq__)


def _end(person: User, ends: Ends) -> int:
    count = put_out(person, ends)
    if count:
        record_access(person, Access.ENDED)
    return count
