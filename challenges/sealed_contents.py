"""What lies sealed in rows, by the names under which it was sealed. Nothing here asks who reads it: the caller did."""

from challenges.answers import Answers, decoded
from challenges.models import Draft, DraftVersion, FormField, Phase, Remark, Response, SealedFile, Submission
from challenges.sealing import seal, unseal


def draft_context(response: Response, edition: int) -> str:
    """What a draft, and what a version of it, is sealed as."""
    return f"draft:{response.pk}:{edition}"


def submission_context(response_id: int, number: int) -> str:
    """What a submission is sealed as."""
    return f"submission:{response_id}:{number}"


def remark_context(draft_id: int, field_id: int | None) -> str:
    """What a remark is sealed as. Without its writer: whose account goes takes the name along, and not the text."""
    return f"remark:{draft_id}:{field_id}"


def name_context(file: SealedFile) -> str:
    """What the name of a file is sealed as."""
    return f"name:{file.response_id}:{file.uuid}"


def piece_context(file: SealedFile, offset: int) -> str:
    """What the piece of a file that begins at `offset` is sealed as."""
    return f"file:{file.response_id}:{file.uuid}:{offset}"


def answers_in(draft: Draft) -> Answers:
    """What a draft says now. Raises Tampered."""
    return _decoded(draft, draft.edition, draft.sealed)


def answers_in_version(version: DraftVersion) -> Answers:
    """What a draft said before. Raises Tampered."""
    return _decoded(version.draft, version.edition, version.sealed)


def answers_in_submission(submission: Submission) -> Answers:
    """What was handed in. Raises Tampered."""
    context = submission_context(submission.response_id, submission.number)
    return decoded(unseal(submission.phase, context, submission.sealed))


def name_of(file: SealedFile) -> str:
    """What a file is called. Raises Tampered."""
    return unseal(file.phase, name_context(file), file.sealed_name).decode()


def text_of(remark: Remark, phase: Phase) -> str:
    """What a remark says. Raises Tampered."""
    return unseal(phase, remark_context(remark.draft_id, remark.field_id), remark.sealed).decode()


def sealed_remark(draft: Draft, field: FormField, text: str) -> bytes:
    """A remark about the answer to `field`, as it lies in its row."""
    return seal(draft.phase, remark_context(draft.pk, field.pk), text.encode())


def _decoded(draft: Draft, edition: int, sealed: bytes | memoryview) -> Answers:
    if not edition:
        return {}
    return decoded(unseal(draft.phase, draft_context(draft.response, edition), sealed))
