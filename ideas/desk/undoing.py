"""What may be put back, as the desk offers it right after a step."""

from dataclasses import dataclass

from ideas.actions.undo import is_undoable, may_undo
from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.wording import headline
from participation import journal
from participation.models import Event, User
from participation.sent import number_in


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be put back. When its news `was_told`, the author and others hear that it was put back."""

    event: Event
    headline: str
    was_told: bool


def last_step(idea: Idea, person: User) -> int | None:
    """The key of what `person` did last with `idea`, if it can be put back."""
    event = journal.timeline_of(idea).filter(actor=person).last()
    return event.pk if event and is_undoable(event) else None


def offer_of(person: User, key: str) -> Offer | None:
    """What the address says was just done, if `person` did it and may still put it back."""
    number, steps = number_in(key), Event.objects.filter(actor=person, subject_type=Idea._meta.label_lower)
    event = steps.filter(pk=number).first() if number else None
    if event is None or not may_undo(person, event):
        return None
    was_told = event.kind in IdeaEvent.values and event.kind != IdeaEvent.THEMED
    return Offer(event, headline(event), was_told)
