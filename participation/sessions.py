"""Keeps people signed in for as long as they keep coming."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

RENEW_AFTER = timedelta(days=1)
RENEWED = "_renewed"

Responder = Callable[[HttpRequest], HttpResponse]


def rolling_session(get_response: Responder) -> Responder:
    """Renew an existing session once a day, so that nobody is signed out while writing.

    Django can save a session with every request (SESSION_SAVE_EVERY_REQUEST), but then of two requests at once the
    last would undo what the first put into it. A visitor without a session does not get one here.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _renew(request.session)
        return get_response(request)

    return middleware


def _renew(session: SessionBase) -> None:
    """Give the session its full life again when it was last given that over a day ago."""
    now = int(timezone.now().timestamp())
    if not session.is_empty() and now - session.get(RENEWED, 0) > RENEW_AFTER.total_seconds():
        session[RENEWED] = now
