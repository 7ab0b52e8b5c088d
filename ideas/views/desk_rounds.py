"""Where coordinators make vote rounds, see them beforehand, open them, print the letters, and close them."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.codes import make_codes
from ideas.actions.round import add_ideas, change_round, drop_idea, make_round, move_round
from ideas.actions.vote import remove_false_votes
from ideas.events import RoundEvent
from ideas.forms import ReasonForm
from ideas.models import Round
from ideas.permissions import may_run_rounds, may_write_rounds
from ideas.rounds.forms import ChoiceOfIdeasForm, LettersForm, RoundForm
from ideas.rounds.letters_pdf import letters
from ideas.rounds.rules import rule_text
from ideas.rounds.statuses import TAKES_VOTES, RoundStatus
from ideas.rounds.workflow import ROUND_MOVES
from ideas.views.public import told
from participation.audit import Seen, record_read
from participation.errors import RuleBroken
from participation.models import User
from participation.paging import page_of
from participation.reading import Reading
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, form_page, sent
from participation.visitor import reader


def coordinator(request: HttpRequest) -> User:
    """Who runs rounds. Raises PermissionDenied for everybody else."""
    if not may_run_rounds(request.user):
        raise PermissionDenied
    return reader(request)


def writer(request: HttpRequest) -> User:
    """Who words rounds. Raises PermissionDenied for everybody else."""
    if not may_write_rounds(request.user):
        raise PermissionDenied
    return reader(request)


def _round(request: HttpRequest, slug: str, who: Callable[[HttpRequest], User] = coordinator) -> Round:
    return get_object_or_404(Round.objects.visible_to(who(request)), slug=slug)


@never_cache
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, concepts too."""
    every = Round.objects.visible_to(writer(request)).defer("rules", "promise", "question")
    page = page_of(every, "closes_at", request.GET.get("vanaf", ""))
    return render(request, "ideas/desk_rounds.html", {
        "page": page,
        "previous_url": page.previous and f"?vanaf={page.previous}",
        "next_url": page.next and f"?vanaf={page.next}",
    })  # fmt: skip


@never_cache
@READ_OR_SEND
def new_round(request: HttpRequest) -> HttpResponse:
    """Make a concept."""
    person = writer(request)
    form = RoundForm(sent(request))
    if form.is_valid():
        made = make_round(form.plan(), actor=person)
        messages.success(request, _("De stemronde is bewaard. Kies nu de ideeën."))
        return redirect(made.get_desk_url())
    return form_page(request, "ideas/desk_round_form.html", {"form": form})


@never_cache
@READ_OR_SEND
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a concept."""
    shown = _round(request, slug, writer)
    if shown.status != RoundStatus.CONCEPT:
        raise Http404
    form = RoundForm(sent(request), initial=RoundForm.initial_of(shown))
    if form.is_valid():
        with RulesShownIn(form):
            change_round(shown, form.plan(), actor=reader(request))
            messages.success(request, _("De stemronde is bewaard."))
            return redirect(shown.get_desk_url())
    return form_page(request, "ideas/desk_round_form.html", {"form": form, "round": shown})


@never_cache
@require_safe
def desk_round(request: HttpRequest, slug: str) -> HttpResponse:
    """One round, with all that can be done with it."""
    return _page(request, _round(request, slug, writer))


def _page(request: HttpRequest, shown: Round, chosen: str = "", **forms: Any) -> HttpResponse:
    """The page; `chosen` names the part whose form came back with errors."""
    moves, may_run = ROUND_MOVES.open_to(reader(request), shown), may_run_rounds(request.user, shown)
    return render(request, "ideas/desk_round.html", {
        "round": shown,
        "moves": moves,
        "may_run": may_run,
        "rules": (shown.rules or rule_text(shown)).split("\n"),
        "entries": shown.entries.select_related("idea").order_by("reference"),
        "timeline": told(shown, frozenset(RoundEvent)),
        "voters": shown.voters.filter(votes__gt=0).count(),
        "codes": shown.voters.exclude(code_hash="").count(),
        "is_concept": shown.status == RoundStatus.CONCEPT,
        "is_running": shown.status in TAKES_VOTES,
        "chooses_ideas": may_run and shown.status == RoundStatus.CONCEPT,
        "makes_letters": may_run and shown.by_code and shown.status in TAKES_VOTES,
        "ideas_form": ChoiceOfIdeasForm(),
        "letters_form": LettersForm(initial={"key": uuid.uuid4()}, auto_id="letters_%s"),
        "reason_form": ReasonForm(auto_id="cancel_%s"),
        "removal_form": ReasonForm(auto_id="remove_%s"),
        "chosen": chosen,
        "form": next(iter(forms.values()), None),  # The title of the page says when something is wrong in it.
        **forms,
    }, status=UNPROCESSABLE if chosen else None)  # fmt: skip


@require_POST
def move(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Take the round one step along its table."""
    shown = _round(request, slug)
    step = ROUND_MOVES.moves.get(verb)
    if step is None:
        raise Http404
    form = ReasonForm(request.POST, auto_id="cancel_%s")
    if step.needs and not form.is_valid():
        return _page(request, shown, verb, reason_form=form)
    try:
        move_round(shown, verb, actor=reader(request), reason=request.POST.get("reason", ""))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("Gedaan."))
    return redirect(shown.get_desk_url())


@require_POST
def ideas(request: HttpRequest, slug: str) -> HttpResponse:
    """Add the ideas of a choice, or with `weg` take one out."""
    shown = _round(request, slug)
    if "weg" in request.POST:
        idea = get_object_or_404(shown.ideas.only("reference"), reference=request.POST["weg"].replace("\0", ""))
        return _done(request, shown, lambda: drop_idea(shown, idea, actor=reader(request)))
    form = ChoiceOfIdeasForm(request.POST)
    if form.is_valid():
        with RulesShownIn(form):
            count = add_ideas(shown, form.found(), actor=reader(request))
            messages.success(request, _("Ideeën erbij: %(count)d.") % {"count": count})
            return redirect(shown.get_desk_url())
    return _page(request, shown, "ideas", ideas_form=form)


@require_POST
def print_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Make codes and give the letters with them. Nothing else knows the codes; the same form gives the same file."""
    shown = _round(request, slug)
    form = LettersForm(request.POST, auto_id="letters_%s")
    if form.is_valid():
        key, count = form.cleaned_data["key"], form.cleaned_data["count"]
        with RulesShownIn(form):
            codes = make_codes(shown, count, actor=reader(request), client_key=key)
            record_read(reader(request), Reading.LETTERS, Seen(shown))
            name = f"brieven-{shown.slug}-{str(key)[:8]}.pdf"
            headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
            return HttpResponse(letters(shown, codes), content_type="application/pdf", headers=headers)
    return _page(request, shown, "letters", letters_form=form)


@require_POST
def clean(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove the votes of accounts that were closed, with a reason that everybody reads."""
    shown = _round(request, slug)
    form = ReasonForm(request.POST, auto_id="remove_%s")
    if not form.is_valid():
        return _page(request, shown, "clean", removal_form=form)
    reason = form.cleaned_data["reason"]
    return _done(request, shown, lambda: remove_false_votes(shown, actor=reader(request), reason=reason))


def _done(request: HttpRequest, shown: Round, action: Any) -> HttpResponse:
    try:
        action()
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("Gedaan."))
    return redirect(shown.get_desk_url())
