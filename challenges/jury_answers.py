"""What a response says, in the order of its form, for whoever may read it: the caller has asked whether they may."""

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from challenges.models import FormField, SealedFile, Submission
from challenges.sealing import unseal
from challenges.statuses import FieldKind


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget."""

    what: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `value` is text; of a budget its lines, of a declaration whether it was made; of files nothing."""

    label: str
    kind: str
    value: str | list[Line] | bool
    files: list[SealedFile]
    is_confidential: bool

    @property
    def total(self) -> Decimal:
        """What the lines of a budget come to."""
        return sum((line.amount for line in self.value), Decimal(0)) if isinstance(self.value, list) else Decimal(0)


def answers_of(submission: Submission, *, blind: bool) -> list[Answer]:
    """All answers of a submission; `blind` leaves out those that by the form say who it is. Two statements."""
    context = f"submission:{submission.response_id}:{submission.number}"
    said: dict[str, Any] = json.loads(unseal(submission.phase, context, bytes(submission.sealed)))
    fields = submission.phase.fields.all()
    if blind:
        fields = fields.filter(is_identifying=False)
    asked = list(fields)
    wanted = [uuid for field in asked if field.kind == FieldKind.FILE for uuid in said.get(str(field.uuid)) or []]
    files = {
        str(file.uuid): file for file in SealedFile.objects.filter(uuid__in=wanted, response=submission.response_id)
    }
    return [_answer(field, said.get(str(field.uuid)), files) for field in asked]


def public_answers(submission: Submission) -> list[list[str]]:
    """What may be read by everybody after the decision, as [question, answer]: words and figures, and no files."""
    shown = [answer for answer in answers_of(submission, blind=False) if not answer.is_confidential]
    return [[answer.label, text] for answer in shown if (text := _as_text(answer))]


def _as_text(answer: Answer) -> str:
    if isinstance(answer.value, list):
        return "\n".join(f"{line.what}: € {line.amount}" for line in answer.value)
    return answer.value if isinstance(answer.value, str) else ""


def _answer(field: FormField, said: Any, files: dict[str, SealedFile]) -> Answer:
    value: str | list[Line] | bool
    mine: list[SealedFile] = []
    match field.kind:
        case FieldKind.FILE:
            value, mine = "", [files[uuid] for uuid in said or [] if uuid in files]
        case FieldKind.BUDGET:
            value = [Line(str(line["what"]), _amount(line["amount"])) for line in said or []]
        case FieldKind.DECLARATION:
            value = said is True
        case _:
            value = "" if said is None else str(said)
    return Answer(field.label, field.kind, value, mine, field.is_confidential)


def _amount(said: Any) -> Decimal:
    try:
        return Decimal(str(said))
    except InvalidOperation:
        return Decimal(0)
