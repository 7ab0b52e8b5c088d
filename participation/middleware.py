"""What happens around every page: the language, the officials' second step, and rules that were broken."""

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from participation.actions.people import choose_language
from participation.context import CHOICE
from participation.errors import NotAllowed, RuleBroken, TooMany
from participation.models import Language, User

Responder = Callable[[HttpRequest], HttpResponse]

READING = ("GET", "HEAD")
A_YEAR = int(timedelta(days=365).total_seconds())


class ChosenLanguage:
    """Shows pages in the language of the signed-in person, else in the one that this browser chose, else in Dutch.

    The browser's own list of languages plays no part: every anonymous visitor gets the same page, so that a cache
    may keep it. A cookie is set only for who follows a link with `?taal=`.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        choice = request.GET.get(CHOICE)
        if choice in Language.values and request.method in READING:
            return self._remember(request, str(choice))
        language = self._language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response

    def _language_of(self, request: HttpRequest) -> str:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = request.user.language if isinstance(request.user, User) else cookie
        return language if language in Language.values else settings.LANGUAGE_CODE

    def _remember(self, request: HttpRequest, choice: str) -> HttpResponse:
        if request.user.is_authenticated:
            choose_language(request.user, choice, actor=request.user)
        query = request.GET.copy()
        del query[CHOICE]
        page = request.path + (f"?{query.urlencode()}" if query else "")
        response = HttpResponseRedirect(escape_leading_slashes(page))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            choice,
            max_age=A_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type] # any text to mypy, Lax to us
        )
        add_never_cache_headers(response)
        return response


class OfficialsNeedSecondFactor:
    """Deny by default: an official who did not prove both steps in this session gets nothing but the way to do so.

    It also ends their sessions: after two hours without a request and after twelve hours in any case, and after
    `OPENID_SESSION` for who came in by OpenID Connect, so that a closed account is out by then. A form that
    is sent in the hour after those twelve is still handled, so that nobody loses what they were writing.
    """

    SET_UP = frozenset(
        {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"}
    )
    IDLE = timedelta(hours=2)
    LONGEST = timedelta(hours=12)
    LAST_WORD = timedelta(hours=1)
    # Not with every request: each save writes the whole session, and of two at once the last would win.
    NOTED_EVERY = timedelta(minutes=5)
    SINCE, SEEN = "_official_since", "_official_seen"

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request through (None), or answer it here."""
        if not isinstance(request.user, User) or not request.user.is_official:
            return None
        if reason := self._over(request):
            return self._out(request, reason)
        records = get_authentication_records(request, request.user)
        methods = {record["method"] for record in records}
        came_in = bool(methods & {"password", "openid"})
        if "mfa" in methods and (came_in or any(record.get("passwordless") for record in records)):
            return None
        if not came_in or Authenticator.objects.filter(user=request.user).exists():
            return self._out(request, _("Log opnieuw in, met uw wachtwoord en de tweede stap."))
        if request.resolver_match and request.resolver_match.view_name in self.SET_UP:
            return None
        return _go(request, reverse("mfa_index"))

    def _over(self, request: HttpRequest) -> Promise | None:
        """Say why this session is over, or note that it is used."""
        now = timezone.now().timestamp()
        since, seen = request.session.get(self.SINCE, now), request.session.get(self.SEEN, 0)
        if seen and now - seen > self.IDLE.total_seconds():
            return _("U bent uitgelogd, omdat u 2 uur niets hebt gedaan. Log opnieuw in om verder te gaan.")
        extra = timedelta() if request.method in READING else self.LAST_WORD
        if _came_by_openid(request) and now - since > (settings.OPENID_SESSION + extra).total_seconds():
            return _("Wij kijken opnieuw of u nog toegang hebt. Log opnieuw in om verder te gaan.")
        if now - since > (self.LONGEST + extra).total_seconds():
            return _("U bent uitgelogd, omdat u 12 uur geleden inlogde. Log opnieuw in om verder te gaan.")
        if now - seen > self.NOTED_EVERY.total_seconds():
            request.session[self.SINCE], request.session[self.SEEN] = since, now
        return None

    def _out(self, request: HttpRequest, reason: Promise | str) -> HttpResponse:
        page, door = _page_of(request), "openid_start" if _came_by_openid(request) else "official_login"
        logout(request, show_message=False)
        messages.warning(request, str(reason))
        return _go(request, f"{reverse(door)}?{urlencode({'next': page})}")


class SignInFirst(LoginRequiredMiddleware):
    """Deny by default. After signing in people are back on the page whose form they sent, not on the form's address."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Send to the sign-in page, with the way back."""
        return redirect_to_login(_page_of(request), self.get_login_url(view_func))


class RulesToPages:
    """A rule that nobody caught becomes a page that people understand, with the right status."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the rules that have a page; leave all else to Django."""
        pages: dict[type[RuleBroken], HTTPStatus] = {
            TooMany: HTTPStatus.TOO_MANY_REQUESTS,
            NotAllowed: HTTPStatus.FORBIDDEN,
        }
        for rule, status in pages.items():
            if isinstance(exception, rule):
                return render(request, f"{status:d}.html", {"message": exception.message}, status=status)
        return None


def _came_by_openid(request: HttpRequest) -> bool:
    """Whether the municipality's own sign-in let this person in: it answers for them, and is asked again sooner."""
    return any(record["method"] == "openid" for record in get_authentication_records(request, request.user))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the whole page there, also when only a fragment was asked for."""
    fragment = request.headers.get("HX-Request") == "true"
    return HttpResponseClientRedirect(url) if fragment else HttpResponseRedirect(url)


def _page_of(request: HttpRequest) -> str:
    """Give the path that somebody is looking at: this one, or the one whose form or fragment this is."""
    if request.method in READING and not request.headers.get("HX-Request"):
        return request.get_full_path()
    try:
        referrer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "/"  # It is no address at all.
    ours = referrer.netloc == request.get_host() and re.match(r"/(?!/)", referrer.path)
    query = f"?{referrer.query}" if referrer.query else ""
    return f"{referrer.path}{query}" if ours else "/"
