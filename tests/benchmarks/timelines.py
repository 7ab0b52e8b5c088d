"""What happened to the ideas: two events for each, and fifty for those whose page is measured."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from ideas.events import IdeaEvent
from ideas.models import Idea

MOST_DETAILED = 3000
EVENTS = 50
TEXT = (
    "Wij hebben dit met de mensen in de straat besproken en daarna op de plek zelf gekeken. "
    "Er is ruimte genoeg, maar de kabels liggen ondiep en dat maakt het werk duurder dan wij dachten."
)


def detailed(ideas: int) -> range:
    """The numbers of the ideas with a long timeline, spread over the table."""
    return range(1, ideas + 1, max(1, ideas // MOST_DETAILED))


def first_events(ideas: int, submitted_at: Callable[[int], datetime]) -> Iterator[dict[str, Any]]:
    """That each idea came in, and where it went."""
    submitted, routed = (
        _facts(promised_on="2026-01-15"),
        _facts(why={"rule": "Bankjes", "word": "bank"}, programme="Groen"),
    )
    for number in range(ideas):
        at = submitted_at(number)
        yield _event(IdeaEvent.SUBMITTED, number + 1, submitted, at)
        yield _event(IdeaEvent.ROUTED, number + 1, routed, at)


def long_timelines(ideas: Iterable[int], now: datetime) -> Iterator[dict[str, Any]]:
    """Questions and answers until an idea has fifty events, each with a text of two sentences."""
    asked, answered = _facts(question=TEXT), _facts(text=TEXT)
    for idea in ideas:
        for number in range(EVENTS - 2):
            kind, facts = (IdeaEvent.QUESTION_ANSWERED, answered) if number % 2 else (IdeaEvent.ASKED, asked)
            yield _event(kind, idea, facts, now - timedelta(hours=EVENTS - number))


def _facts(**facts: Any) -> Jsonb:
    return Jsonb({"reference": "2026-00001", "title": "Meer bomen in de straat", **facts})


def _event(kind: IdeaEvent, idea: int, facts: Jsonb, at: datetime) -> dict[str, Any]:
    return {
        "uuid": uuid.uuid4(),
        "kind": kind.value,
        "subject_type": Idea._meta.label_lower,
        "subject_id": idea,
        "facts": facts,
        "recorded_at": at,
        "dispatched_at": at,
    }
