"""A submission as it is read after the opening, with proof that it is what came in."""

from dataclasses import dataclass

from challenges.answers import Answers
from challenges.hashes import published_hash
from challenges.models import FormField, Submission
from challenges.receipts import hash_of
from challenges.response_page import Answered, NamedFile, answered
from challenges.sealed_contents import answers_in_submission
from challenges.submissions import files_in, manifest_of


@dataclass(frozen=True, slots=True)
class Read:
    """What was handed in. `is_proved`: its hash, taken anew, is the one on its receipt and in the published list."""

    submission: Submission
    answers: Answers
    files: dict[str, NamedFile]
    answered: list[Answered]
    text: bytes
    published: str | None

    @property
    def is_proved(self) -> bool:
        return hash_of(self.text) == self.submission.sha256 == self.published


def read(submission: Submission, fields: list[FormField]) -> Read:
    """Open one submission; needs its phase, challenge and response. Raises Tampered.

    It asks nobody whether they may: the caller did, and wrote down that they looked.
    """
    answers = answers_in_submission(submission)
    files = files_in(submission, answers)
    return Read(
        submission,
        answers,
        files,
        answered(fields, answers, {key: each for key, each in files.items() if each.file.completed_at}),
        manifest_of(submission, answers, files),
        published_hash(submission.phase, submission.response.reference),
    )
