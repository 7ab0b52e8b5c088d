"""Which version of an idea a form was written for, and what happened to the idea since."""

import hashlib
from dataclasses import dataclass

from ideas.events import DeskEvent, IdeaEvent
from ideas.models import Idea
from ideas.wording import headline
from participation import journal
from participation.models import Event, User
from participation.sent import number_in

TOLD = [*IdeaEvent.values, DeskEvent.ASSIGNED, DeskEvent.LET_GO]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened meanwhile, and who did it; nobody when the clock did."""

    event: Event
    headline: str


def mark_of(idea: Idea) -> str:
    """Differs as soon as anything differs by which an official decides."""
    parts = (idea.status, idea.status_since.isoformat(), idea.visibility, idea.handler_id, idea.theme_id,
             idea.programme_id, idea.promised_on, idea.wording_mark)  # fmt: skip
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:20]


def version_of(idea: Idea, newest: int) -> str:
    """What a form carries along: the mark, and the key of the newest event that the page showed."""
    return f"{mark_of(idea)}.{newest}"


def is_stale(idea: Idea, version: str) -> bool:
    """Whether a form that carries `version` was written for an idea that was not as it is now.

    A form without a version is never stale: `compare_and_set()` still guards the moment of writing.
    """
    return bool(version) and version.partition(".")[0] != mark_of(idea)


def changes_since(idea: Idea, version: str, person: User) -> list[Change]:
    """What others did since `version`, oldest first."""
    after = number_in(version.partition(".")[2]) or 0
    events = journal.timeline_of(idea).filter(pk__gt=after, kind__in=TOLD).select_related("actor")
    return [Change(event, headline(event)) for event in events if event.actor_id != person.pk]
