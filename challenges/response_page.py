"""What stands on the page where makers write: every question with its answer, files and remarks."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.forms.boundfield import BoundField
from django.http import QueryDict

from challenges.actions.response import last_phase
from challenges.answers import Answers, figure_in, posted, total_of
from challenges.clock import now
from challenges.merging import Digests, digests_of
from challenges.models import Draft, FormField, Phase, Remark, Response, SealedFile, Submission
from challenges.response_forms import ResponseForm
from challenges.sealed_contents import answers_in, name_of, text_of
from challenges.statuses import ChallengeStatus, FieldKind


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file and what it is called."""

    file: SealedFile
    name: str

    @property
    def state(self) -> str:
        """`ok`, `waiting` for clamd, or `coming`."""
        if self.file.completed_at:
            return "ok"
        return "waiting" if self.file.whole_at else "coming"


@dataclass(frozen=True, slots=True)
class Said:
    """A remark and its text."""

    remark: Remark
    text: str


@dataclass(slots=True)
class Part:
    """One question on the page. `theirs` is what somebody else made of it while this was typed."""

    question: FormField
    bound: BoundField
    files: list[NamedFile] = field(default_factory=list)
    remarks: list[Said] = field(default_factory=list)
    theirs: Any = None
    typed_remark: str = ""


@dataclass(slots=True)
class Desk:
    """A response in the phase of now, or in the last one that it was let into, as one of its makers finds it."""

    response: Response
    phase: Phase
    draft: Draft | None
    fields: list[FormField]
    handed: list[Submission]  # In every phase.
    moment: datetime

    @property
    def takes_part(self) -> bool:
        """Whether it was let into the phase of now."""
        return self.phase.number >= self.phase.challenge.phase_number

    @property
    def is_open(self) -> bool:
        """Whether it can be handed in now."""
        is_open = self.phase.challenge.status == ChallengeStatus.OPEN and self.phase.is_open_at(self.moment)
        return self.takes_part and is_open

    @property
    def submissions(self) -> list[Submission]:
        """What was handed in in this phase, the newest first."""
        return [each for each in self.handed if each.phase_id == self.phase.pk]

    @property
    def counting(self) -> Submission | None:
        """What was handed in and counts."""
        return next((each for each in self.submissions if each.withdrawn_at is None), None)


def desk_of(response: Response) -> Desk:
    """Everything that the page of `response` needs but its text."""
    phase = last_phase(response)
    draft = Draft.objects.filter(response=response, phase=phase).select_related("saved_by").first()
    if draft:
        draft.response, draft.phase = response, phase
    handed = response.submissions.defer("sealed")
    return Desk(response, phase, draft, list(phase.fields.order_by("number")), list(handed), now())


def parts_of(
    desk: Desk,
    problems: Mapping[str, str] | None = None,
    answers: Answers | None = None,
    seen: Digests | None = None,
) -> tuple[ResponseForm, list[Part]]:
    """The form, filled with what the draft says, and its questions one by one.

    `answers` go before the draft. With `seen` they were not saved and go on from there; without it they are the fields
    of a conflict, and what the draft says stands beside them.
    """
    said = posted(desk.fields, QueryDict()) | (answers_in(desk.draft) if desk.draft else {})
    digests = digests_of(desk.response.pk, said) if seen is None else seen
    form = ResponseForm(desk.fields, said | (answers or {}), problems or {}, digests)
    files, remarks = files_of(desk), _remarks(desk)
    parts = []
    for each in desk.fields:
        key = str(each.uuid)
        part = Part(each, form[key], files.get(each.pk, []), remarks.get(each.pk, []))
        if seen is None and answers and key in answers:
            part.theirs = said[key]
        parts.append(part)
    return form, parts


def files_of(desk: Desk) -> dict[int, list[NamedFile]]:
    """The files of the draft, by field."""
    found = defaultdict(list)
    for file in SealedFile.objects.filter(response=desk.response, phase=desk.phase, removed_at=None):
        file.phase = desk.phase
        found[file.field_id].append(NamedFile(file, name_of(file)))
    return dict(found)


def _remarks(desk: Desk) -> dict[int | None, list[Said]]:
    found = defaultdict(list)
    if desk.draft:
        for remark in desk.draft.remarks.filter(resolved_at=None).select_related("writer"):
            found[remark.field_id].append(Said(remark, text_of(remark, desk.phase)))
    return dict(found)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer, to be read only."""

    question: FormField
    value: Any
    files: list[NamedFile]

    @property
    def is_budget(self) -> bool:
        return self.question.kind == FieldKind.BUDGET

    @property
    def lines(self) -> list[tuple[str, Decimal | str]]:
        """Of a budget: what, and the amount; one that is none stays as it was typed."""
        return [(line["what"], figure_in(line["amount"]) or line["amount"]) for line in self.value or ()]

    @property
    def total(self) -> Decimal:
        """What the lines of a budget come to."""
        return total_of(self.value or ())


def answered(fields: list[FormField], answers: Answers, files: Mapping[str, NamedFile]) -> list[Answered]:
    """The questions with what was answered. `files` by key; those that are not there were not accepted."""
    found = []
    for each in fields:
        value = answers.get(str(each.uuid))
        mine = [files[key] for key in value or () if key in files] if each.kind == FieldKind.FILE else []
        found.append(Answered(each, value, mine))
    return found
