"""A submission as it was handed in: its text anew, and its files."""

import uuid
from collections.abc import Mapping

from challenges.answers import Answers
from challenges.models import SealedFile, Submission
from challenges.receipts import handed_of, manifest
from challenges.response_page import NamedFile
from challenges.sealed_contents import name_of
from challenges.sealing import Tampered


def files_in(submission: Submission, answers: Answers) -> dict[str, NamedFile]:
    """The files that were handed in, by key. Raises Tampered when the row of one of them is gone."""
    keys = [key for value in answers.values() if isinstance(value, list) for key in value if isinstance(key, str)]
    rows = SealedFile.objects.filter(response=submission.response_id, uuid__in=map(uuid.UUID, keys)).order_by("pk")
    found = {}
    for file in rows:
        file.phase = submission.phase
        found[str(file.uuid)] = NamedFile(file, name_of(file))
    if missing := set(keys) - set(found):
        raise Tampered(f"Submission {submission.pk} misses {len(missing)} files.")
    return found


def manifest_of(submission: Submission, answers: Answers, files: Mapping[str, NamedFile] | None = None) -> bytes:
    """The text of its receipt, as it was when it was handed in. Raises Tampered."""
    found = files_in(submission, answers) if files is None else files
    told = [
        (each.file, each.name, each.file.whole_at is not None and each.file.whole_at < submission.submitted_at)
        for each in found.values()
    ]
    return manifest(handed_of(submission), answers, told)
