"""Where who runs a programme makes projects, tells of them, and ends them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from challenges.models import Challenge, Response
from challenges.statuses import AFTER_DECISION
from challenges.winners import winner_of
from ideas.models import Idea
from participation.models import Programme
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, form_page, sent
from participation.visitor import reader
from projects.actions.project import change_project, make_project, move_project, tell_update
from projects.models import Project
from projects.permissions import may_make_projects, may_tell
from projects.project_forms import NewProjectForm, ProjectForm, ProjectMoveForm, UpdateForm
from projects.workflow import PROJECT_MOVES


@never_cache
@READ_OR_SEND
def new_project(request: HttpRequest) -> HttpResponse:
    """Make a project: of a response that won (`inzending` in the address), of a challenge, or of ideas alone."""
    if not may_make_projects(request.user):
        raise PermissionDenied
    person, response = reader(request), _winner(request)
    challenge = response.challenge if response else _challenge(request)
    form = NewProjectForm(person, sent(request), _initial(challenge))
    if form.is_valid():
        with RulesShownIn(form):
            key = form.cleaned_data["key"]
            made = make_project(form.plan(), actor=person, client_key=key, challenge=challenge, response=response)
            messages.success(request, _("Het project is gemaakt. Wie erbij hoort, krijgt bericht."))
            return redirect(made)
    context = {"form": form, "challenge": challenge, "response": response}
    return form_page(request, "projects/desk_new.html", context)


def _winner(request: HttpRequest) -> Response | None:
    """The response that the address names. Raises Http404 when it did not win a challenge that this person runs."""
    reference = request.GET.get("inzending", "")
    if not reference:
        return None
    mine = Response.objects.filter(challenge__in=Challenge.objects.run_by(reader(request)))
    found = get_object_or_404(mine.select_related("challenge__programme", "organisation"), reference=reference)
    if winner_of(found) is None:
        raise Http404
    return found


def _challenge(request: HttpRequest) -> Challenge | None:
    slug = request.GET.get("uitdaging", "")
    decided = Challenge.objects.run_by(reader(request)).filter(status__in=AFTER_DECISION)
    return get_object_or_404(decided, slug=slug) if slug else None


def _initial(challenge: Challenge | None) -> dict[str, Any]:
    """What the form begins with: what the challenge says, and the ideas from which it came."""
    today = {"starts_on": timezone.localdate()}
    if challenge is None:
        return today
    ideas = Idea.objects.public().filter(challenges=challenge).values_list("reference", flat=True)
    return {**today, "title": challenge.title, "programme": challenge.programme_id, "ideas": " ".join(ideas)}


def _project(request: HttpRequest, slug: str) -> Project:
    mine = Project.objects.filter(programme__in=Programme.objects.handled_by(reader(request)).values("pk"))
    return get_object_or_404(mine.select_related("programme"), slug=slug)


@never_cache
@require_safe
def desk_project(request: HttpRequest, slug: str) -> HttpResponse:
    """One project with all that can be done with it."""
    return _page(request, _project(request, slug))


def _page(request: HttpRequest, project: Project, chosen: str = "", form: Any = None) -> HttpResponse:
    """The page; `form` is that of `chosen`, when it came back with errors."""
    moves = PROJECT_MOVES.open_to(reader(request), project)
    return render(request, "projects/desk_project.html", {
        "project": project,
        "may_tell": may_tell(request.user, project),
        "moves": [(move, form if move.verb == chosen else ProjectMoveForm(move)) for move in moves],
        "update_form": form if chosen == "update" else UpdateForm(auto_id="update_%s"),
        "chosen": chosen,
        "form": form,
    }, status=UNPROCESSABLE if form else None)  # fmt: skip


@never_cache
@READ_OR_SEND
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a project says."""
    project, person = _project(request, slug), reader(request)
    form = ProjectForm(person, sent(request), initial=ProjectForm.initial_of(project))
    if form.is_valid():
        with RulesShownIn(form):
            change_project(project, form.plan(), actor=person)
            messages.success(request, _("Het project is veranderd."))
            return redirect("projects:desk_project", slug)
    return form_page(request, "projects/desk_change.html", {"form": form, "project": project})


@require_POST
def update(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell what happened."""
    project = _project(request, slug)
    form = UpdateForm(request.POST, auto_id="update_%s")
    if form.is_valid():
        with RulesShownIn(form):
            tell_update(project, actor=reader(request), **form.cleaned_data)
            messages.success(request, _("Uw bericht staat op de pagina van het project."))
            return redirect("projects:desk_project", slug)
    return _page(request, project, "update", form)


@require_POST
def move(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Take a project one step along its table."""
    project = _project(request, slug)
    step = PROJECT_MOVES.moves.get(verb)
    if step is None:
        raise Http404
    form = ProjectMoveForm(step, request.POST)
    if form.is_valid():
        with RulesShownIn(form):
            move_project(project, verb, actor=reader(request), **form.cleaned_data)
            messages.success(request, _("Gedaan."))
            return redirect("projects:desk_project", slug)
    return _page(request, project, verb, form)
