"""Questions about a challenge: asked until a date, answered once for everybody, without who asked."""

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from challenges.clock import now
from challenges.events import ChallengeEvent
from challenges.locking import lock_in
from challenges.models import Challenge, Question
from challenges.permissions import may_answer_questions, may_ask
from challenges.statuses import ChallengeStatus
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.limits import Limit, take
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy

ASKING = Limit("challenge_question", size=10, seconds=24 * 60 * 60)
LONGEST = 2_000


@transaction.atomic(durable=True)
def ask_question(challenge: Challenge, text: str, *, is_private: bool, actor: User, client_key: uuid.UUID) -> Question:
    """Ask; the same form asks once. Raises NotAllowed, NotPossible, Incomplete or TooMany."""
    if not may_ask(actor, challenge):
        raise NotAllowed(_("U kunt over deze uitdaging nu geen vraag stellen."))
    text = tidy(text)
    if not text or len(text) > LONGEST:
        raise Incomplete(_("Schrijf uw vraag op, in hooguit %(most)d tekens.") % {"most": LONGEST}, field="text")
    lock_in(challenge, ChallengeStatus.OPEN)
    if there := Question.objects.filter(key=client_key).first():
        if there.asker_id != actor.pk or there.challenge_id != challenge.pk:
            raise NotAllowed(_("U mag dit niet doen."))
        return there
    phase = challenge.phases.get(number=challenge.phase_number)
    moment = now()
    if moment >= phase.closes_at or (challenge.questions_until is not None and moment >= challenge.questions_until):
        raise NotPossible(_("Vragen stellen kan niet meer. De tijd daarvoor is voorbij."))
    take(ASKING, actor.pk)
    question = Question.objects.create(
        challenge=challenge, asker=actor, text=text, is_private=is_private, key=client_key
    )
    facts = {"reference": "", "title": challenge.title, "question_id": question.pk}
    journal.record(ChallengeEvent.QUESTION_ASKED, challenge, actor=actor, **facts)
    return question


@transaction.atomic(durable=True)
def answer_question(question: Question, *, answer: str, public_text: str = "", actor: User) -> Question:
    """Answer, once: for everybody with `public_text` as the question, or a private one for who asked it.

    Raises NotAllowed, NotPossible or Incomplete.
    """
    challenge = question.challenge
    if not may_answer_questions(actor, challenge):
        raise NotAllowed(_("U mag dit niet doen."))
    answer, public_text = tidy(answer), tidy(public_text)
    if not answer:
        raise Incomplete(_("Vul dit in."), field="answer")
    if not question.is_private and not public_text:
        raise Incomplete(_("Vul dit in."), field="public_text")
    lock_in(challenge, ChallengeStatus.OPEN)
    question.answer, question.answered_at, question.answered_by = answer, now(), actor
    facts = {"reference": "", "title": challenge.title, "question_id": question.pk}
    if not question.is_private:
        question.number = (challenge.questions.aggregate(last=Max("number"))["last"] or 0) + 1
        question.public_text = public_text
        facts |= {"number": question.number, "question": question.public_text, "answer": question.answer}
        withdraw_pages()
    columns = ("answer", "answered_at", "answered_by", "number", "public_text")
    values = {name: getattr(question, name) for name in columns}
    if not Question.objects.filter(pk=question.pk, answered_at=None).update(**values):
        raise NotPossible(_("Deze vraag is al beantwoord."))
    kind = ChallengeEvent.ASKER_ANSWERED if question.is_private else ChallengeEvent.QUESTION_ANSWERED
    journal.record(kind, challenge, actor=actor, **facts)
    return question
