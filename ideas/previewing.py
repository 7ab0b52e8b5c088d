"""An answer as it will be, before anybody gets it: the idea and its news, made by the rules that will make them."""

import copy
from datetime import datetime
from typing import Any

from ideas.answering import answered, check_answer, facts_of
from ideas.models import AnswerDraft, Idea
from ideas.statuses import Status
from ideas.workflow import ANSWERING, MOVES
from participation.errors import Incomplete, RuleBroken
from participation.models import Event, User


def objection_to(draft: AnswerDraft, person: User, now: datetime) -> RuleBroken | None:
    """What still stands in the way of publishing the draft, the first of it; None when nothing does."""
    facts = facts_of(draft)
    try:
        MOVES.check(person, draft.idea, draft.verb, facts)
        check_answer(facts, now.date())
    except RuleBroken as broken:
        return broken
    return None


def is_complete(draft: AnswerDraft) -> bool:
    """Whether all four parts are there, so that it can be shown; it may still be hard to read."""
    facts = facts_of(draft)
    return all(facts.get(name) for name in ANSWERING[draft.verb].needs)


def previewed(draft: AnswerDraft, now: datetime) -> tuple[Idea, Event]:
    """The idea as the answer will leave it, and the news of it. Neither is stored. Raises Incomplete."""
    if not is_complete(draft):
        raise Incomplete("")
    move, facts = ANSWERING[draft.verb], facts_of(draft)
    target = Status(str(move.target))
    columns, said = answered(target, facts, now, *(name for name in ("challenge", "project") if name in move.needs))
    idea = copy.copy(draft.idea)
    for name, value in {**columns, "status": target, "status_since": now}.items():
        setattr(idea, name, value)
    documents = [document.name for document in draft.documents.all()]
    told: dict[str, Any] = {
        "verb": move.verb, "before": draft.idea.status, "after": target, "reference": idea.reference,
        "title": idea.title, "promised_on": idea.promised_on.isoformat() if idea.promised_on else None,
        **said, **({"documents": documents} if documents else {}),
    }  # fmt: skip
    return idea, Event(
        kind=move.kind, subject_type=Idea._meta.label_lower, subject_id=idea.pk, facts=told, recorded_at=now
    )
