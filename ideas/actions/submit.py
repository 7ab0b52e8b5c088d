"""An idea goes in: the one door."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.numbering import next_references
from ideas.actions.promising import give_promise
from ideas.actions.rule_alarm import ring
from ideas.events import IdeaEvent
from ideas.models import Idea, RoutingRule
from ideas.routing import choose_programme
from participation import journal
from participation.areas import area_of
from participation.errors import Incomplete, NotAllowed, TooMany
from participation.limits import Limit, take
from participation.models import WRITERS, Area, Organisation, Theme, User
from participation.nicknames import checked_nickname, is_made_up
from participation.plain_text import tidy

LONGEST_TITLE = 120
SUBMITTING = Limit("submit", size=10, seconds=24 * 60 * 60)

# The concept is gone already: PostgreSQL looks at the end of the transaction whether anything still names it.
FOLLOW_WITH_PHOTOS = """
WITH moved AS (
  UPDATE ideas_ideaphoto SET idea_id = %(idea)s, concept_id = NULL WHERE concept_id = %(concept)s)
INSERT INTO ideas_follow (idea_id, person_id, created_at) VALUES (%(idea)s, %(person)s, %(now)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody puts forward; the point is WGS84 degrees. Photos come along with the concept.

    `nickname` becomes the name of who has none of their own yet, and is nothing otherwise.
    """

    title: str
    problem: str
    proposal: str
    theme: Theme | None = None
    area: Area | None = None
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None
    organisation: Organisation | None = None
    is_anonymous: bool = False
    nickname: str = ""


def submit_idea(draft: Draft, *, actor: User, client_key: uuid.UUID) -> Idea:
    """Store the idea, give it a number, route it and record the news.

    The concept with that key is gone afterwards, and its photos are the idea's.
    The same key of the same person gives the same idea again, however often and however parallel it comes in.
    Raises NotAllowed, Incomplete or TooMany.
    """
    try:
        return _submit(draft, actor=actor, client_key=client_key)
    except (IntegrityError, TooMany):
        # It came in before, or in two tabs at once: that one has the unique key, and maybe the last token.
        first = Idea.objects.filter(client_key=client_key).first()
        if first is None:
            raise
        if first.author_id != actor.pk:
            raise NotAllowed(_("U mag dit niet doen.")) from None
        return first


@transaction.atomic(durable=True)
def _submit(draft: Draft, *, actor: User, client_key: uuid.UUID) -> Idea:
    _check(draft, actor)
    now = timezone.now()
    idea = build_idea(draft, actor, client_key, now)
    concept = _take_concept(client_key)
    store_idea(idea, actor=actor, now=now)
    _take_name(draft, actor)
    _follow_with_photos(idea, concept, now)
    return idea


def store_idea(idea: Idea, *, actor: User, now: datetime, **facts: Any) -> None:
    """Route, number, store and tell: the same whichever way it came in. The caller holds the transaction."""
    routed = choose_programme(idea, RoutingRule.objects.in_order())
    idea.programme, idea.routing, idea.handler_id = routed.programme, routed.why, routed.handler_id
    give_promise(idea, now)
    idea.reference = next_references(timezone.localdate(now).year)[0]
    idea.save()
    said = _headline(idea)
    route = {"why": routed.why, "programme": routed.programme.name, "programme_id": routed.programme.pk}
    if routed.handler_id:
        route["handler_id"] = routed.handler_id
    ring(routed.failed)
    journal.record_many(
        [(IdeaEvent.SUBMITTED, idea, {**said, **facts}), (IdeaEvent.ROUTED, idea, {**route, **said})],
        actor=actor,
    )


def _take_name(draft: Draft, actor: User) -> None:
    if draft.nickname and is_made_up(actor.nickname):
        actor.nickname = checked_nickname(draft.nickname, of_official=actor.is_official)
        actor.save(update_fields=["nickname"])


def _take_concept(key: uuid.UUID) -> int | None:
    """Remove the concept, and wait for whoever is saving it; gives the number that its photos still name."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ideas_concept WHERE key = %s RETURNING id", [key])
        taken = cursor.fetchone()
    return int(taken[0]) if taken else None


def _follow_with_photos(idea: Idea, concept: int | None, now: datetime) -> None:
    """Let the author follow the idea, and give it the photos of the concept, in one statement."""
    parameters = {"idea": idea.pk, "person": idea.author_id, "concept": concept, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW_WITH_PHOTOS, parameters)


def _check(draft: Draft, actor: User) -> None:
    if not actor.is_active:
        raise NotAllowed(_("U mag dit niet doen."))
    check_words(draft)
    if draft.organisation and not draft.organisation.memberships.filter(user=actor, role__in=WRITERS).exists():
        raise NotAllowed(_("U mag niet namens deze organisatie schrijven."), field="organisation")
    take(SUBMITTING, actor.pk)


def check_words(draft: Draft) -> None:
    """What every idea must say. Raises Incomplete."""
    for name in ("title", "problem", "proposal"):
        if not tidy(getattr(draft, name)):
            raise Incomplete(_("Vul dit in."), field=name)
    if len(tidy(draft.title)) > LONGEST_TITLE:
        raise Incomplete(_("Maak de titel korter."), field="title")


def build_idea(draft: Draft, author: User | None, client_key: uuid.UUID, now: datetime) -> Idea:
    """The idea that a draft becomes, not routed, numbered or stored yet."""
    area = draft.area
    if draft.longitude is not None and draft.latitude is not None:
        area = area_of(draft.longitude, draft.latitude) or area
    return Idea(
        client_key=client_key, author=author, organisation=draft.organisation, title=tidy(draft.title),
        problem=tidy(draft.problem), proposal=tidy(draft.proposal), theme=draft.theme, area=area,
        address=tidy(draft.address), longitude=draft.longitude, latitude=draft.latitude,
        is_anonymous=draft.is_anonymous, submitted_at=now, status_since=now,
    )  # fmt: skip


def _headline(idea: Idea) -> dict[str, Any]:
    promised = idea.promised_on.isoformat() if idea.promised_on else None
    return {"reference": idea.reference, "title": idea.title, "team": idea.programme.team, "promised_on": promised}
