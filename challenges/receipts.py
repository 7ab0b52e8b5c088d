"""The receipt of a submission: a text of everything that was handed in, and its SHA-256.

Whoever has the text computes the same hash with any program; docs/sealing.md tells how. The text has a salt in it, so
that nobody finds an answer by trying likely ones against the hash, which is published.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from challenges.answers import Answers
from challenges.models import SealedFile, Submission


@dataclass(frozen=True, slots=True)
class Handed:
    """What the text of a receipt is made of, beside the answers."""

    challenge: str
    phase: int
    reference: str
    number: int
    salt: str


def handed_of(submission: Submission) -> Handed:
    """The same of a submission that lies in the database; needs its phase, challenge and response."""
    phase, response = submission.phase, submission.response
    return Handed(phase.challenge.slug, phase.number, response.reference, submission.number, submission.salt)


def manifest(handed: Handed, answers: Answers, files: Iterable[tuple[SealedFile, str, bool]]) -> bytes:
    """The text: JSON with its keys in order and no spaces, in UTF-8.

    `files`: each with its name, and whether all of it was there. Of one that was still on its way only the size that
    was announced can be told; the list that is published at closing names its hash.
    """
    told: dict[str, Any] = {
        "challenge": handed.challenge,
        "round": handed.phase,
        "response": handed.reference,
        "number": handed.number,
        "answers": answers,
        "files": {
            str(file.uuid): {"name": name, "size": file.size, "sha256": file.sha256 if was_whole else None}
            for file, name, was_whole in files
        },
        "salt": handed.salt,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(text: bytes) -> str:
    """The hash, as it stands on the receipt and in the published list."""
    return sha256(text).hexdigest()
