"""The desk of a moderator: judge comments one by one or many at once, answer objections, block people."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.block import block_person, unblock_person
from ideas.actions.moderate import hide_comment, keep_comment, keep_idea
from ideas.actions.object import answer_objection
from ideas.comment_forms import BlockForm, JudgeForm, ObjectionAnswerForm
from ideas.comment_permissions import may_answer_objection
from ideas.models import BlockedPerson, Comment, Idea, Ruling
from ideas.moderation import AT_ONCE, objections, programmes_of, waiting_comments, waiting_ideas, with_reports
from ideas.permissions import may_block, may_see_moderation
from ideas.views.looks import seen
from participation.audit import Seen, record_read
from participation.errors import RuleBroken
from participation.models import Programme, User
from participation.paging import MOST_COUNTED, Page, count_up_to, page_of
from participation.reading import Reading
from participation.sent import UNPROCESSABLE, RulesShownIn, number_in, takes_back
from participation.visitor import reader

LISTS = {
    "reacties": gettext_lazy("Reacties"),
    "ideeen": gettext_lazy("Ideeën"),
    "bezwaren": gettext_lazy("Bezwaren"),
    "geblokkeerd": gettext_lazy("Geblokkeerde mensen"),
}


# By what each list is paged. What waits longest comes first; of who is blocked, the last one.
ORDERS = {"reacties": "created_at", "ideeen": "submitted_at", "bezwaren": "objected_at", "geblokkeerd": "id"}
KEPT = ("lijst", "programma", "vanaf")  # What goes along with everything that is done on a page.


def _moderator(request: HttpRequest) -> User:
    """Who judges something here. Raises PermissionDenied for everybody else."""
    if not may_see_moderation(request.user):
        raise PermissionDenied
    return reader(request)


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, in one of the lists, of all programmes or of one."""
    chosen = request.GET.get("lijst", "reacties")
    if chosen not in LISTS:
        raise Http404
    return _page(request, chosen)


def _page(request: HttpRequest, chosen: str, status: int = 200, **more: Any) -> HttpResponse:
    person = _moderator(request)
    programmes = list(Programme.objects.moderated_by(person).only("slug", "name"))
    narrowed = request.GET.get("programma", "")
    keys = [one.pk for one in programmes if narrowed in {"", one.slug}]
    if narrowed and not keys:
        raise Http404
    rows: dict[str, Any] = {
        "reacties": waiting_comments(keys),
        "ideeen": waiting_ideas(keys),
        "bezwaren": objections(keys),
    }
    counts = {name: count_up_to(waiting, MOST_COUNTED) for name, waiting in rows.items()}
    blocked = BlockedPerson.objects.select_related("person")
    rows["geblokkeerd"] = blocked if may_block(person) else blocked.none()
    page = _rows(rows[chosen], chosen, request.GET.get("vanaf", ""))
    lists = [(name, label, _query(lijst=name, programma=narrowed), counts.get(name)) for name, label in LISTS.items()]
    context = {
        "chosen": chosen,
        "lists": lists if may_block(person) else lists[:-1],
        "most_counted": MOST_COUNTED,
        "programmes": programmes,
        "narrowed": narrowed,
        "here": _here(request, chosen),
        "previous_url": page.previous and f"?{_query(lijst=chosen, programma=narrowed, vanaf=page.previous)}",
        "next_url": page.next and f"?{_query(lijst=chosen, programma=narrowed, vanaf=page.next)}",
        "may_block": may_block(person),
        **_shown(chosen, page.rows, person),
        **more,
    }
    record_read(person, Reading.MODERATION, *_seen(chosen, page.rows))
    return render(request, "ideas/moderation.html", context, status=status)


def _seen(chosen: str, rows: list[Any]) -> list[Seen]:
    """Whose texts or names stand on the page, for the audit log."""
    match chosen:
        case "reacties":
            return [Seen(one, about=one.author_id, reference=one.idea.reference) for one in rows]
        case "ideeen":
            return [seen(one) for one in rows]
        case "bezwaren":
            return [Seen(one, about=(one.comment or one.idea).author_id, reference=one.idea.reference) for one in rows]
        case _:
            return [Seen(one.person, about=one.person_id) for one in rows]


def _rows(waiting: Any, chosen: str, cursor: str) -> Page:
    """The page at `cursor`; the first one when all that stood from there on has been done."""
    rising = chosen != "geblokkeerd"
    page = page_of(waiting, ORDERS[chosen], cursor, AT_ONCE, rising=rising)
    return page if page.rows or not cursor else page_of(waiting, ORDERS[chosen], "", AT_ONCE, rising=rising)


def _query(**parts: str) -> str:
    return urlencode({name: value for name, value in parts.items() if value})


def _here(request: HttpRequest, chosen: str = "") -> str:
    """The query string of the page that somebody is on, or was on when they pressed a button."""
    kept = {name: request.GET.get(name, "") for name in KEPT}
    return _query(**{**kept, "lijst": chosen or kept["lijst"]})


def _back(request: HttpRequest) -> HttpResponse:
    """To the page on which the button stood, so that a moderator goes on where they were."""
    return redirect(f"{reverse('ideas:moderation')}?{_here(request)}")


def _shown(chosen: str, rows: list[Any], person: User) -> dict[str, Any]:
    match chosen:
        case "reacties":
            items = with_reports(rows)
            return {"items": items, "form": JudgeForm(choices=[item.comment.pk for item in items])}
        case "ideeen":
            return {"ideas": rows}
        case "bezwaren":
            return {"objections": [(each, may_answer_objection(person, each), _answer_form(each)) for each in rows]}
        case _:
            return {"blocked": rows}


def _answer_form(ruling: Ruling, data: Any = None) -> ObjectionAnswerForm:
    return ObjectionAnswerForm(data, auto_id=f"ruling_{ruling.pk}_%s")


@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """Let the chosen comments stand, or hide them all for one reason. Each is an act of its own."""
    person = _moderator(request)
    keys = [key for sent in request.POST.getlist("chosen") if (key := number_in(sent))]
    mine = Comment.objects.filter(idea__programme__in=programmes_of(person)).select_related(
        "idea__programme", "idea__author", "author"
    )
    form = JudgeForm(request.POST, choices=list(mine.filter(pk__in=keys).values_list("pk", flat=True)))
    hides = request.POST.get("doe") == "verberg"
    if form.is_valid() and hides and not form.sentence():
        form.add_error("reason", _("Kies een reden."))
    if not form.is_valid():
        return _page(request, "reacties", UNPROCESSABLE, form=form)
    done = 0
    for comment in mine.filter(pk__in=form.cleaned_data["chosen"]):
        try:
            if hides:
                hide_comment(comment, actor=person, reason=form.sentence())
            else:
                keep_comment(comment, actor=person)
        except RuleBroken as broken:
            messages.error(request, f"{comment.author_name}: {broken.message}")
        else:
            done += 1
    if done:
        messages.success(request, ngettext("%(n)d reactie verwerkt.", "%(n)d reacties verwerkt.", done) % {"n": done})
    return _back(request)


@require_POST
def keep(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a reported idea may stay as it is."""
    person = _moderator(request)
    mine = Idea.objects.filter(programme__in=programmes_of(person))
    keep_idea(get_object_or_404(mine, reference=reference), actor=person)
    messages.success(request, _("Gedaan."))
    return _back(request)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection: the text comes back, or stays hidden."""
    person = _moderator(request)
    ruling = get_object_or_404(objections(programmes_of(person)), pk=pk)
    form = _answer_form(ruling, request.POST)
    if form.is_valid():
        with RulesShownIn(form):
            answer_objection(
                ruling, actor=person, answer=form.cleaned_data["answer"], overturn=request.POST.get("doe") == "toon"
            )
            messages.success(request, _("Uw antwoord is verstuurd."))
            return _back(request)
    shown = {"objections": [(ruling, may_answer_objection(person, ruling), form)], "form": form}
    return _page(request, "bezwaren", UNPROCESSABLE, previous_url=None, next_url=None, **shown)


@require_POST
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the writer of a comment from writing, or with `doe=terug` let them write again."""
    actor = _moderator(request)
    if not may_block(actor):
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk)
    form = BlockForm(request.POST)
    try:
        if takes_back(request):
            unblock_person(person, actor=actor)
            messages.success(request, _("Deze persoon kan weer schrijven."))
        elif form.is_valid():
            block_person(person, actor=actor, reason=form.cleaned_data["reason"])
            messages.success(request, _("Deze persoon kan niet meer schrijven."))
        else:
            messages.error(request, _("Schrijf op waarom. De persoon zelf leest dit."))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    return _back(request)
