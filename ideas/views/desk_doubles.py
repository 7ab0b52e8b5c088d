"""Ideas that are probably the same, two by two: merge, link, or say that they differ."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.doubles import say_different
from ideas.actions.link import link_ideas
from ideas.board.downloads import table_as_csv, table_as_xlsx
from ideas.doubles.export import MOST_IN_FILE, log_as_csv, table_of
from ideas.doubles.forms import ProgrammeForm
from ideas.models import Idea, IdeaDouble
from ideas.models.double import DoubleQuerySet
from ideas.permissions import may_settle_doubles
from ideas.workflow import MOVES
from participation.errors import RuleBroken
from participation.models import User
from participation.paging import page_of
from participation.visitor import reader

#: What everybody reads at both ideas. Kept in Dutch, as every reason that an official writes.
REASON = "Deze ideeën gaan over hetzelfde."
CSV = "text/csv; charset=utf-8"
FILES = {
    "csv": (CSV, table_as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", table_as_xlsx),
}


def judge(request: HttpRequest) -> User:
    """Who says whether two ideas are one. Raises PermissionDenied for everybody else."""
    if not may_settle_doubles(request.user):
        raise PermissionDenied
    return reader(request)


def narrowed(request: HttpRequest) -> tuple[ProgrammeForm, DoubleQuerySet]:
    """The pairs of the programme that the address names, or all. Raises Http404 when there is no such programme."""
    form = ProgrammeForm(request.GET, auto_id="double_%s")
    if not form.is_valid():
        raise Http404
    programme, pairs = form.cleaned_data["programma"], IdeaDouble.objects.waiting().with_ideas()
    return form, pairs.with_programme(programme) if programme else pairs


@never_cache
@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """The pairs that wait for a choice, the most alike first."""
    person = judge(request)
    form, pairs = narrowed(request)
    page = page_of(pairs, "likeness", request.GET.get("vanaf", ""))
    query = _query(request)
    return render(request, "ideas/desk_doubles.html", {
        "form": form,
        "rows": [(pair, _sides(pair, person)) for pair in page.rows],
        "previous_url": page.previous and f"?{query}vanaf={page.previous}",
        "next_url": page.next and f"?{query}vanaf={page.next}",
        "query": query,
        "place": request.GET.urlencode(),
    })  # fmt: skip


def _query(request: HttpRequest) -> str:
    slug = request.GET.get("programma", "")
    return f"{urlencode({'programma': slug})}&" if slug else ""


def _sides(pair: IdeaDouble, person: User) -> list[tuple[Idea, Idea, bool]]:
    """Each idea, the other one, and whether it can go into the other."""
    both = ((pair.first, pair.second), (pair.second, pair.first))
    return [(one, other, "merge" in {move.verb for move in MOVES.open_to(person, one)}) for one, other in both]


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the two, or say that they are not the same. They are merged at the desk, where supporters are asked."""
    person = judge(request)
    pair = get_object_or_404(IdeaDouble.objects.waiting().with_ideas(), pk=pk)
    deeds: dict[str, Any] = {
        "verband": (lambda: link_ideas(pair.first, pair.second, actor=person, reason=REASON),
                    _("Het verband staat bij beide ideeën.")),
        "niet-dubbel": (lambda: say_different(pair, actor=person), _("Deze twee ziet u hier niet meer.")),
    }  # fmt: skip
    if request.POST.get("doe") not in deeds:
        raise Http404
    deed, said = deeds[request.POST["doe"]]
    try:
        deed()
        messages.success(request, said)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return redirect(f"{reverse('ideas:doubles')}?{request.GET.urlencode()}")


@never_cache
@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file."""
    judge(request)
    pairs = narrowed(request)[1].order_by("-likeness", "-pk")[:MOST_IN_FILE]
    content_type, write = FILES[kind]
    return _file(write(table_of(pairs)), content_type, f"dubbele-ideeen-{timezone.localdate()}.{kind}")


@never_cache
@require_safe
def log_csv(request: HttpRequest) -> HttpResponse:
    """The log for the algorithm register."""
    judge(request)
    return _file(log_as_csv(), CSV, f"dubbele-ideeen-log-{timezone.localdate()}.csv")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
