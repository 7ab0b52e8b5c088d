"""An answer is corrected in public: what it said before stays readable."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.answering import WITHOUT_PROMISE, check_answer
from ideas.events import IdeaEvent
from ideas.models import Answer, AnswerVersion, Idea
from ideas.permissions import may_correct
from ideas.readability import objections
from ideas.statuses import Status
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User

PARTS = ("reason", "next_step", "date")


@transaction.atomic(durable=True)
def correct_answer(answer: Answer, said: Mapping[str, Any], *, actor: User, seen: int) -> Answer:
    """Let `answer` say something else, with `why` in words for everybody; the decision stays what it was.

    `seen` is how many times it had been corrected when the official began. Raises NotAllowed, Incomplete, or
    NotPossible when somebody else was first.
    """
    if not may_correct(actor, answer):
        raise NotAllowed(_("U mag dit niet doen."))
    held = Answer.objects.select_for_update().get(pk=answer.pk)
    if held.versions.count() != seen:
        raise NotPossible(_("Iemand anders verbeterde dit antwoord net. Bekijk het opnieuw."))
    new = {name: said[name] for name in PARTS}
    if all(getattr(held, name) == value for name, value in new.items()):
        raise Incomplete(_("U hebt nog niets veranderd."), field="reason")
    if advice := objections(said["why"]):
        raise Incomplete(" ".join(advice), field="why")
    # The date may stay what it was, also when it is over.
    check_answer({**new, "hard_because": said.get("hard_because", "")}, min(held.date, timezone.localdate()))
    AnswerVersion.objects.create(
        answer=held, official=actor, why=said["why"], **{name: getattr(held, name) for name in PARTS}
    )
    before = {name: str(getattr(held, name)) for name in PARTS}
    held.hard_because = said.get("hard_because", "") or held.hard_because
    for name, value in new.items():
        setattr(held, name, value)
    held.save(update_fields=[*PARTS, "hard_because"])
    _let_the_idea_follow(answer.idea, held)
    idea = answer.idea
    journal.record(
        IdeaEvent.ANSWER_CORRECTED, idea, actor=actor,
        reference=idea.reference, title=idea.title, decision=held.decision, answer_id=held.pk, before=before,
        why_corrected=said["why"], reason=held.reason, next_step=held.next_step, date=held.date.isoformat(),
    )  # fmt: skip
    return held


def _let_the_idea_follow(idea: Idea, answer: Answer) -> None:
    """What the idea promises is what its last answer says, as long as that holds."""
    if idea.status != answer.decision or idea.answers.first() != answer:
        return
    due: date | None = None if answer.decision in WITHOUT_PROMISE else answer.date
    look = answer.date if answer.decision == Status.NOT_NOW else None
    Idea.objects.compare_and_set(idea, next_step=answer.next_step, promised_on=due, revisit_on=look)
