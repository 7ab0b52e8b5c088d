"""Where two people open what came in, each with their second step once more, and where stands who did and when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from challenges.actions.response import current_phase
from challenges.actions.seal import open_phase
from challenges.clock import now
from challenges.models import Challenge, Phase
from challenges.permissions import may_open_seal, may_read_opened, may_see_opening
from challenges.views.making import sealed_page
from participation.errors import NotAllowed, RuleBroken
from participation.second_step import ask_second_step, proved_both_steps
from participation.sent import READ_OR_SEND
from participation.visitor import reader


@sealed_page
@READ_OR_SEND
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    """Who opens and when, and the button for the two who were named."""
    person = reader(request)
    challenge = get_object_or_404(Challenge.objects.public().select_related("programme"), slug=slug)
    if not may_see_opening(person, challenge):
        raise Http404
    phase = current_phase(challenge)
    if request.method == "POST":
        if not may_open_seal(person, phase):
            raise NotAllowed(_("U mag dit niet doen."))
        if not proved_both_steps(request):
            return ask_second_step(request, request.path)
        return _opened(request, challenge, phase)
    moment = now()
    return render(request, "challenges/desk_opening.html", {
        "challenge": challenge,
        "phase": phase,
        "openings": phase.openings.select_related("person").order_by("at"),
        "openers": challenge.openers.order_by("pk"),
        "may_open": may_open_seal(person, phase) and not phase.openings.filter(person=person).exists(),
        "is_ready": phase.hashes is not None and moment >= phase.uploads_end_at,
        "may_read": may_read_opened(person, phase),
        "is_fresh": proved_both_steps(request),
        "moment": moment,
    })  # fmt: skip


def _opened(request: HttpRequest, challenge: Challenge, phase: Phase) -> HttpResponse:
    try:
        done = open_phase(phase, actor=reader(request))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        waits = _("U hebt geopend. De inzendingen gaan open als uw collega dat ook doet.")
        messages.success(request, _("De inzendingen zijn geopend.") if done.unsealed_at else waits)
    return redirect("challenges:opening", challenge.slug)
