"""The list of hashes that is published after closing, and whether what lies there now is what came in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from challenges.models import Phase, SealedFile, Submission


def hash_list(counting: Iterable[Submission], whole: Iterable[SealedFile]) -> dict[str, Any]:
    """What is published: of each submission that counts its reference and hash, in the order of the hashes.

    `late` are the hashes of files that were on their way when it was handed in, which its own hash cannot tell.
    No name stands in it, and the order says nothing. Needs the response of each submission.
    """
    by_response = defaultdict(list)
    for file in whole:
        by_response[file.response_id].append(file)
    lines = [
        {
            "reference": handed.response.reference,
            "sha256": handed.sha256,
            "late": sorted(
                file.sha256
                for file in by_response[handed.response_id]
                if file.whole_at and file.began_at < handed.submitted_at < file.whole_at
            ),
        }
        for handed in counting
    ]
    return {"hashes": sorted(lines, key=lambda line: str(line["sha256"]))}


def lines_of(phase: Phase) -> list[dict[str, Any]]:
    """The lines that were published; none before that."""
    lines: list[dict[str, Any]] = (phase.hashes or {}).get("hashes", [])
    return lines


def published_hash(phase: Phase, reference: str) -> str | None:
    """The hash that was published for the response with this reference."""
    return next((line["sha256"] for line in lines_of(phase) if line["reference"] == reference), None)
