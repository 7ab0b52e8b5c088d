"""The desk of an official: lists of ideas, and one idea on which everything can be done, beside its list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.moderate import hide_idea, show_idea
from ideas.actions.presence import note_presence
from ideas.actions.triage import move_idea
from ideas.consulting.panel import consultations_at_desk
from ideas.desk.choice import Beside, DeskChoice, UnknownList
from ideas.desk.doors import doors_of
from ideas.desk.forms import AssignForm, ListForm, NarrowForm, NoteForm, ThemeForm
from ideas.desk.lists import LISTS
from ideas.desk.pane import pane_of
from ideas.desk.presence import in_words, others_at, tell_who_looks
from ideas.desk.shortcuts import SHORTCUTS
from ideas.desk.undoing import last_step, offer_of
from ideas.desk.version import Change, changes_since, is_stale, version_of
from ideas.family import family_at_desk
from ideas.forms import MoveForm, ReasonForm
from ideas.learning.panel import advice_for
from ideas.models import DeskList, Idea
from ideas.models.consultation import was_consulted
from ideas.permissions import (
    may_assign,
    may_handle,
    may_handle_several,
    may_moderate,
    may_read_at_desk,
    may_save_lists,
)
from ideas.routing import explain
from ideas.statuses import PING_PONG, Visibility
from ideas.views.answer_panel import answers_at_desk
from ideas.views.looks import seen
from ideas.workflow import MOVES
from participation.audit import record_read
from participation.errors import RuleBroken
from participation.models import User
from participation.paging import MOST_COUNTED
from participation.permissions import is_official
from participation.reading import Reading
from participation.sent import show_rule
from participation.visitor import reader
from participation.workflow import Rule

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422


def official(request: HttpRequest) -> User:
    """The official at the desk. Raises PermissionDenied for everybody else."""
    if not is_official(request.user):
        raise PermissionDenied
    return reader(request)


def chosen(request: HttpRequest) -> DeskChoice:
    """The list that the address names. Raises Http404 when there is none of that name."""
    try:
        return DeskChoice.of(request.GET)
    except UnknownList as unknown:
        raise Http404 from unknown


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """A list of the desk, with the number of ideas in each of the others."""
    return queue_page(request)


def queue_page(request: HttpRequest, list_form: ListForm | None = None, status: int = OK) -> HttpResponse:
    """Draw the list; `list_form` is the name for it when that came back with an error."""
    person, choice, today = official(request), chosen(request), timezone.localdate()
    page, saved = choice.page(person, today), list(person.desk_lists.all())
    tell_who_looks(page.rows, person)
    own = {one.get_absolute_url(): found for one in saved if (found := _of_saved(one))}
    counts = choice.counts(person, today, own)
    return render(request, "ideas/desk.html", {
        "choice": choice,
        "lists": [(name, one.label, counts.get(name), choice.query_of(name)) for name, one in LISTS.items()],
        "own_lists": [(one, counts.get(one.get_absolute_url())) for one in saved],
        "list_form": list_form or ListForm(),
        "doors": doors_of(person),
        "may_handle_several": may_handle_several(person),
        "may_save_lists": may_save_lists(person),
        "narrow_form": NarrowForm(choice, person.desk_programmes),
        "most_counted": MOST_COUNTED,
        "page": page,
        "previous_url": page.previous and f"?{choice.query}&vanaf={page.previous}",
        "next_url": page.next and f"?{choice.query}&vanaf={page.next}",
        "undo": offer_of(person, request.GET.get("gedaan", "")),
        "shortcuts": SHORTCUTS,
        "has_errors": status != OK,
    }, status=status)  # fmt: skip


@never_cache
@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    """The keys of the desk, for who has no dialog."""
    official(request)
    return render(request, "ideas/desk_keys.html", {"shortcuts": SHORTCUTS})


def _of_saved(saved: DeskList) -> DeskChoice | None:
    """What was saved, unless it names a list that is no more."""
    try:
        return DeskChoice.of(QueryDict(saved.query))
    except UnknownList:
        return None


def desk_idea(request: HttpRequest, reference: str, may: Rule = may_handle) -> Idea:
    """The idea, if it lies on this official's desk; that they look at it is written down. As `on_desk()`."""
    shown = on_desk(request, reference, may)
    record_read(reader(request), Reading.IDEA, seen(shown))
    return shown


def on_desk(request: HttpRequest, reference: str, may: Rule = may_handle) -> Idea:
    """The idea for a view that shows nothing of it.

    Raises Http404 where it does not lie on their desk, and PermissionDenied where they do not `may`: who reads along.
    """
    person = official(request)
    mine = Idea.objects.in_desk_of(person).with_names().select_related("handler")
    mine = mine.annotate(was_consulted=was_consulted())
    shown = get_object_or_404(mine, reference=reference)
    if not may(person, shown):
        raise PermissionDenied
    return shown


@never_cache
@require_safe
def idea(request: HttpRequest, reference: str) -> HttpResponse:
    """One idea at the desk, beside its list; with `stap` in the address that step is open, `met` another idea."""
    shown = desk_idea(request, reference, may_read_at_desk)
    step = MOVES.moves.get(request.GET.get("stap", ""))
    if step is None or step not in MOVES.open_to(reader(request), shown):
        return idea_page(request, shown)
    return idea_page(request, shown, MoveForm(step, initial={"into": request.GET.get("met", "")}), step.verb)


def idea_page(
    request: HttpRequest, shown: Idea, form: Any = None, verb: str = "", status: int = OK, **more: Any
) -> HttpResponse:
    """Draw it; `form` is the one of `verb` that came back, and `more` replaces parts of what the page shows."""
    person, choice = reader(request), chosen(request)
    if handles := may_handle(person, shown):
        note_presence(shown, actor=person)
    moves = [(move, form if move.verb == verb else MoveForm(move)) for move in MOVES.open_to(person, shown)]
    pane = pane_of(shown, person)
    newest = max((told.event.pk for told in pane["history"]), default=0)
    return render(request, "ideas/desk_idea.html", {
        "idea": shown,
        "choice": choice,
        "beside": choice.beside(shown, person, timezone.localdate()),
        "version": version_of(shown, newest),
        "why": explain(shown.routing),
        "ping_pong": PING_PONG,
        "advice": advice_for(shown),
        "moves": moves,
        **family_at_desk(person, shown),
        "refused": form if verb in MOVES.moves and verb not in {move.verb for move, _form in moves} else None,
        "chosen": verb,
        "form": form,
        "handles": handles,
        "may_assign": may_assign(person, shown),
        "assign_form": AssignForm(pane["staff"], handler=shown.handler_id),
        "theme_form": ThemeForm(theme=shown.theme_id),
        "note_form": NoteForm(),
        "may_moderate": may_moderate(person, shown),
        "reason_form": form if verb == "zichtbaarheid" else ReasonForm(auto_id="hide_%s"),
        "is_hidden": shown.visibility != Visibility.PUBLIC,
        "others_here": in_words(others_at(shown, person)),
        "undo": offer_of(person, request.GET.get("gedaan", "")),
        "shortcuts": SHORTCUTS,
        "has_errors": status != OK,
        **answers_at_desk(person, shown),
        **consultations_at_desk(person, shown),
        **pane,
        **more,
    }, status=status)  # fmt: skip


def meanwhile(request: HttpRequest, shown: Idea) -> list[Change] | None:
    """What others did since the page of this form was drawn; None when the idea is as it was there."""
    version = request.POST.get("gezien", "")
    return changes_since(shown, version, reader(request)) if is_stale(shown, version) else None


def beside(request: HttpRequest, shown: Idea) -> Beside:
    """What lies around the idea in its list. Asked before an action, which may take the idea out of it."""
    return chosen(request).beside(shown, reader(request), timezone.localdate())


def here(request: HttpRequest, shown: Idea) -> str:
    """The address of the idea at its place in the list."""
    return f"{shown.get_desk_url()}?{chosen(request).place}"


def go_on(request: HttpRequest, done: Idea, following: Idea | None) -> HttpResponse:
    """To the next idea of the list, or to the list when that was the last, with a way to undo what was done."""
    person = reader(request)
    step = last_step(done, person)
    place = chosen(request).place + (f"&gedaan={step}" if step else "")
    return redirect(f"{following.get_desk_url() if following else reverse('ideas:desk')}?{place}")


@require_POST
def move(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Take the idea one step along the table."""
    shown = desk_idea(request, reference)
    step = MOVES.moves.get(verb)
    if step is None:
        raise Http404
    form, following = MoveForm(step, request.POST), beside(request, shown).next
    if (changes := meanwhile(request, shown)) is not None:
        form.add_error(
            None, _("Er is intussen iets veranderd. Kijk of uw stap nog klopt, en verstuur hem dan opnieuw.")
        )
        return idea_page(request, shown, form, verb, CONFLICT, meanwhile=changes)
    if form.is_valid():
        try:
            move_idea(shown, verb, actor=reader(request), **form.cleaned_data)
        except RuleBroken as broken:
            show_rule(form, broken)
            shown.refresh_from_db()
        else:
            said = _("Gedaan: %(what)s. De indiener krijgt bericht.") % {"what": str(step.label).lower()}
            messages.success(request, f"{said} (“{shown.title}”)")
            return go_on(request, shown, following)
    return idea_page(request, shown, form, verb, UNPROCESSABLE)


@require_POST
def visibility(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an idea out of sight with a reason, or bring it back."""
    shown = desk_idea(request, reference, may_moderate)
    form, following = ReasonForm(request.POST, auto_id="hide_%s"), beside(request, shown).next
    if (changes := meanwhile(request, shown)) is not None:
        return idea_page(request, shown, form, "zichtbaarheid", CONFLICT, meanwhile=changes)
    try:
        if request.POST.get("doe") == "toon":
            show_idea(shown, actor=reader(request))
        elif form.is_valid():
            hide_idea(shown, actor=reader(request), reason=form.cleaned_data["reason"])
        else:
            return idea_page(request, shown, form, "zichtbaarheid", UNPROCESSABLE)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
        return redirect(here(request, shown))
    messages.success(request, _("Gedaan, bij “%(title)s”.") % {"title": shown.title})
    return go_on(request, shown, following)
