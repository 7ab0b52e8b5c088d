"""Pieces of pages that come while somebody types: instant results, and ideas like the one that is being written."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.support import follow_idea, support_idea
from ideas.models import Idea
from ideas.offers import at_once
from ideas.suggested import suggested_for, suggested_one
from ideas.views.writing import concepts_of
from participation.errors import RuleBroken
from participation.page_cache import same_for_visitors
from participation.sent import uuid_in
from participation.visitor import reader


@require_safe
@login_not_required
@same_for_visitors
def instant(request: HttpRequest) -> HttpResponse:
    """The first results of a search that is still being typed; nothing before there are two letters."""
    words = request.GET.get("q", "").replace("\0", "")
    return render(request, "ideas/_instant.html", at_once(words))


@never_cache
@require_POST
@login_not_required
def similar(request: HttpRequest) -> HttpResponse:
    """Ideas like the one that is being written. Posted, so that unfinished texts stand in no log."""
    key = uuid_in(request.POST.get("key", ""))
    concept = concepts_of(request).filter(key=key).first() if key else None
    answers = {**(concept.answers if concept else {}), **request.POST.dict()}
    found = suggested_for(answers, reader=request.user, client_key=key)
    return render(request, "ideas/_similar_list.html", {"similar": found})


@require_POST
def similar_choice(request: HttpRequest, reference: str) -> HttpResponse:
    """Support or follow an idea instead of sending an own one; the writer stays where they are."""
    idea = get_object_or_404(Idea.objects.public().for_rules(), reference=reference)
    try:
        if request.POST.get("doe") == "volg":
            follow_idea(idea, actor=reader(request))
            said = _("U volgt dit idee. U krijgt bericht als er iets verandert.")
        else:
            support_idea(idea, actor=reader(request))
            said = _("U steunt dit idee.")
    except RuleBroken as broken:
        said = str(broken.message)
    if request.headers.get("X-Requested-With") != "fetch":
        messages.info(request, said)
        return redirect("ideas:new")
    item = suggested_one(reference, reader=reader(request))
    if item is None:
        raise Http404
    return render(request, "ideas/_similar_item.html", {"item": item, "said": said})
