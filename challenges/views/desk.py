"""Where officials make challenges, see what is still to do, and take them through their life."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from challenges.actions.make import make_challenge
from challenges.actions.steps import VERBS, asked_by, move_challenge
from challenges.clock import now
from challenges.completeness import Missing, missing_in
from challenges.contents import changes_shown
from challenges.desk_forms import DocumentForm, IdeaForm, NewForm
from challenges.directory import invitations_at_desk
from challenges.events import ChallengeEvent
from challenges.models import Challenge
from challenges.permissions import (
    may_answer_questions,
    may_change,
    may_give_more_time,
    may_give_notice,
    may_make_challenges,
    may_replace_opener,
)
from challenges.statuses import ChallengeStatus
from challenges.views.public import told
from challenges.workflow import CHALLENGE_MOVES
from ideas.forms import ReasonForm
from ideas.models import Idea
from participation.errors import RuleBroken
from participation.models import Programme, User
from participation.paging import page_of
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, form_page, sent
from participation.visitor import reader

#: What is done on the page on which it is read first.
ELSEWHERE = frozenset({"approve", "send_back"})
#: A concept changes a hundred times, which says nothing; the log has all of it. What is told to one person or
#: organisation is in words for them.
TOLD = frozenset(ChallengeEvent) - {
    ChallengeEvent.CHANGED,
    ChallengeEvent.ASKER_ANSWERED,
    ChallengeEvent.INVITED,
}


def maker(request: HttpRequest) -> User:
    """Who makes challenges. Raises PermissionDenied for everybody else."""
    if not may_make_challenges(request.user):
        raise PermissionDenied
    return reader(request)


def run_challenge(request: HttpRequest, slug: str) -> Challenge:
    """The challenge, if this official runs it. Raises PermissionDenied or Http404."""
    mine = Challenge.objects.run_by(maker(request)).select_related("programme", "made_by", "approved_by")
    return get_object_or_404(mine, slug=slug)


def concept(request: HttpRequest, slug: str) -> Challenge:
    """The challenge, if this official may still change it. Raises PermissionDenied or Http404."""
    shown = run_challenge(request, slug)
    if not may_change(request.user, shown):
        raise Http404
    return shown


@never_cache
@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    """Every challenge of this official's programmes, the newest first."""
    mine = Challenge.objects.run_by(maker(request)).select_related("programme").with_phase()
    page = page_of(mine, "pk", request.GET.get("vanaf", ""))
    return render(request, "challenges/desk_challenges.html", {"page": page})


@never_cache
@READ_OR_SEND
def new(request: HttpRequest) -> HttpResponse:
    """Make a concept: from nothing, from ideas (`?idee=`), or from a task of a programme (`?programma=&opgave=`)."""
    person = maker(request)
    form = NewForm(sent(request), person, initial=_proposed(request, person))
    if form.is_valid():
        typed = form.cleaned_data
        with RulesShownIn(form):
            made = make_challenge(
                title=typed["title"], programme=typed["programme"], task=typed["task"], ideas=typed["numbers"],
                actor=person, client_key=typed["key"],
            )  # fmt: skip
            messages.success(request, _("De uitdaging is bewaard als concept. Vul nu de rest in."))
            return redirect(made.get_desk_url())
    return form_page(request, "challenges/desk_new.html", {"form": form})


def _proposed(request: HttpRequest, person: User) -> dict[str, Any]:
    task = {"task": request.GET.get("opgave", "").replace("\0", "")[:200]}
    numbers = [number.replace("\0", "") for number in request.GET.getlist("idee")]
    idea = Idea.objects.visible_to(person).filter(reference__in=numbers).first()
    if idea is not None:
        return {**task, "numbers": " ".join(numbers)[:400], "title": idea.title, "programme": idea.programme_id}
    slug = request.GET.get("programma", "").replace("\0", "")
    return {**task, "programme": Programme.objects.handled_by(person).filter(slug=slug).first()}


@never_cache
@require_safe
def challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """One challenge, with all that can be done with it."""
    return desk_page(request, run_challenge(request, slug))


def desk_page(request: HttpRequest, shown: Challenge, chosen: str = "", **forms: Any) -> HttpResponse:
    """The page; `chosen` names the part whose form came back with errors."""
    person = reader(request)
    is_concept = shown.status == ChallengeStatus.CONCEPT
    moment = now()
    missing = missing_in(shown, moment) if is_concept else []
    steps = [move for move in CHALLENGE_MOVES.open_to(person, shown) if move.verb in VERBS]
    phases = list(shown.phases.prefetch_related("fields", "criteria"))
    runs_on = any(phase.number == shown.phase_number and moment < phase.closes_at for phase in phases)
    return render(request, "challenges/desk_challenge.html", {
        "challenge": shown,
        "missing": [(each.sentence, place_of(each, shown)) for each in missing],
        "moves": [
            move for move in steps
            if (move.verb not in ELSEWHERE or move.verb == chosen) and not (runs_on and move.verb == "close")
        ],
        "waits_for_me": any(move.verb == "approve" for move in steps) and asked_by(shown) != person.pk,
        "phases": phases,
        "openers": shown.openers.order_by("pk"),
        "documents": shown.documents.all(),
        "notices": [(notice, changes_shown(notice.changes)) for notice in shown.notices.all()],
        "waiting": shown.questions.filter(answered_at=None).order_by("asked_at"),
        "origins": Idea.objects.filter(challenge_links__challenge=shown).order_by("pk"),
        "followers": shown.follows.count(),
        "timeline": told(shown, TOLD),
        "is_concept": is_concept,
        **invitations_at_desk(person, shown),
        "may_notice": may_give_notice(person, shown),
        "may_extend": may_give_more_time(person, shown) and any(one.number == shown.closes_next for one in phases),
        "may_answer": may_answer_questions(person, shown),
        "may_replace_opener": may_replace_opener(person, shown),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "document_form": DocumentForm(auto_id="document_%s"),
        "idea_form": IdeaForm(auto_id="idea_%s"),
        "chosen": chosen,
        "form": next(iter(forms.values()), None),  # The title of the page says when something is wrong in it.
        **forms,
    }, status=UNPROCESSABLE if chosen else None)  # fmt: skip


def place_of(missing: Missing, challenge: Challenge) -> str:
    """Where one fills in what is missing."""
    slug, number = challenge.slug, missing.phase
    if missing.field == "phases":
        return reverse("challenges:desk_new_phase", args=[slug])
    if missing.field == "criteria":
        return reverse("challenges:desk_criteria", args=[slug, number])
    if missing.field == "fields":
        return reverse("challenges:desk_new_field", args=[slug, number])
    if number is not None:
        return f"{reverse('challenges:desk_phase', args=[slug, number])}#id_{missing.field}"
    return f"{reverse('challenges:desk_words', args=[slug])}#id_{missing.field}"


@require_POST
def move(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Take the challenge one step along its table. Raises Http404 for a verb of another door."""
    shown = run_challenge(request, slug)
    step = CHALLENGE_MOVES.moves.get(verb)
    if step is None or verb not in VERBS:
        raise Http404
    form = ReasonForm(request.POST, auto_id="reason_%s")
    if step.needs and not form.is_valid():
        return desk_page(request, shown, verb, reason_form=form)
    try:
        move_challenge(shown, verb, actor=reader(request), reason=request.POST.get("reason", ""))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("Gedaan."))
    return redirect(shown.get_desk_url())
