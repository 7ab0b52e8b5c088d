"""Several ideas at once: first the list and what can be done with all of them, then what became of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.actions.assign import assign_idea
from ideas.actions.set_theme import set_theme
from ideas.actions.triage import move_idea
from ideas.answering import WRITTEN, filled, with_template
from ideas.desk.bulk import (
    MOST,
    Picked,
    csv_of,
    each,
    ideas_of,
    moves_of_all,
    picked_in,
    staff_of_all,
    theme_of_all,
)
from ideas.desk.forms import AssignForm, ThemeForm
from ideas.desk.shortcuts import SHORTCUTS
from ideas.desk.version import mark_of
from ideas.forms import MoveForm
from ideas.models import AnswerTemplate, Idea
from ideas.permissions import may_handle_several
from ideas.views.desk import UNPROCESSABLE, chosen, official
from ideas.views.desk_answer import template_words
from ideas.views.looks import seen
from ideas.workflow import ANSWERING, MOVES
from participation.audit import record_read
from participation.models import User
from participation.reading import Reading

ASSIGN, THEME = "behandelaar", "thema"
MOST_TEMPLATES = 50
Deed = Callable[[Idea], object]


@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """What can be done with the ideas that were picked."""
    person, picked = _handler(request), picked_in(request.POST.getlist("idee"))
    return _refused(request, picked) or _page(request, ideas_of(picked, person), person)


def _handler(request: HttpRequest) -> User:
    """The official who may treat several ideas at once. Raises PermissionDenied for everybody else."""
    if not may_handle_several(request.user):
        raise PermissionDenied
    return official(request)


def _refused(request: HttpRequest, picked: list[Picked]) -> HttpResponse | None:
    if 0 < len(picked) <= MOST:
        return None
    many = _("Kies hoogstens %(n)d ideeën tegelijk.") % {"n": MOST}
    messages.error(request, many if picked else _("Kies eerst een of meer ideeën."))
    return redirect(f"{reverse('ideas:desk')}?{chosen(request).place}")


def _page(
    request: HttpRequest, ideas: list[Idea], person: User, form: Any = None, what: str = "", status: int = 200
) -> HttpResponse:
    moves = moves_of_all(ideas, person)
    answers = {str(move.target) for move in moves if move.verb in ANSWERING}
    templates = AnswerTemplate.objects.fitting_any(answers, theme_of_all(ideas))[:MOST_TEMPLATES]
    return render(request, "ideas/desk_bulk.html", {
        "choice": chosen(request),
        "ideas": [(idea, f"{idea.reference}:{mark_of(idea)}") for idea in ideas],
        "assign_form": form if what == ASSIGN else AssignForm(staff_of_all(ideas)),
        "theme_form": form if what == THEME else ThemeForm(),
        "moves": [
            (
                move,
                form if what == move.verb else MoveForm(move),
                [one for one in templates if move.verb in ANSWERING and one.decision in {"", move.target}],
            )
            for move in moves
        ],
        "chosen": what,
        "form": form,
        "shortcuts": SHORTCUTS,
    }, status=status)  # fmt: skip


@require_POST
def carry_out(request: HttpRequest) -> HttpResponse:
    """Do one thing with each of the ideas, and say what became of each; or give them as a table."""
    person, picked = _handler(request), picked_in(request.POST.getlist("idee"))
    if refused := _refused(request, picked):
        return refused
    what = request.POST.get("doe", "")
    if what == "csv":
        ideas = ideas_of(picked, person)
        record_read(person, Reading.EXPORT, *map(seen, ideas))
        return _table(ideas)
    ideas = ideas_of(picked, person)
    if "sjabloon" in request.POST:
        return _begun(request, ideas, person)
    form, deed = _deed(what, request, ideas, person)
    if not form.is_valid():
        return _page(request, ideas, person, form, what, UNPROCESSABLE)
    results = each(picked, person, deed)
    return render(request, "ideas/desk_bulk_done.html", {
        "choice": chosen(request),
        "results": results,
        "done": sum(not result.why_not for result in results),
    })  # fmt: skip


def _begun(request: HttpRequest, ideas: list[Idea], person: User) -> HttpResponse:
    """The page with the words of a template in the answer, below what was typed. Raises Http404."""
    step = ANSWERING.get(request.POST.get("stap", ""))
    if step is None:
        raise Http404
    typed = {name: request.POST.get(name, "") for name in step.needs}
    words = template_words(request.POST, step, theme_of_all(ideas))
    return _page(request, ideas, person, MoveForm(step, initial=with_template(typed, words, None)), step.verb)


def _deed(what: str, request: HttpRequest, ideas: list[Idea], person: User) -> tuple[Any, Deed]:
    """The form that was sent, and what it asks to do with an idea once it is valid."""
    if what == ASSIGN:
        staff = staff_of_all(ideas)
        assign = AssignForm(staff, request.POST)
        people = {one.pk: one for one in staff}
        return assign, lambda idea: assign_idea(idea, actor=person, to=people.get(assign.cleaned_data["aan"]))
    if what == THEME:
        theme = ThemeForm(request.POST)
        return theme, lambda idea: set_theme(idea, actor=person, theme=theme.cleaned_data["theme"])
    step = MOVES.moves.get(what)
    if step is None:
        raise Http404
    move = MoveForm(step, request.POST)
    if what in ANSWERING:
        return move, lambda idea: move_idea(idea, what, actor=person, **_for_one(idea, move.cleaned_data))
    return move, lambda idea: move_idea(idea, what, actor=person, **move.cleaned_data)


def _for_one(idea: Idea, facts: dict[str, Any]) -> dict[str, Any]:
    """The answer with what we know of this idea in the places that a template left open."""
    return facts | {name: filled(facts[name], idea) for name in WRITTEN}


def _table(ideas: list[Idea]) -> HttpResponse:
    name = _("ideeen.csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(f"\ufeff{csv_of(ideas)}", content_type="text/csv; charset=utf-8", headers=headers)
