"""A supporter says whether their support goes along to another idea. Not news: the journal never names who supports."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.carrying import add_support, hold, move_support
from ideas.actions.support import SUPPORTING
from ideas.models import SupportQuestion
from ideas.models.carrying import Asked, Reply
from participation.errors import NotPossible
from participation.limits import take
from participation.models import User

MOST_AT_ONCE = 50


@transaction.atomic(durable=True)
def answer_support_question(question: SupportQuestion, *, says_yes: bool) -> SupportQuestion:
    """Do what the supporter chose. Answering the same a second time changes nothing; a "no" may become a "yes".

    The holder of the link speaks for `question.person`. Raises NotPossible when it is too late, or TooMany.
    """
    take(SUPPORTING, question.person_id)  # First: it lets whatever else this person does with support wait.
    return _answer(question, says_yes)


@transaction.atomic(durable=True)
def answer_all_questions(person: User, *, says_yes: bool) -> int:
    """Answer all that waits in one way; gives how many. Raises TooMany."""
    take(SUPPORTING, person.pk)
    waiting = SupportQuestion.objects.open().filter(person=person).select_related("source", "target", "person")
    questions = list(waiting.order_by("pk")[:MOST_AT_ONCE])
    hold(pk for question in questions for pk in (question.source_id, question.target_id))
    for question in questions:
        _answer(question, says_yes)
    return len(questions)


def _answer(question: SupportQuestion, says_yes: bool) -> SupportQuestion:
    hold([question.source_id, question.target_id])
    row = SupportQuestion.objects.select_for_update().filter(pk=question.pk).first()
    wanted = Reply.YES if says_yes else Reply.NO
    if row is not None and row.answer == wanted:
        return row
    if row is None or row.answer == Reply.YES:
        raise NotPossible(_("Uw steun staat al bij het andere idee. Daar kunt u die intrekken."))
    if row.answer == Reply.NO:
        SupportQuestion.objects.filter(pk=row.pk).update(answer=Reply.WAITING)
    if not _is_open(row):
        raise NotPossible(_("Deze vraag is niet meer open. Er is intussen iets veranderd."))
    if says_yes:
        carry = move_support if row.kind == Asked.MERGED else add_support
        carry(question.source, question.target, row.person_id)
    row.answer, row.answered_at = wanted, timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    return row


def _is_open(row: SupportQuestion) -> bool:
    return SupportQuestion.objects.open().filter(pk=row.pk).exists()
