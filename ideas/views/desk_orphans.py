"""What nobody looks after: how much of each kind, and the rows with the deed that mends each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.board.orphans import ORPHANS, Moment, Orphan, orphans_now
from ideas.models import Idea
from ideas.permissions import may_administer, may_change_rules, may_see_orphans
from participation.models import Programme, Theme, User
from participation.paging import MOST_COUNTED, page_of
from participation.permissions import is_official
from participation.visitor import reader


def overseer(request: HttpRequest) -> User:
    """Who looks for what nobody looks after. Raises PermissionDenied for everybody else."""
    if not may_see_orphans(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@require_safe
def orphans(request: HttpRequest) -> HttpResponse:
    """How much there is of each kind."""
    overseer(request)
    kinds = [(name, ORPHANS[name], count) for name, count in orphans_now().items()]
    return render(request, "ideas/desk_orphans.html", {"kinds": kinds, "most_counted": MOST_COUNTED})


@never_cache
@require_safe
def orphan(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of one kind, the oldest first, in keyset pages."""
    person, shown = overseer(request), ORPHANS.get(kind)
    if shown is None:
        raise Http404
    rows = shown.rows(Moment(timezone.now()))
    is_ideas = rows.model is Idea
    if is_ideas:
        rows = rows.for_queue()  # type: ignore[attr-defined] # an IdeaQuerySet
    page = page_of(rows, "submitted_at" if is_ideas else "id", request.GET.get("vanaf", ""), rising=True)
    return render(request, "ideas/desk_orphan.html", {
        "orphan": shown,
        "is_ideas": is_ideas,
        "page": page,
        "lines": [(row, *_deed(row, shown, person)) for row in page.rows],
    })  # fmt: skip


def _deed(row: Any, orphan: Orphan, person: User) -> tuple[str, str]:
    """Where the row is mended and how that is called; nowhere when `person` may not do that."""
    if isinstance(row, Idea):
        return f"{row.get_desk_url()}?stap={orphan.step}" if orphan.step else row.get_desk_url(), ""
    if isinstance(row, Theme):
        return (reverse("ideas:new_rule"), _("Maak een regel")) if may_change_rules(person) else ("", "")
    if orphan is ORPHANS["niemand-aanwezig"]:
        return (reverse("absences"), _("Pas de afwezigheid aan")) if is_official(person) else ("", "")
    return _change(row) if may_administer(person) else ("", "")


def _change(programme: Programme) -> tuple[str, str]:
    return reverse("ideas:kept", args=["programmas", programme.slug]), _("Verander het programma")
