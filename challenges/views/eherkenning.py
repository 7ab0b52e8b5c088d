"""The way of an owner to a broker of eHerkenning and back, which verifies their organisation. It signs nobody in."""

import logging

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from challenges.eherkenning import is_sure_enough, may_use_eherkenning, number_of
from challenges.views.organisations import owned
from participation.actions.organisation import verify_organisation
from participation.errors import RuleBroken
from participation.models import Organisation
from participation.openid import EHERKENNING, Pending, Refused, address_of, tokens_of
from participation.visitor import reader

log = logging.getLogger(__name__)
PENDING, WHICH = "eherkenning_pending", "eherkenning_organisation"  # In the session.


def _back() -> str:
    """Our address that the broker must know, whatever address this request claims to be for."""
    return f"{settings.BASE_URL}{reverse('challenges:eherkenning_return')}"


@never_cache
@require_safe
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an owner to the broker. A link and not a form: our policy lets forms go to this site only."""
    its = owned(request, pk)
    if not may_use_eherkenning(its):
        raise Http404
    pending = Pending.new("")
    try:
        address = address_of(pending, _back(), EHERKENNING, acr_values=" ".join(settings.EHERKENNING_LEVELS))
    except Refused:
        log.exception("Nobody can be sent to the broker of eHerkenning.")
        messages.error(request, _("eHerkenning doet het nu niet. Probeer het over een paar minuten opnieuw."))
        return redirect("challenges:members", pk)
    request.session[PENDING], request.session[WHICH] = pending.kept, its.pk
    return redirect(address)


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Verify the organisation of who comes from the broker. What was sent along counts once."""
    kept, which = request.session.pop(PENDING, None), request.session.pop(WHICH, None)
    if kept is None or not EHERKENNING.issuer:
        raise Http404
    its = get_object_or_404(Organisation.objects.of(reader(request)).defer("search"), pk=which)
    given = {name: request.GET.get(name, "") for name in ("state", "code")}
    try:
        claims = tokens_of(Pending(**kept), back=_back(), client=EHERKENNING, **given).claims
    except Refused as refused:
        log.warning("Refused at the return from eHerkenning: %s", refused)
        claims = {}
    number = number_of(claims)
    if not number:
        messages.error(request, _("Het is niet gelukt met eHerkenning. Probeer het opnieuw."))
        return redirect("challenges:members", its.pk)
    if not is_sure_enough(claims):
        messages.error(request, _("Uw eHerkenning heeft een te laag niveau. Vraag uw leverancier om een hoger niveau."))
        return redirect("challenges:members", its.pk)
    try:
        verify_organisation(its, number=number, actor=reader(request))
        messages.success(request, _("Uw organisatie is nu gecontroleerd met eHerkenning."))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect("challenges:members", its.pk)
