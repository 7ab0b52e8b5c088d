"""The officials' door to the municipality's own sign-in (OpenID Connect), and the way back in."""

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from participation.actions.openid import note_refusal, welcome_official
from participation.actions.openid_sessions import end_sessions, kept_of
from participation.errors import NotAllowed, TooMany
from participation.limits import Limit, place_of, take
from participation.models import User
from participation.openid import KEPT, Pending, Refused, address_of, tokens_of
from participation.openid_logout import ended_by
from participation.openid_roles import Official, official_of
from participation.sign_in import place_of_officials

log = logging.getLogger(__name__)
PENDING = "openid_pending"
#: Each message makes us ask the provider for its keys, so nobody sends us there all day.
MESSAGES = Limit("openid_message", size=120, seconds=60)


def _back() -> str:
    """Our address that the provider must know, whatever address this request claims to be for."""
    return f"{settings.BASE_URL}{reverse('openid_return')}"


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send an official to the provider. A link and not a form: our policy lets forms go to this site only."""
    if not settings.OPENID_ISSUER:
        raise Http404
    pending = Pending.new(place_of_officials(request.GET.get("next", "")))
    try:
        address = address_of(pending, _back())
    except Refused:
        log.exception("Nobody can be sent to the OpenID provider.")
        return _door(request, _("Inloggen via de gemeente lukt nu niet. Probeer het over een paar minuten opnieuw."))
    request.session[PENDING] = pending.kept
    return redirect(address)


@login_not_required
@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Let an official in who comes from the provider. What was sent along counts once."""
    if not settings.OPENID_ISSUER:
        raise Http404
    kept = request.session.pop(PENDING, None)
    if kept is None:
        return _door(request, _("Het inloggen is niet gelukt. Probeer het opnieuw."))
    pending = Pending(**kept)
    try:
        tokens = tokens_of(pending, state=request.GET.get("state", ""), code=request.GET.get("code", ""), back=_back())
    except Refused as refused:
        log.warning("Refused at the OpenID door: %s", refused)
        return _door(request, _("Het inloggen is niet gelukt. Probeer het opnieuw."))
    official = official_of(tokens.claims)
    try:
        person = welcome_official(official)
    except NotAllowed as broken:
        note_refusal(official)
        return _door(request, str(broken.message))
    if person is None:
        note_refusal(official)
        return _door(request, _("U hebt geen toegang. Vraag de beheerder om u in de juiste groep te zetten."))
    return _let_in(request, person, official, pending.next, kept_of(tokens))


@csrf_exempt  # The provider posts here without a cookie of ours; the token that it signed is the permission.
@login_not_required
@never_cache
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Take the provider's word that a session is over (back-channel logout): 200 when it is, 400 for a bad token."""
    if not settings.OPENID_ISSUER:
        raise Http404
    take(MESSAGES, place_of(request))
    try:
        count = end_sessions(ended_by(request.POST.get("logout_token", "")))
    except (Refused, TooMany) as refused:
        log.warning("Refused from the OpenID provider, or from who posed as it: %s", refused)
        return JsonResponse({"error": "invalid_request"}, status=400)
    log.info("The OpenID provider ended sessions: %d", count)
    return HttpResponse()


def _let_in(
    request: HttpRequest, person: User, official: Official, following: str, kept: dict[str, str]
) -> HttpResponse:
    """Sign in; the second step is asked here, unless the provider says that it was taken there."""
    if request.user.is_authenticated:
        logout(request, show_message=False)  # Of whoever sat here before: nothing of their session goes along.
    request.session[KEPT] = kept
    record_authentication(request, person, "openid")
    if official.has_second_factor:
        record_authentication(request, person, "mfa", type="openid", passwordless=True)  # Both steps, as a passkey.
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url=following or None))
    return response


def _door(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("official_login")
