"""What everybody may read. The same for every anonymous visitor: no cookie, no token, nothing personal."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ideas.answer_times import half_answered_within
from ideas.consulting.panel import consultations_for_all
from ideas.events import IdeaEvent
from ideas.family import family_of
from ideas.forms import MoveForm
from ideas.models import Follow, Idea, Round, Support, running_round
from ideas.models.coauthor import BESIDE_THE_IDEA
from ideas.permissions import is_author, may_add, may_edit, may_handle, may_invite, may_support, may_tell_followers
from ideas.programme_figures import ALL, FEWEST, this_year
from ideas.routing import explain
from ideas.sharing import shared
from ideas.statuses import AWAITING_ANSWER, Status, Visibility
from ideas.views.answer_panel import answers_for_all
from ideas.views.comments import discussion_page
from ideas.views.looks import note_look
from ideas.wording import PUBLIC_KINDS, details, headline
from ideas.workflow import MOVES
from participation import journal
from participation.models import Programme, Theme
from participation.page_cache import same_for_visitors

FIGURES_FOR = 60  # Seconds. Figures may be a minute old; they are sums over everything.
OUTCOMES = (Status.REALISED, Status.ADOPTED, Status.DECLINED, Status.STOPPED)


def figures() -> dict[str, int]:
    """The sums for the front page."""
    return Idea.objects.public().aggregate(
        ideas=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        realised=Count("pk", filter=Q(status=Status.REALISED)),
        support=Sum("support_count", default=0),
    )


@require_safe
@login_not_required
@same_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    """What this is, how it goes, and what was done."""
    public = Idea.objects.public().for_cards()
    return render(request, "ideas/home.html", {
        "figures": cache.get_or_set("ideas.figures", figures, FIGURES_FOR),
        "rounds": Round.objects.on_the_front_page()[:2],
        "newest": public.order_by("-submitted_at", "-pk")[:3],
        "most_supported": public.open().order_by("-support_count", "-pk")[:3],
        "outcomes": public.filter(status__in=OUTCOMES, answered_at__isnull=False).order_by("-answered_at", "-pk")[:3],
    })  # fmt: skip


def visible_idea(request: HttpRequest, reference: str) -> Idea:
    """The idea, if this person may read it, with its round and whether they support and follow it. Raises Http404."""
    found = Idea.objects.visible_to(request.user).with_names().annotate(in_round=running_round())
    found = found.prefetch_related(*BESIDE_THE_IDEA)
    if request.user.is_authenticated:
        mine = {"idea": OuterRef("pk"), "person": request.user}
        found = found.annotate(
            supported=Exists(Support.objects.filter(**mine)), followed=Exists(Follow.objects.filter(**mine))
        )
    return get_object_or_404(found, reference=reference)


def told(idea: Idea | Round, kinds: frozenset[Any] = PUBLIC_KINDS) -> list[dict[str, Any]]:
    """The timeline in words: newest first."""
    events = journal.timeline_of(idea).filter(kind__in=kinds)
    return [{"event": event, "headline": headline(event), "details": details(event)} for event in reversed(events)]


def facts_of(timeline: list[dict[str, Any]], kind: IdeaEvent) -> list[dict[str, Any]]:
    """The facts of all that a timeline tells of one kind, newest first."""
    return [entry["event"].facts for entry in timeline if entry["event"].kind == kind]


@require_safe
@login_not_required
@same_for_visitors
def idea(request: HttpRequest, reference: str) -> HttpResponse:
    """One idea: what it says, how it stands, who has the ball, what happened."""
    shown = visible_idea(request, reference)
    note_look(request, shown)
    return render(request, "ideas/idea.html", idea_page(request.user, shown))


def idea_page(person: Any, shown: Idea, form: MoveForm | None = None, verb: str = "") -> dict[str, Any]:
    """All that the page of one idea needs; `form` is the author's form of `verb` when it came back with errors."""
    mine = (
        [move for move in MOVES.open_to(person, shown) if move.allowed is is_author] if person.is_authenticated else []
    )
    refused = form if verb not in {move.verb for move in mine} else None
    forms = [(move, form if form is not None and move.verb == verb else MoveForm(move)) for move in mine]
    timeline = told(shown)
    return {
        "idea": shown,
        "shared": shared(shown) if shown.visibility == Visibility.PUBLIC else None,
        "why": explain(shown.routing),
        "timeline": timeline,
        "questions": facts_of(timeline, IdeaEvent.ASKED),
        "removed_support": facts_of(timeline, IdeaEvent.SUPPORT_REMOVED),
        "may_support": may_support(person, shown),
        "may_handle": may_handle(person, shown),
        **_for_its_author(person, shown),
        "author_forms": forms,
        "refused": refused,
        "form": form,
        **answers_for_all(shown),
        **consultations_for_all(shown, timeline),
        **family_of(shown),
        **discussion_page(person, shown),
    }


def _for_its_author(person: Any, shown: Idea) -> dict[str, Any]:
    """What the author can do, and what happened to ideas like this one; a co-author changes the words only."""
    words = {"may_edit": may_edit(person, shown), "may_add": may_add(person, shown)}
    if not is_author(person, shown):
        return {"is_author": False, **words}
    waits = shown.status in AWAITING_ANSWER
    return {
        "is_author": True,
        "is_waiting": waits,
        "half_within": half_answered_within(shown.programme_id) if waits else None,
        **words,
        "may_tell": may_tell_followers(person, shown),
        "may_invite": may_invite(person, shown),
    }


@require_safe
@login_not_required
@same_for_visitors
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme that takes ideas, and how each keeps its promise."""
    shown, year = list(Programme.objects.active()), this_year()
    rows = [(programme, year.of(programme.pk)) for programme in shown]
    context = {"programmes": shown, "rows": rows, "year": year, "all": year.of(ALL), "fewest": FEWEST}
    return render(request, "ideas/programmes.html", context)


@require_safe
@login_not_required
@same_for_visitors
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: its promise, how it keeps it, its newest ideas."""
    shown = get_object_or_404(Programme.objects.active(), slug=slug)
    its, year = Idea.objects.public().filter(programme=shown), this_year()
    return render(request, "ideas/programme.html", {
        "programme": shown,
        "faster": Theme.objects.active().filter(promise_days__lt=shown.promise_days),
        "year": year,
        "sums": year.of(shown.pk),
        "fewest": FEWEST,
        "newest": its.for_cards().order_by("-submitted_at", "-pk")[:10],
    })  # fmt: skip
