"""What a signed-in person does with ideas: support, follow, answer, withdraw."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.actions.support import follow_idea, support_idea, unfollow_idea, withdraw_support
from ideas.actions.triage import move_idea
from ideas.forms import MoveForm
from ideas.models import Idea
from ideas.permissions import is_author
from ideas.views.public import idea_page, visible_idea
from ideas.workflow import MOVES
from participation.errors import NotAllowed
from participation.sent import UNPROCESSABLE, RulesShownIn, takes_back
from participation.visitor import reader


def _idea(request: HttpRequest, reference: str) -> Idea:
    """The idea, if this person may read it, without what only its page shows. Raises Http404."""
    return get_object_or_404(Idea.objects.visible_to(request.user).for_rules(), reference=reference)


@require_POST
def support(request: HttpRequest, reference: str) -> HttpResponse:
    """Give support, or with `doe=terug` take it back."""
    idea = _idea(request, reference)
    try:
        if takes_back(request):
            withdraw_support(idea, actor=reader(request))
            messages.success(request, _("U steunt dit idee niet meer."))
        else:
            support_idea(idea, actor=reader(request))
            messages.success(request, _("U steunt dit idee."))
    except NotAllowed as broken:
        messages.error(request, str(broken.message))
    return redirect(idea)


@require_POST
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Follow, or with `doe=terug` stop following."""
    idea = _idea(request, reference)
    if takes_back(request):
        unfollow_idea(idea, actor=reader(request))
        messages.success(request, _("U volgt dit idee niet meer."))
    else:
        follow_idea(idea, actor=reader(request))
        messages.success(request, _("U volgt dit idee. U krijgt bericht als er iets verandert."))
    return redirect(idea)


@require_POST
def move(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """The author's own moves: answer a question, withdraw."""
    idea = visible_idea(request, reference)
    step = MOVES.moves.get(verb)
    if step is None or step.allowed is not is_author or not is_author(request.user, idea):
        raise Http404
    form = MoveForm(step, request.POST)
    if form.is_valid():
        with RulesShownIn(form):
            move_idea(idea, verb, actor=reader(request), **form.cleaned_data)
            messages.success(request, _("Dank u wel. Dit is verwerkt."))
            return redirect(idea)
        idea = visible_idea(request, reference)  # Somebody else changed it meanwhile.
    return render(request, "ideas/idea.html", idea_page(request.user, idea, form, verb), status=UNPROCESSABLE)
