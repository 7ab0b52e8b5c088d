"""All responses of a phase as one ZIP, made while it is sent: one piece of one file is in memory at a time."""

import json
import logging
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from challenges.models import FormField, Phase, Submission
from challenges.reading import Read, read
from challenges.sealing import Tampered
from challenges.vault import pieces_of

log = logging.getLogger(__name__)

#: So many rows of submissions are in memory at once.
AT_ONCE = 20
LONGEST_NAME = 60


class Outgoing:
    """A file that is only written to: what was written is taken away again and sent."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._at = 0

    def write(self, data: bytes) -> int:
        """Keep what the ZIP writes until it is taken."""
        self._written.append(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since."""
        data = b"".join(self._written)
        self._written.clear()
        return data


def packed(phase: Phase, counting: Any) -> Iterator[bytes]:
    """The ZIP of the submissions `counting`: a folder each, with its answers, the text of its receipt and its files."""
    fields = list(phase.fields.order_by("number"))
    out = Outgoing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload] # it only writes
        for submission in counting.iterator(chunk_size=AT_ONCE):
            submission.phase = phase
            yield from _one(archive, out, submission, fields)
    yield out.taken()


def _one(archive: zipfile.ZipFile, out: Outgoing, submission: Submission, fields: list[FormField]) -> Iterator[bytes]:
    """One folder. What cannot be opened keeps no other from going along: a note stands in its place, or beside it."""
    folder = submission.response.reference
    try:
        found = read(submission, fields)
    except Tampered:
        _note_damage(archive, folder, submission)
        return
    archive.writestr(f"{folder}/inzending.json", _told(found))
    archive.writestr(f"{folder}/ontvangst.json", found.text)
    yield out.taken()
    damaged = False
    for number, each in enumerate(_accepted(found), 1):
        with archive.open(
            zipfile.ZipInfo(f"{folder}/{number}-{each.name[-LONGEST_NAME:]}"), "w", force_zip64=True
        ) as file:
            try:
                for piece in pieces_of(each.file):
                    file.write(piece)
                    yield out.taken()
            except Tampered:
                damaged = True
    if damaged:
        _note_damage(archive, folder, submission)


def _note_damage(archive: zipfile.ZipFile, folder: str, submission: Submission) -> None:
    log.error("Submission %s cannot be opened, or a file of it.", submission.pk)
    archive.writestr(f"{folder}/LEES-MIJ.txt", _("Deze inzending is beschadigd of veranderd. Waarschuw de beheerder."))


def _accepted(found: Read) -> Iterable[Any]:
    return (each for each in found.files.values() if each.file.completed_at)


def _told(found: Read) -> bytes:
    """The answers with their questions, for people and programs."""
    told = {
        "reference": found.submission.response.reference,
        "round": found.submission.phase.number,
        "version": found.submission.number,
        "organisation": found.submission.response.organisation.name,
        "submitted_at": found.submission.submitted_at.isoformat(),
        "sha256": found.submission.sha256,
        "is_published": found.is_proved,
        "answers": [
            {"question": each.question.label, "answer": [file.name for file in each.files] or each.value}
            for each in found.answered
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()
