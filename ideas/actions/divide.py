"""One idea that holds two becomes two: a second idea, of the same author, from a part of the first."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.carrying import ask_supporters, bring_followers, hold
from ideas.actions.link import link_of
from ideas.actions.numbering import next_references
from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.models.carrying import Asked
from ideas.permissions import may_divide
from ideas.readability import objections
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Area, Theme, User
from participation.plain_text import tidy

LONGEST_TITLE = 120
#: The second idea shares these with the first: what does not fit, its desk changes as with any other.
SHARED = (
    *("author", "organisation", "is_anonymous", "programme", "routing", "promised_on", "channel", "submitted_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the second idea is about, and where."""

    theme: Theme | None
    area: Area | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the second idea says, in the author's own words as far as possible, and why it is one by itself.

    Without `about` it is about the same as the first.
    """

    title: str
    problem: str
    proposal: str
    reason: str
    about: About | None = None


def divide_idea(idea: Idea, part: Part, *, actor: User, client_key: uuid.UUID) -> Idea:
    """Make a second idea of a part of `idea`; gives the second one. The same key gives the same one again.

    The author is told and credited, followers follow both, supporters are asked about the second. The first keeps its
    words. Raises NotAllowed, Incomplete or NotPossible.
    """
    try:
        return _divide(idea, part, actor, client_key)
    except IntegrityError:
        made = Idea.objects.filter(client_key=client_key, author=idea.author_id).first()
        if made is None:
            raise
        return made


@transaction.atomic(durable=True)
def _divide(idea: Idea, part: Part, actor: User, client_key: uuid.UUID) -> Idea:
    if not may_divide(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    _check(part)
    now = timezone.now()
    first = hold([idea.pk]).get(idea.pk)
    if first is None or not may_divide(actor, first):
        raise NotPossible(_("Iemand anders was net eerder. Bekijk het idee opnieuw."))
    second = Idea(
        client_key=client_key, title=tidy(part.title), problem=tidy(part.problem), proposal=tidy(part.proposal),
        reference=next_references(timezone.localdate(now).year)[0], status_since=now,
        **{name: getattr(first, name) for name in SHARED}, **_place_of(first, part.about),
    )  # fmt: skip
    second.save()
    link_of(first, second, reason=tidy(part.reason), actor=actor).save()
    bring_followers(first, second, now)
    ask_supporters(first, second, Asked.DIVIDED, now)
    _tell(first, second, tidy(part.reason), actor)
    return second


def _place_of(first: Idea, about: About | None) -> dict[str, Any]:
    """The point on the map stays as long as the place is the same: of another one nobody pointed it out."""
    if about is None:
        about = About(theme=first.theme, area=first.area, address=first.address)
    address = tidy(about.address)
    is_there = (about.area and about.area.pk) == first.area_id and address == first.address
    point = (first.longitude, first.latitude) if is_there else (None, None)
    return {
        "theme": about.theme, "area": about.area, "address": address, "longitude": point[0], "latitude": point[1],
    }  # fmt: skip


def _check(part: Part) -> None:
    for name in ("title", "problem", "proposal", "reason"):
        if not tidy(getattr(part, name)):
            raise Incomplete(_("Vul dit in."), field=name)
    if len(tidy(part.title)) > LONGEST_TITLE:
        raise Incomplete(_("Maak de titel korter."), field="title")
    if advice := objections(part.reason):
        raise Incomplete(" ".join(advice), field="reason")


def _tell(first: Idea, second: Idea, reason: str, actor: User) -> None:
    origin: dict[str, Any] = {"reference": second.reference, "title": second.title, "other": first.reference}
    promised = second.promised_on.isoformat() if second.promised_on else None
    route = {
        "why": second.routing, "programme": second.programme.name, "programme_id": second.programme_id,
        "team": second.programme.team, "promised_on": promised,
    }  # fmt: skip
    divided = {"reference": first.reference, "title": first.title, "other": second.reference, "reason": reason}
    news: list[journal.News] = [
        (IdeaEvent.DIVIDED, first, divided),
        (IdeaEvent.LINKED, second, {**origin, "reason": reason}),
        (IdeaEvent.ROUTED, second, {**origin, **route}),
    ]
    journal.record_many(news, actor=actor)
