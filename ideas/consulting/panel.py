"""What organisations were asked about an idea, for the pages that show it."""

from typing import Any

from ideas.events import IdeaEvent
from ideas.models import Consultation, Idea
from ideas.permissions import may_consult
from participation.models import User

MOST_SHOWN = 20


def consultations_for_all(idea: Idea, timeline: list[dict[str, Any]]) -> dict[str, Any]:
    """The answers that everybody reads. An idea about which none was ever published costs nothing."""
    if not any(told["event"].kind == IdeaEvent.CONSULT_PUBLISHED for told in timeline):
        return {"consultations": ()}
    return {"consultations": Consultation.objects.published().filter(idea=idea)[:MOST_SHOWN]}


def consultations_at_desk(person: User, idea: Idea) -> dict[str, Any]:
    """What the desk shows of them. One statement, or none when the idea came with the news that there are none."""
    its = Consultation.objects.filter(idea=idea).select_related("organisation")
    rows = list(its[:MOST_SHOWN]) if getattr(idea, "was_consulted", True) else []
    for row in rows:
        row.idea = idea
    return {"desk_consultations": rows, "may_consult": may_consult(person, idea)}
