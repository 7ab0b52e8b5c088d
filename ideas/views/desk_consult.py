"""Asking an organisation about an idea, at the desk, and publishing what it answered."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ideas.actions.consult import ask_organisation, hide_answer, publish_answer
from ideas.consulting.forms import ConsultForm
from ideas.permissions import may_consult
from ideas.views.desk import chosen, desk_idea, here, on_desk
from participation.errors import RuleBroken
from participation.models import Organisation
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, number_in, sent, takes_back
from participation.visitor import reader


@never_cache
@READ_OR_SEND
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the organisation that `?organisatie=` names; without one it is chosen in the directory first."""
    idea = desk_idea(request, reference)
    if not may_consult(request.user, idea):
        raise PermissionDenied
    if "organisatie" not in request.GET:
        wanted = urlencode({"idee": idea.reference, "plek": chosen(request).place})
        return redirect(f"{reverse('challenges:directory')}?{wanted}")
    organisations = Organisation.objects.defer("search")
    organisation = get_object_or_404(organisations, pk=number_in(request.GET["organisatie"]))
    form = ConsultForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            ask_organisation(idea, organisation, question=form.cleaned_data["question"], actor=reader(request))
            messages.success(request, _("%(name)s krijgt uw vraag.") % {"name": organisation.name})
            return redirect(here(request, idea))
    context = {"idea": idea, "organisation": organisation, "form": form, "choice": chosen(request)}
    return form_page(request, "ideas/desk_consult.html", context)


@require_POST
def publish(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Publish an answer, or with `doe=terug` take that back."""
    idea = on_desk(request, reference)
    asked = get_object_or_404(idea.consultations, pk=pk)
    try:
        if takes_back(request):
            hide_answer(asked, actor=reader(request))
            messages.success(request, _("Het antwoord staat niet meer bij het idee."))
        else:
            publish_answer(asked, actor=reader(request))
            messages.success(request, _("Iedereen kan het antwoord nu lezen."))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect(here(request, idea))
