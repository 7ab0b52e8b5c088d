"""What everybody may read of challenges. The same for every anonymous visitor: no cookie, nothing personal."""

from typing import Any

from csp.constants import NONE
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from challenges.clock import now
from challenges.contents import changes_shown, written
from challenges.contents import shown as in_words
from challenges.events import ChallengeEvent
from challenges.feeds import NewestChallenges, NewestChallengesAtom
from challenges.filters import ChallengeFilter
from challenges.forms import FilterForm
from challenges.ics import CALENDAR_TYPE, calendar_of
from challenges.models import Challenge, ChallengeDocument, ChallengeFollow
from challenges.permissions import may_ask, may_follow_challenge, runs
from challenges.statuses import ChallengeStatus
from challenges.views.gate import after_notices
from challenges.wording import PUBLIC_KINDS, SENTENCES, details
from ideas.models import Idea
from participation import journal
from participation.models import OrganisationKind
from participation.page_cache import same_for_visitors
from participation.paging import page_of

#: More than a municipality has open at once; what is beyond stands among the others.
MOST_OPEN = 50
#: Of the questions on the page, and of what happened: the newest. All questions stand in a document of their own.
MOST_QUESTIONS, MOST_TOLD = 20, 100
#: What stands on the page itself in full is only named in the history.
TOLD_ABOVE = frozenset({ChallengeEvent.NOTICE, ChallengeEvent.QUESTION_ANSWERED})


@require_safe
@login_not_required
@same_for_visitors
@after_notices
def challenges(request: HttpRequest) -> HttpResponse:
    """Every challenge, the newest first; who looks for none in particular meets those that can be answered first."""
    chosen, cursor = ChallengeFilter.of(request.GET), request.GET.get("vanaf", "")
    public, running = Challenge.objects.public(), Challenge.objects.none()
    if not chosen.pairs:
        running = Challenge.objects.answerable()[:MOST_OPEN]
        public = public.exclude(pk__in=running.values("pk"))
    page = page_of(chosen.found_in(public.select_related("programme").with_phase()), "approved_at", cursor)
    return render(request, "challenges/challenges.html", {
        "form": FilterForm(initial=dict(chosen.pairs)),
        "is_filtered": bool(chosen.pairs),
        "canonical": f"{settings.BASE_URL}{request.path}",
        "is_indexed": not (chosen.pairs or cursor),
        "running": [] if page.previous else running.select_related("programme"),
        "page": page,
        "previous_url": chosen.with_cursor(page.previous),
        "next_url": chosen.with_cursor(page.next),
    })  # fmt: skip


def visible_challenge(request: HttpRequest, slug: str) -> Challenge:
    """The challenge, if this person may read it. Raises Http404."""
    return get_object_or_404(Challenge.objects.visible_to(request.user).select_related("programme"), slug=slug)


def trail_to(*challenges: Challenge) -> list[tuple[str, str]]:
    """The way back up: the list, and the challenge when the page is below one."""
    above = [(its.title, its.get_absolute_url()) for its in challenges]
    return [(_("Uitdagingen"), reverse("challenges:challenges")), *above]


@require_safe
@login_not_required
@same_for_visitors
@after_notices
def challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """One challenge: what is asked, what is offered, by which rules, and what happened."""
    shown = visible_challenge(request, slug)
    return render(request, "challenges/challenge.html", challenge_page(request.user, shown))


def challenge_page(person: Any, shown: Challenge) -> dict[str, Any]:
    """All that the page of one challenge needs."""
    phases = list(shown.phases.prefetch_related("fields", "criteria"))
    moment = now()
    phase = next((one for one in phases if one.number == shown.phase_number), None)
    is_open = shown.status == ChallengeStatus.OPEN and phase is not None and moment < phase.closes_at
    return {
        "challenge": shown,
        "trail": trail_to(),
        "now": moment,
        "phases": phases,
        "phase": phase,
        "is_open": is_open,
        "is_coming": is_open and phase is not None and moment < phase.opens_at,
        "takes_questions": is_open and (shown.questions_until is None or moment < shown.questions_until),
        "kinds": [OrganisationKind(kind).label for kind in shown.kinds],
        "budget": in_words("budget", written(shown.budget)),
        "documents": shown.documents.all(),
        "notices": [(notice, changes_shown(notice.changes)) for notice in shown.notices.all()],
        "questions": list(shown.questions.public().reverse()[:MOST_QUESTIONS])[::-1],
        "most_questions": MOST_QUESTIONS,
        "origins": Idea.objects.public().filter(challenge_links__challenge=shown).order_by("pk"),
        "timeline": told(shown),
        "may_ask": may_ask(person, shown),
        "may_follow": may_follow_challenge(person, shown),
        "follows": person.is_authenticated and ChallengeFollow.objects.filter(challenge=shown, person=person).exists(),
        "may_run": runs(person, shown),
    }


def told(shown: Challenge, kinds: frozenset[Any] = PUBLIC_KINDS) -> list[dict[str, Any]]:
    """The newest of the timeline in words: newest first."""
    events = journal.timeline_of(shown).filter(kind__in=kinds).reverse()[:MOST_TOLD]
    return [
        {
            "event": event,
            "headline": SENTENCES[event.kind](event.facts),
            "details": [] if event.kind in TOLD_ABOVE else details(event),
        }
        for event in events
    ]


@require_safe
@login_not_required
@same_for_visitors
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of a challenge for one's own calendar."""
    shown = visible_challenge(request, slug)
    content = calendar_of(shown, list(shown.phases.all()))
    headers = {"Content-Disposition": f'attachment; filename="{shown.slug}.ics"'}
    return HttpResponse(content, content_type=CALENDAR_TYPE, headers=headers)


@csp({"default-src": [NONE], "sandbox": [True]})
@never_cache
@require_safe
@login_not_required
def document(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """A document of a challenge: handed out as a file and never shown as a page of ours."""
    shown = get_object_or_404(ChallengeDocument, pk=pk, challenge=visible_challenge(request, slug))
    try:
        content = shown.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    name = str(shown.file.name).rpartition("/")[2]
    response = FileResponse(content, as_attachment=True, filename=name, content_type=shown.kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@login_not_required
@same_for_visitors
def rss(request: HttpRequest) -> HttpResponse:
    """The newest challenges as RSS."""
    return NewestChallenges()(request)


@require_safe
@login_not_required
@same_for_visitors
def atom(request: HttpRequest) -> HttpResponse:
    """The newest challenges as Atom."""
    return NewestChallengesAtom()(request)
