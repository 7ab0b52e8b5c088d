"""A vote round is made, and goes through its life: these are its only doors."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ideas.actions.round_end import count, destroy_votes
from ideas.events import RoundEvent
from ideas.models import Idea, Round, RoundIdea
from ideas.permissions import may_run_rounds, may_write_rounds
from ideas.rounds.keys import key_check
from ideas.rounds.rules import rule_text
from ideas.rounds.statuses import Electorate, RoundStatus
from ideas.rounds.workflow import ROUND_MOVES
from ideas.statuses import ENDED, Visibility
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible, RuleBroken
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy

log = logging.getLogger(__name__)

MOST_IDEAS = 100  # More than anybody reads before choosing. It also bounds the page of a round.
LEAST_IDEAS = 2
LAST_DAY = timedelta(hours=24)
SHORTEST_WITH_REMINDER = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an official fills in for a round."""

    title: str
    question: str
    promise: str
    electorate: Electorate
    opens_at: datetime
    closes_at: datetime
    votes_each: int
    threshold: int
    hides_totals: bool

    def columns(self) -> dict[str, Any]:
        """By the names of the columns."""
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic(durable=True)
def make_round(plan: Plan, *, actor: User) -> Round:
    """Store a round as a concept. Raises NotAllowed or Incomplete."""
    _check(plan, actor)
    slug = slugify(plan.title)[:70] or "stemronde"
    if Round.objects.filter(slug=slug).exists():
        slug = f"{slug}-{get_random_string(6).lower()}"
    round_ = Round(slug=slug, **plan.columns())
    round_.key_check = key_check(round_.salt)
    round_.save(force_insert=True)
    return round_


@transaction.atomic(durable=True)
def change_round(round_: Round, plan: Plan, *, actor: User) -> Round:
    """Change what a concept says; later it cannot change any more. Raises NotAllowed, Incomplete or NotPossible."""
    _check(plan, actor)
    _lock_concept(round_)
    for name, value in plan.columns().items():
        setattr(round_, name, value)
    round_.save(update_fields=list(plan.columns()))
    return round_


@transaction.atomic(durable=True)
def add_ideas(round_: Round, ideas: Iterable[Idea], *, actor: User) -> int:
    """Let `ideas` take part in a concept; gives how many came in. Raises NotAllowed, NotPossible or Incomplete."""
    _may_run(actor, round_)
    _lock_concept(round_)
    there = set(round_.entries.values_list("idea", flat=True))
    fresh = [idea for idea in ideas if idea.pk not in there]
    if not all(idea.visibility == Visibility.PUBLIC and idea.status not in ENDED for idea in fresh):
        raise Incomplete(_("Een stemronde gaat over openbare ideeën die nog niet klaar zijn."))
    if len(there) + len(fresh) > MOST_IDEAS:
        raise Incomplete(_("Een stemronde heeft hooguit %(most)d ideeën. Kies er minder.") % {"most": MOST_IDEAS})
    RoundIdea.objects.bulk_create(RoundIdea(round=round_, idea=idea, reference=idea.reference) for idea in fresh)
    return len(fresh)


@transaction.atomic(durable=True)
def drop_idea(round_: Round, idea: Idea, *, actor: User) -> None:
    """Take an idea out of a concept. Raises NotAllowed or NotPossible."""
    _may_run(actor, round_)
    _lock_concept(round_)
    round_.entries.filter(idea=idea).delete()


@transaction.atomic(durable=True)
def move_round(round_: Round, verb: str, *, actor: User | None, reason: str = "") -> Round:
    """Take `round_` one step along the table in `ideas/rounds/workflow.py`; at the end the votes are counted.

    `actor` is None when the clock does it. Raises NotAllowed, NotPossible or Incomplete, and then nothing has changed.
    """
    move = ROUND_MOVES.check(actor, round_, verb, {"reason": reason})
    now = _lock(round_, move.sources)
    columns: dict[str, Any] = {"status": move.target}
    said: dict[str, Any] = {}
    match verb:
        case "plan" | "open":
            _check_ready(round_, now)
            columns |= {"opens_at": now} if verb == "open" else {}
            round_.opens_at = columns.get("opens_at", round_.opens_at)
            columns["rules"] = rule_text(round_)
        case "unplan":
            _refuse_after(round_.opens_at, now, _("De ronde is al begonnen. De regels kunnen niet meer veranderen."))
            if round_.voters.exists():
                raise NotPossible(_("Er zijn al brieven gemaakt. Daarin staan de regels van nu."))
            columns["rules"] = ""
        case "begin":
            _refuse_before(round_.opens_at, now)
        case "close":
            _refuse_before(round_.closes_at, now)
            columns |= count(round_)
            said = {"turnout": columns["turnout"], "sha256": columns["csv_sha256"]}
        case "cancel":
            destroy_votes(round_)
            columns |= {"reason": tidy(reason), "salt": ""}
            said = {"reason": tidy(reason)}
    Round.objects.filter(pk=round_.pk).update(**columns)
    for name, value in columns.items():
        setattr(round_, name, value)
    withdraw_pages()
    journal.record(move.kind, round_, actor=actor, **facts_of(round_), **said)
    return round_


def facts_of(round_: Round) -> dict[str, Any]:
    """What every news of a round is told from."""
    return {
        "reference": "", "title": round_.title, "by_code": round_.by_code,
        "opens_at": round_.opens_at.isoformat(), "closes_at": round_.closes_at.isoformat(),
    }  # fmt: skip


@transaction.atomic(durable=True)
def announce_last_day(round_: Round) -> None:
    """Tell once that the round is about to end. Raises NotPossible when that was done."""
    waiting = Round.objects.filter(pk=round_.pk, status=RoundStatus.OPEN, reminded=False, closes_at__gt=Now())
    if not waiting.update(reminded=True):
        raise NotPossible(_("Dit is al gedaan."))
    journal.record(RoundEvent.LAST_DAY, round_, actor=None, **facts_of(round_))


def mind_rounds() -> int:
    """Open, announce and close every round whose time has come; gives how many. Safe to run twice, also at once."""
    moved = 0
    for verb, rounds in (
        ("begin", Round.objects.due(RoundStatus.PLANNED, "opens_at")),
        ("close", Round.objects.due(RoundStatus.OPEN, "closes_at")),
        ("", Round.objects.in_last(LAST_DAY, SHORTEST_WITH_REMINDER)),
    ):
        for round_ in rounds:
            try:
                move_round(round_, verb, actor=None) if verb else announce_last_day(round_)
            except RuleBroken:
                continue  # Another clock was first.
            except Exception:
                log.exception("The clock could not %s round %s.", verb or "announce the last day of", round_.slug)
                continue
            moved += 1
    return moved


def _may_run(actor: User, round_: Round | None = None) -> None:
    if not may_run_rounds(actor, round_):
        raise NotAllowed(_("U mag dit niet doen."))


def _check(plan: Plan, actor: User) -> None:
    if not may_write_rounds(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    for name in ("title", "question", "promise"):
        if not tidy(getattr(plan, name)):
            raise Incomplete(_("Vul dit in."), field=name)
    if plan.closes_at <= plan.opens_at:
        raise Incomplete(_("Het einde ligt voor het begin."), field="closes_at")


def _lock(round_: Round, sources: Iterable[str]) -> datetime:
    """Hold the round until the end of the transaction: votes that began before have ended then. Gives the moment."""
    row = (
        Round.objects.select_for_update()
        .filter(pk=round_.pk, status__in=sources)
        .annotate(moment=Now())
        .values_list("moment", *Plan.__slots__)
        .first()
    )
    if row is None:
        raise NotPossible(_("Iemand anders was net eerder. Bekijk de stemronde opnieuw."))
    moment, *columns = row
    for name, value in zip(Plan.__slots__, columns, strict=True):
        setattr(round_, name, value)
    return moment


def _lock_concept(round_: Round) -> None:
    _lock(round_, [RoundStatus.CONCEPT])


def _check_ready(round_: Round, now: datetime) -> None:
    if round_.entries.count() < LEAST_IDEAS:
        raise NotPossible(_("Kies eerst minstens twee ideeën."))
    _refuse_after(round_.closes_at, now, _("Het einde van de ronde is al voorbij. Kies een latere datum."))


def _refuse_after(moment: datetime, now: datetime, message: str) -> None:
    if moment <= now:
        raise NotPossible(message)


def _refuse_before(moment: datetime, now: datetime) -> None:
    if now < moment:
        raise NotPossible(_("Daar is het nog te vroeg voor. De regels noemen het moment."))
