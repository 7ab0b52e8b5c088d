"""Ideas from elsewhere come in, a batch at a time: the one door."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from ideas.actions.numbering import next_references
from ideas.actions.promising import give_promise
from ideas.actions.rule_alarm import ring
from ideas.events import IdeaEvent
from ideas.folding import fold
from ideas.models import Idea, RoutingRule
from ideas.routing import choose_programme
from ideas.statuses import Channel
from participation import journal
from participation.models import Area, Theme

Key = tuple[str, str]  # Source, and the reference there.

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('ideas.take_over:' || %s, 0))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An idea as it stood elsewhere, clean and checked. The pair of source and reference is its identity."""

    source: str
    reference: str
    title: str
    problem: str
    proposal: str
    theme: Theme | None
    area: Area | None
    address: str
    longitude: float | None
    latitude: float | None
    support_count: int
    submitted_at: datetime

    @property
    def key(self) -> Key:
        """By what it is known again."""
        return self.source, self.reference


def already_there(keys: Iterable[Key]) -> set[Key]:
    """Which of `keys` were taken over before."""
    wanted = set(keys)
    found = Idea.objects.filter(
        source__in={source for source, _reference in wanted},
        source_reference__in={reference for _source, reference in wanted},
    )
    return wanted & set(found.values_list("source", "source_reference"))


@transaction.atomic(durable=True)
def take_over(arrivals: Sequence[Arrival], *, promise: bool = False, notify: bool = False) -> list[Idea]:
    """Store the arrivals that are not there yet, all or none, each routed, numbered and with its news; gives those.

    Runs of one source wait for each other, so that a row is never stored twice and no number is lost. `promise` sets
    the date by which the programme answers; without `notify` nobody is mailed. Raises NotPossible when no rule
    catches all.
    """
    _wait_for_turn({arrival.source for arrival in arrivals})
    there = already_there(arrival.key for arrival in arrivals)
    fresh = {arrival.key: arrival for arrival in arrivals if arrival.key not in there}
    now = timezone.now()
    ideas = [_build(arrival, now) for arrival in fresh.values()]
    _route(ideas, now if promise else None)
    _number(ideas)
    Idea.objects.bulk_create(ideas)
    _tell(ideas, None if notify else now)
    return ideas


def _wait_for_turn(sources: set[str]) -> None:
    """One run at a time for a source. In order, here and in `_number()`: then two runs cannot wait for each other."""
    with connection.cursor() as cursor:
        for source in sorted(sources):
            cursor.execute(LOCK, [source])


def _build(arrival: Arrival, now: datetime) -> Idea:
    return Idea(
        channel=Channel.IMPORT, source=arrival.source, source_reference=arrival.reference,
        title=arrival.title, problem=arrival.problem,
        proposal=arrival.proposal, theme=arrival.theme, area=arrival.area, address=arrival.address,
        longitude=arrival.longitude, latitude=arrival.latitude, support_count=arrival.support_count,
        imported_support_count=arrival.support_count, submitted_at=arrival.submitted_at, status_since=now,
    )  # fmt: skip


def _route(ideas: list[Idea], promised_at: datetime | None) -> None:
    """Give each idea its programme and, when `promised_at` is given, the date by which that answers."""
    rules = list(RoutingRule.objects.in_order())
    failed: dict[int, RoutingRule] = {}
    for idea in ideas:
        routed = choose_programme(idea, rules)
        idea.programme, idea.routing, idea.handler_id = routed.programme, routed.why, routed.handler_id
        failed |= {rule.pk: rule for rule in routed.failed}
        if promised_at:
            give_promise(idea, promised_at)
    ring(failed.values())


def _number(ideas: list[Idea]) -> None:
    """Give each idea a number of the year in which it was submitted, in the order of the file."""
    by_year = sorted(ideas, key=_year)
    for year, group in groupby(by_year, key=_year):
        members = list(group)
        for idea, reference in zip(members, next_references(year, len(members)), strict=True):
            idea.reference = reference


def _year(idea: Idea) -> int:
    return timezone.localdate(idea.submitted_at).year


def _tell(ideas: list[Idea], dispatched_at: datetime | None) -> None:
    """Write the news of each idea down: from where it came, and where it went."""
    news: list[journal.News] = []
    for idea in ideas:
        said = _headline(idea)
        origin = {"source": idea.source, "source_reference": idea.source_reference}
        route = {"why": idea.routing, "programme": idea.programme.name, "programme_id": idea.programme_id}
        if idea.handler_id:
            route["handler_id"] = idea.handler_id
        news += [(IdeaEvent.IMPORTED, idea, {**origin, **said}), (IdeaEvent.ROUTED, idea, {**route, **said})]
    journal.record_many(news, actor=None, dispatched_at=dispatched_at)


def _headline(idea: Idea) -> dict[str, Any]:
    promised = idea.promised_on.isoformat() if idea.promised_on else None
    return {"reference": idea.reference, "title": idea.title, "team": idea.programme.team, "promised_on": promised}


@transaction.atomic(durable=True)
def add_themes(names: Iterable[str]) -> list[Theme]:
    """The themes called `names`, made where they are missing, behind those that are there."""
    last = Theme.objects.aggregate(last=Max("order"))["last"] or 0
    themes = []
    for name in sorted(dict.fromkeys(names), key=fold):
        slug = slugify(fold(name))[:60]
        taken = Theme.objects.filter(slug=slug).first()
        if not slug or (taken and fold(taken.name) != fold(name)):
            slug = f"{slug}-{blake2b(name.encode(), digest_size=4).hexdigest()}".strip("-")
        theme, made = Theme.objects.get_or_create(slug=slug, defaults={"name": name, "order": last + 1})
        last += made
        themes.append(theme)
    return themes
