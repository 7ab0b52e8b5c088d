"""What a response says, in the order of its form, for whoever may read it: the caller has asked whether they may."""

from django.conf import settings
from django.utils import translation
from django.utils.formats import number_format

from challenges.models import Submission
from challenges.response_page import Answered, answered
from challenges.sealed_contents import answers_in_submission
from challenges.statuses import FieldKind
from challenges.submissions import files_in

CENTS = 2


def answers_of(submission: Submission, *, blind: bool) -> list[Answered]:
    """All answers of a submission with the files that were accepted. Raises Tampered.

    `blind` leaves out those answers that by the form say who it is.
    """
    fields, answers = submission.phase.fields.all(), answers_in_submission(submission)
    accepted = {key: each for key, each in files_in(submission, answers).items() if each.file.completed_at}
    return answered(list(fields.filter(is_identifying=False) if blind else fields), answers, accepted)


def public_answers(submission: Submission) -> list[list[str]]:
    """What may be read by everybody after the decision, as [question, answer]: words and figures, and no files."""
    shown = [answer for answer in answers_of(submission, blind=False) if not answer.question.is_confidential]
    with translation.override(settings.LANGUAGE_CODE):  # Written once, for everybody.
        return [[answer.question.label, text] for answer in shown if (text := _as_text(answer))]


def _as_text(answer: Answered) -> str:
    match answer.question.kind:
        case FieldKind.FILE | FieldKind.DECLARATION:
            return ""
        case FieldKind.BUDGET:
            lines = ((what, number_format(amount, CENTS, force_grouping=True)) for what, amount in answer.lines)
            return "\n".join(f"{what}: € {amount}" for what, amount in lines)
    return str(answer.value or "")
