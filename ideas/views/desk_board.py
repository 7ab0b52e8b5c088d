"""The board: how the programmes do, as tables and pictures, as files, and the ideas behind each figure."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.board.chart import Chart, lying, standing
from ideas.board.count import AGES
from ideas.board.downloads import as_csv, as_pdf, as_xlsx, days_in_words
from ideas.board.forms import PeriodForm
from ideas.board.lists import LISTS, Asked, is_key
from ideas.board.read import board_for
from ideas.board.tables import Board, Table
from ideas.permissions import may_see_board, may_see_orphans, may_settle_doubles
from ideas.views.desk import official
from participation.audit import record_read
from participation.models import Programme, User
from participation.paging import page_of
from participation.reading import Reading
from participation.visitor import reader

OK, UNPROCESSABLE = 200, 422
FILES = {
    "pdf": ("application/pdf", as_pdf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


def overseer(request: HttpRequest) -> User:
    """The official whose programmes the board shows. Raises PermissionDenied for who acts for none."""
    person = official(request)
    if not may_see_board(person):
        raise PermissionDenied
    return person


@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The figures of the chosen period."""
    person, today = overseer(request), timezone.localdate()
    form = PeriodForm(request.GET, today)
    shown = board_for(person, form.period(), today)
    return render(request, "ideas/desk_board.html", {
        "form": form,
        "has_errors": not form.is_valid(),
        "board": shown,
        "days": days_in_words(shown),
        "parts": [(table, chart_of(table)) for table in shown.tables()],
        "query": urlencode(shown.query),
        "may_settle_doubles": may_settle_doubles(person),
        "may_see_orphans": may_see_orphans(person),
    }, status=OK if form.is_valid() else UNPROCESSABLE)  # fmt: skip


def chart_of(table: Table) -> Chart | None:
    """The picture of a table; None of the one that has too many kinds of figures for one."""
    if table.key == "verloop":
        return standing(table, (1, 2))
    if table.key == "leeftijd":
        return lying(table, range(1, len(AGES) + 2))
    if table.key in {"redenen", "werk"}:
        return lying(table, (1,))
    return None


@never_cache
@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """The same as a file. Raises Http404 for dates that are no good: a file cannot say what is wrong with them."""
    shown = _whole(request)
    record_read(reader(request), Reading.BOARD)
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(shown)}.{kind}"', "Cache-Control": "no-store"}
    if kind == "csv":
        return StreamingHttpResponse(as_csv(shown), content_type="text/csv; charset=utf-8", headers=headers)
    content_type, write = FILES[kind]
    return HttpResponse(write(shown), content_type=content_type, headers=headers)


def _whole(request: HttpRequest) -> Board:
    person, today = overseer(request), timezone.localdate()
    form = PeriodForm(request.GET, today)
    if not form.is_valid():
        raise Http404
    return board_for(person, form.period(), today)


def _file_name(shown: Board) -> str:
    days = shown.period.now
    return _("bord-%(first)s-tot-%(last)s") % {"first": days.first.isoformat(), "last": days.last.isoformat()}


@never_cache
@require_safe
def ideas(request: HttpRequest) -> HttpResponse:
    """The ideas behind one figure, in keyset pages."""
    person, today = overseer(request), timezone.localdate()
    form, figure = PeriodForm(request.GET, today), LISTS.get(request.GET.get("cijfer", ""))
    slug, key = request.GET.get("programma", ""), request.GET.get("deel", "")
    if figure is None or not form.is_valid() or not is_key(request.GET["cijfer"], key):
        raise Http404
    mine = {one.pk: one for one in Programme.objects.handled_by(person)}
    wanted = frozenset(pk for pk, one in mine.items() if slug in {"", one.slug})
    if not wanted:
        raise Http404
    found = figure.ideas(Asked(wanted, form.period().now, today, key)).for_queue()
    page = page_of(found, "submitted_at", request.GET.get("vanaf", ""))
    place = urlencode([(name, value) for name, value in request.GET.items() if name != "vanaf"])
    return render(request, "ideas/desk_board_ideas.html", {
        "figure": figure,
        "programme": next((mine[pk] for pk in wanted), None) if slug else None,
        "period": form.period(),
        "rows": [(idea, idea.programme_id in mine) for idea in page.rows],
        "previous_url": page.previous and f"?{place}&vanaf={page.previous}",
        "next_url": page.next and f"?{place}&vanaf={page.next}",
        "back": urlencode({name: request.GET[name] for name in ("periode", "van", "tot") if name in request.GET}),
    })  # fmt: skip
