"""Makers find their responses, begin one, and take back what they handed in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from challenges.actions.response import start_response, withdraw_response
from challenges.models import Challenge, Partner, Response
from challenges.permissions import may_lead_response, may_start_response
from challenges.response_forms import StartForm
from challenges.views.making import own_response, sealed_page, trail_to
from participation.errors import NotAllowed, NotPossible
from participation.models import WRITERS, Organisation, OrganisationRole
from participation.paging import page_of
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent
from participation.visitor import reader

CONFLICT = 409
MOST_ASKED = 20


@sealed_page
@require_safe
def responses(request: HttpRequest) -> HttpResponse:
    """What this person writes along with, and what their organisations are asked for."""
    person = reader(request)
    mine = Response.objects.written_by(person).select_related("challenge", "organisation")
    owned = Organisation.objects.of(person, OrganisationRole.OWNER).values("pk")
    asked = Partner.objects.filter(organisation__in=owned, accepted_at=None).order_by("pk")
    return render(request, "challenges/responses.html", {
        "page": page_of(mine, "started_at", request.GET.get("vanaf", "")),
        "asked": asked.select_related("response__challenge", "response__organisation", "organisation")[:MOST_ASKED],
    })  # fmt: skip


@sealed_page
@READ_OR_SEND
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose in whose name, and begin. Whoever began for all their organisations goes on there."""
    person = reader(request)
    challenge = get_object_or_404(Challenge.objects.public(), slug=slug)
    begun = Response.objects.written_by(person).filter(challenge=challenge)
    there = begun.first()
    if not may_start_response(person, challenge):
        return redirect(there) if there else render(request, "challenges/response_not.html", {"challenge": challenge})
    mine = Organisation.objects.of(person, *WRITERS)
    mine = mine.filter(kind__in=challenge.kinds) if challenge.kinds else mine
    if there and request.method != "POST" and not mine.exclude(pk__in=begun.values("organisation")).exists():
        return redirect(there)
    form = StartForm(sent(request), organisations=mine)
    if form.is_valid():
        with RulesShownIn(form):
            return redirect(start_response(challenge, form.cleaned_data["organisation"], actor=person))
    trail = [(challenge.title, challenge.get_absolute_url())]
    return form_page(request, "challenges/response_start.html", {"form": form, "challenge": challenge, "trail": trail})


@sealed_page
@READ_OR_SEND
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether they are sure, and take back what was handed in."""
    shown = own_response(request, reference)
    if not may_lead_response(reader(request), shown):
        raise NotAllowed(_("U mag dit niet doen."))
    context: dict[str, Any] = {"response": shown, "trail": trail_to(shown)}
    if request.method == "POST":
        try:
            withdraw_response(shown, actor=reader(request))
        except NotPossible as broken:
            context["message"] = broken.message
            return render(request, "challenges/response_withdraw.html", context, status=CONFLICT)
        messages.success(request, _("Uw inzending is ingetrokken. Tot de sluiting kunt u opnieuw indienen."))
        return redirect(shown)
    return render(request, "challenges/response_withdraw.html", context)
