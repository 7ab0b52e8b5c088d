"""What everybody may read of projects. The same for every anonymous visitor."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ideas.models import Idea
from participation import journal
from participation.page_cache import same_for_visitors
from participation.paging import page_of
from projects import wording
from projects.events import ProjectEvent
from projects.models import Project
from projects.permissions import may_make_projects, runs_project

#: Beside these its updates stand on the page in full.
ON_THE_TIMELINE = (ProjectEvent.MADE, ProjectEvent.MOVED, ProjectEvent.ENDED)
MOST_UPDATES = 100


@require_safe
@login_not_required
@same_for_visitors
def projects(request: HttpRequest) -> HttpResponse:
    """Every project, the newest on top."""
    every = Project.objects.select_related("programme").defer("result", "lesson")
    page = page_of(every, "starts_on", request.GET.get("vanaf", ""))
    return render(request, "projects/projects.html", {"page": page, "may_make": may_make_projects(request.user)})


@require_safe
@login_not_required
@same_for_visitors
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One project: what, when, with whom, what happened, what came out and what was learnt."""
    shown = get_object_or_404(Project.objects.select_related("programme", "challenge"), slug=slug)
    return render(request, "projects/project.html", {
        "project": shown,
        "partners": shown.partners.all(),
        "ideas": Idea.objects.public().filter(projects=shown).only("reference", "title"),
        "updates": shown.updates.all()[:MOST_UPDATES],
        "timeline": told(shown),
        "runs": runs_project(request.user, shown),
    })  # fmt: skip


def told(project: Project) -> list[dict[str, Any]]:
    """The timeline in words: newest first."""
    events = journal.timeline_of(project).filter(kind__in=ON_THE_TIMELINE)
    return [{"event": event, "headline": wording.SENTENCES[event.kind](event.facts)} for event in reversed(events)]
