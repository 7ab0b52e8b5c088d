"""Vote rounds as everybody may read them: the list, a round with its ideas, the result, and the files to recount."""

import random
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideas.models import Idea, Round, RoundIdea, Voter, tally_of
from ideas.permissions import may_run_rounds
from ideas.rounds.files import CSV_TYPE, JSON_TYPE, csv_of, json_of
from ideas.rounds.roll import line_of, votes_of
from ideas.rounds.wording import ROUND_KINDS
from ideas.statuses import Visibility
from ideas.views.public import told
from participation.page_cache import same_for_visitors
from participation.paging import page_of
from participation.visitor import visitor

TICKETS = "stemcodes"  # In the session: by round, the line of the roll that a code opened in this browser.
LONGEST_SEED = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """An idea of a round as one visitor sees it; None when nobody may read it. `votes` is None while hidden."""

    reference: str
    idea: Idea | None
    votes: int | None
    lacks: int
    is_mine: bool
    key: uuid.UUID


def visible_round(request: HttpRequest, slug: str) -> Round:
    """The round, if this person may read it. Raises Http404."""
    return get_object_or_404(Round.objects.visible_to(request.user), slug=slug)


def ticket_of(request: HttpRequest, round_: Round) -> int | None:
    """The line of the roll that a code opened in this browser."""
    if not round_.by_code:
        return None
    tickets: dict[str, int] = request.session.get(TICKETS, {})
    return tickets.get(str(round_.pk))


def voter_of(request: HttpRequest, round_: Round) -> Voter | None:
    """The line of the roll by which this visitor votes, if there is one yet."""
    return line_of(round_, visitor(request), ticket_of(request, round_))


def trail_to(*rounds_: Round) -> list[tuple[str, str]]:
    """The way back up: the list, and the round when the page is below one."""
    return [(_("Stemrondes"), reverse("ideas:rounds")), *((its.title, its.get_absolute_url()) for its in rounds_)]


@require_safe
@login_not_required
@same_for_visitors
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, the last to end first."""
    every = Round.objects.visible_to(request.user).defer("rules", "promise")
    page = page_of(every, "closes_at", request.GET.get("vanaf", ""))
    return render(request, "ideas/rounds.html", {"page": page})


@require_safe
@login_not_required
@same_for_visitors
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One round: what can be chosen, with the rules beside it; at the end the result."""
    shown = visible_round(request, slug)
    voter = voter_of(request, shown)
    entries = list(shown.entries.select_related("idea__theme", "idea__area"))
    seed = _seed(request, voter)
    choices = _choices(shown, _in_order(shown, entries, seed), voter)
    takes_part = request.user.is_authenticated if not shown.by_code else voter is not None
    left = shown.votes_each - (voter.votes if voter else 0)
    return render(request, "ideas/round.html", {
        "round": shown,
        "trail": trail_to(),
        "choices": choices,
        "rules": shown.rules.split("\n") if shown.rules else [],
        "timeline": told(shown, ROUND_KINDS),
        "takes_part": takes_part and not (voter and voter.is_barred),
        "is_barred": voter is not None and voter.is_barred,
        "left": left,
        "next_order": (sum(map(ord, seed)) % 9973) + 1,
        "may_run": may_run_rounds(request.user),
        "reached": sum(choice.lacks == 0 for choice in choices) if shown.threshold and shown.is_closed else None,
    })  # fmt: skip


def _seed(request: HttpRequest, voter: Voter | None) -> str:
    """What the random order hangs on: a choice in the address, the person, or the day.

    Pages of visitors whom we do not know are the same for all, so those see the order of the day. Whoever can vote has
    an order of their own, which stays.
    """
    chosen = request.GET.get("volgorde", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_SEED:
        return chosen
    if voter is not None:
        return f"voter {voter.pk}"
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return timezone.localdate().isoformat()


def _in_order(round_: Round, entries: list[RoundIdea], seed: str) -> list[RoundIdea]:
    entries = sorted(entries, key=lambda entry: entry.reference)
    random.Random(f"{round_.pk} {seed}").shuffle(entries)  # noqa: S311 an order to read in, no secret
    if round_.is_closed:
        entries.sort(key=lambda entry: entry.votes or 0, reverse=True)
        return entries
    return [entry for entry in entries if _readable(entry)]


def _readable(entry: RoundIdea) -> Idea | None:
    return entry.idea if entry.idea and entry.idea.visibility == Visibility.PUBLIC else None


def _choices(round_: Round, entries: list[RoundIdea], voter: Voter | None) -> list[Choice]:
    tally = tally_of(round_) if round_.shows_totals and not round_.is_closed else {}
    mine = votes_of(round_, voter, [entry.idea_id for entry in entries if entry.idea_id]) if voter else frozenset()
    choices = []
    for entry in entries:
        votes = entry.votes if round_.is_closed else tally.get(entry.reference, 0) if round_.shows_totals else None
        lacks = max(round_.threshold - (votes or 0), 0)
        is_mine = entry.idea_id in mine
        choices.append(Choice(entry.reference, _readable(entry), votes, lacks, is_mine, uuid.uuid4()))
    return choices


def closed_round(request: HttpRequest, slug: str) -> Round:
    """A round whose votes are published. Raises Http404."""
    shown = visible_round(request, slug)
    if not shown.is_closed:
        raise Http404
    return shown


@require_safe
@login_not_required
@same_for_visitors
def recount(request: HttpRequest, slug: str) -> HttpResponse:
    """How anybody counts the votes again, with the files to do it."""
    shown = closed_round(request, slug)
    return render(request, "ideas/round_recount.html", {"round": shown, "trail": trail_to(shown)})


@require_safe
@login_not_required
def votes_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Every vote as a table."""
    shown = closed_round(request, slug)
    return _file(request, shown.csv_sha256, lambda: csv_of(shown), CSV_TYPE, f"{shown.slug}.csv")


@require_safe
@login_not_required
def votes_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Every vote, with the rules."""
    shown = closed_round(request, slug)
    return _file(request, shown.json_sha256, lambda: json_of(shown), JSON_TYPE, f"{shown.slug}.json")


def _file(request: HttpRequest, sha256: str, content: Any, kind: str, name: str) -> HttpResponse:
    """The file; or nothing but that the visitor's own copy is right, since it never changes."""
    headers = {"ETag": f'"{sha256}"', "Cache-Control": "no-cache"}
    if sha256 in request.META.get("HTTP_IF_NONE_MATCH", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(
        content(), content_type=kind, headers={**headers, "Content-Disposition": f'attachment; filename="{name}"'}
    )
