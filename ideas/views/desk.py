"""The desk of an official: what waits, and one page per idea on which everything can be done."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.moderate import hide_idea, show_idea
from ideas.actions.triage import move_idea
from ideas.events import IdeaEvent
from ideas.forms import MoveForm, ReasonForm
from ideas.learning.panel import advice_for
from ideas.models import Idea
from ideas.models.queries import IdeaQuerySet
from ideas.permissions import may_moderate
from ideas.routing import explain
from ideas.statuses import PING_PONG, Visibility
from ideas.views.public import reader, told
from ideas.workflow import MOVES
from participation.errors import RuleBroken
from participation.models import User
from participation.paging import MOST_COUNTED, count_up_to, page_of
from participation.permissions import is_official

QUEUES = {
    "wacht": gettext_lazy("Wacht"),
    "mijn": gettext_lazy("Van mij"),
    "te-laat": gettext_lazy("Te laat"),
    "ping-pong": gettext_lazy("Vaak doorgegeven"),
    "alle": gettext_lazy("Alles"),
}
ALL_KINDS = frozenset(IdeaEvent)


def official(request: HttpRequest) -> User:
    """The official at the desk. Raises PermissionDenied for everybody else."""
    if not is_official(request.user):
        raise PermissionDenied
    return reader(request)


def _in_queue(ideas: IdeaQuerySet, name: str, person: User, today: date) -> IdeaQuerySet:
    match name:
        case "wacht":
            return ideas.waiting()
        case "mijn":
            return ideas.open().filter(handler=person)
        case "te-laat":
            return ideas.late(today)
        case "ping-pong":
            return ideas.bouncing()
        case _:
            return ideas


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The queues of the programmes that this official acts for."""
    person, today = official(request), timezone.localdate()
    name = request.GET.get("lijst", "wacht")
    if name not in QUEUES:
        raise Http404
    mine = Idea.objects.in_desk_of(person)
    page = page_of(_in_queue(mine, name, person, today).for_queue(), "submitted_at", request.GET.get("vanaf", ""))
    counts = {key: count_up_to(_in_queue(mine, key, person, today), MOST_COUNTED) for key in QUEUES if key != "alle"}
    return render(request, "ideas/desk.html", {
        "queue": name,
        "queues": [(key, label, counts.get(key)) for key, label in QUEUES.items()],
        "most_counted": MOST_COUNTED,
        "page": page,
        "previous_url": page.previous and f"?lijst={name}&vanaf={page.previous}",
        "next_url": page.next and f"?lijst={name}&vanaf={page.next}",
    })  # fmt: skip


def desk_idea(request: HttpRequest, reference: str) -> Idea:
    """The idea, if it lies on this official's desk. Raises PermissionDenied or Http404."""
    mine = Idea.objects.in_desk_of(official(request)).with_names()
    return get_object_or_404(mine, reference=reference)


@never_cache
@require_safe
def idea(request: HttpRequest, reference: str) -> HttpResponse:
    """One idea at the desk."""
    return _page(request, desk_idea(request, reference))


def _page(request: HttpRequest, shown: Idea, form: Any = None, verb: str = "", status: int = 200) -> HttpResponse:
    person = reader(request)
    moves = [(move, form if move.verb == verb else MoveForm(move)) for move in MOVES.open_to(person, shown)]
    return render(request, "ideas/desk_idea.html", {
        "idea": shown,
        "why": explain(shown.routing),
        "ping_pong": PING_PONG,
        "advice": advice_for(shown),
        "timeline": told(shown, ALL_KINDS),
        "moves": moves,
        "refused": form if verb in MOVES.moves and verb not in {move.verb for move, _form in moves} else None,
        "chosen": verb,
        "form": form,
        "may_moderate": may_moderate(person, shown),
        "reason_form": form if verb == "zichtbaarheid" else ReasonForm(auto_id="hide_%s"),
        "is_hidden": shown.visibility != Visibility.PUBLIC,
    }, status=status)  # fmt: skip


@require_POST
def move(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Take the idea one step along the table."""
    shown = desk_idea(request, reference)
    step = MOVES.moves.get(verb)
    if step is None:
        raise Http404
    form = MoveForm(step, request.POST)
    if form.is_valid():
        try:
            move_idea(shown, verb, actor=reader(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken.message))
            shown.refresh_from_db()
        else:
            messages.success(
                request, _("Gedaan: %(what)s. De indiener krijgt bericht.") % {"what": str(step.label).lower()}
            )
            return redirect("ideas:desk")
    return _page(request, shown, form, verb, status=422)


@require_POST
def visibility(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an idea out of sight with a reason, or bring it back."""
    shown = desk_idea(request, reference)
    form = ReasonForm(request.POST, auto_id="hide_%s")
    try:
        if request.POST.get("doe") == "toon":
            show_idea(shown, actor=reader(request))
        elif form.is_valid():
            hide_idea(shown, actor=reader(request), reason=form.cleaned_data["reason"])
        else:
            return _page(request, shown, form, "zichtbaarheid", status=422)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("Gedaan."))
    return redirect(shown.get_desk_url())
