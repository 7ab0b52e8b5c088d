"""Files come in by pieces: announced, laid down piece by piece, and looked at when they are whole.

The rule for who is late (docs/sealing.md, "Te laat"): a file that was announced before closing, and that is part of
what was handed in before closing, may come in until `UPLOAD_GRACE` after it.
"""

import logging
import unicodedata
import uuid
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from challenges.actions.response import phase_to_write
from challenges.clock import ClockTimestamp, hold, hold_open, too_late
from challenges.file_kinds import kind_in
from challenges.models import FormField, Phase, Response, SealedFile
from challenges.permissions import may_write_response
from challenges.scanning import Infected, ScannerAway, scan
from challenges.sealed_contents import name_context
from challenges.sealing import new_phase_key, seal
from challenges.statuses import ChallengeStatus, FieldKind
from challenges.vault import keep_piece, pieces_of, remove_pieces
from participation.errors import Incomplete, NotAllowed, NotPossible, RuleBroken, TooMany
from participation.models import User

log = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
LARGEST = 50 * MEBIBYTE
MOST_TOGETHER = 200 * MEBIBYTE
MOST_FILES = 20
#: With those that were taken away, which submissions may still hold: so that nobody fills the disk by exchanging files.
MOST_EVER = 100
LARGEST_PIECE = MEBIBYTE
LONGEST_NAME = 150


class WrongOffset(RuleBroken):
    """The piece does not begin where we are: `received` is how far we are."""

    def __init__(self, received: int) -> None:
        super().__init__(_("Dit stuk past niet aan wat er al is."))
        self.received = received


@transaction.atomic(durable=True)
def announce_file(response: Response, field: FormField, name: str, size: int, *, actor: User) -> SealedFile:
    """Say that a file of `size` bytes comes for `field`.

    Raises NotAllowed, TooLate, Incomplete, NotPossible, or TooMany.
    """
    _may_write(actor, response)
    phase = phase_to_write(response)
    if field.phase_id != phase.pk or field.kind != FieldKind.FILE:
        raise NotPossible(_("Bij deze vraag hoort geen bestand."))
    if not 0 < size <= LARGEST:
        raise Incomplete(_("Een bestand is hooguit 50 MB, en niet leeg."), field=str(field.uuid))
    hold_open(phase)
    Response.objects.select_for_update(of=("self",)).only("pk").get(pk=response.pk)
    ever = SealedFile.objects.filter(response=response, phase=phase)
    if ever.count() >= MOST_EVER:
        raise TooMany(_("U voegde al erg vaak een bestand toe. Probeer het morgen opnieuw."))
    there = ever.filter(removed_at=None)
    together = there.aggregate(size=Sum("size"))["size"] or 0
    if together + size > MOST_TOGETHER or there.count() >= MOST_FILES:
        raise Incomplete(
            _("Alle bestanden samen zijn hooguit 200 MB, en het zijn er hooguit 20."), field=str(field.uuid)
        )
    new_phase_key(phase)
    file = SealedFile(uuid=uuid.uuid4(), response=response, phase=phase, field=field, size=size, added_by=actor)
    file.sealed_name = seal(phase, name_context(file), clean_name(name).encode())
    file.save(force_insert=True)
    return file


@transaction.atomic(durable=True)
def take_piece(file: SealedFile, offset: int, content: bytes, *, actor: User) -> SealedFile:
    """Lay down what comes at `offset`; with the last piece the file is whole and has its hash.

    Raises NotAllowed, TooLate, NotPossible, or WrongOffset, after which the browser goes on from where we are.
    """
    _may_write(actor, file.response)
    phase = file.phase
    moment = hold(phase)
    row = SealedFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if row is None or row.removed_at is not None:
        raise NotPossible(_("Dit bestand is weggehaald."))
    row.phase, row.response = phase, file.response
    _must_be_in_time(row, phase, is_open=phase.is_open_at(moment), is_over=moment >= phase.uploads_end_at)
    if offset != row.received or row.whole_at is not None:
        raise WrongOffset(row.received)
    if not content or len(content) > LARGEST_PIECE or offset + len(content) > row.size:
        raise NotPossible(_("Dit stuk is te groot of leeg."))
    keep_piece(row, offset, content)
    row.received, row.last_piece_at = offset + len(content), moment
    if row.received == row.size:
        row.sha256, row.whole_at = _hash_of(row), moment
    row.save(update_fields=["received", "last_piece_at", "sha256", "whole_at"])
    return row


def look_at(file: SealedFile) -> SealedFile:
    """Accept a whole file by what is in it, or throw it away. Not in a transaction while clamd thinks.

    Safe to run twice. Raises Incomplete with the reason when it was thrown away, and ScannerAway when it must wait.
    """
    if file.whole_at is None or file.completed_at is not None:
        return file
    content = b"".join(pieces_of(file))
    try:
        kind = kind_in(content)
        scan(content[start : start + LARGEST_PIECE] for start in range(0, len(content), LARGEST_PIECE))
    except ValidationError as error:
        _throw_away(file)
        raise Incomplete(" ".join(error.messages), field=str(file.field.uuid)) from error
    except Infected as error:
        _throw_away(file)
        raise Incomplete(
            _("In dit bestand zit een virus. Wij hebben het niet bewaard."), field=str(file.field.uuid)
        ) from error
    return _accept(file, kind)


@transaction.atomic(durable=True)
def remove_file(file: SealedFile, *, actor: User) -> None:
    """Take a file out of the draft. What was handed in keeps it. Raises NotAllowed or TooLate."""
    _may_write(actor, file.response)
    hold_open(file.phase)
    row = SealedFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if row.removed_at is None:
        row.removed_at = ClockTimestamp()
        row.save(update_fields=["removed_at"])


def look_at_waiting() -> int:
    """Look at the files that wait for clamd; gives how many are done. Safe to run twice, also at once."""
    done = 0
    waiting = SealedFile.objects.filter(whole_at__isnull=False, completed_at=None, removed_at=None)
    for file in waiting.select_related("phase__seal_key", "field").order_by("pk")[:100]:
        try:
            look_at(file)
        except ScannerAway:
            break  # It is away for the others too.
        except RuleBroken:
            pass  # Thrown away: its makers see that on their page.
        except Exception:
            log.exception("The file %s cannot be looked at.", file.uuid)
            continue  # The others, and the lists of hashes, do not wait for it.
        done += 1
    return done


def clean_name(name: str) -> str:
    """A name that every computer can store: no folders, and no signs that hide or turn the rest around."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(sign if unicodedata.category(sign)[0] in "LN" or sign in " .-_()" else "-" for sign in last)
    stem, dot, ending = visible.strip(" .").rpartition(".")
    if not dot:
        return visible.strip(" .")[:LONGEST_NAME] or "bestand"
    return f"{stem[: LONGEST_NAME - len(ending[:8]) - 1]}.{ending[:8]}"


def _may_write(actor: User, response: Response) -> None:
    if not may_write_response(actor, response):
        raise NotAllowed(_("U mag dit niet doen."))


def _must_be_in_time(file: SealedFile, phase: Phase, *, is_open: bool, is_over: bool) -> None:
    """Raises TooLate."""
    challenge = phase.challenge
    if is_open and challenge.status == ChallengeStatus.OPEN:
        return
    in_hand = file.response.submissions.filter(phase=phase, withdrawn_at=None, submitted_at__gt=file.began_at)
    may_be_late = challenge.status in (ChallengeStatus.OPEN, ChallengeStatus.CLOSED)
    if is_over or not may_be_late or challenge.phase_number != phase.number or not in_hand.exists():
        raise too_late()


def _hash_of(file: SealedFile) -> str:
    found = sha256()
    for piece in pieces_of(file):
        found.update(piece)
    return found.hexdigest()


@transaction.atomic(durable=True)
def _accept(file: SealedFile, kind: str) -> SealedFile:
    SealedFile.objects.filter(pk=file.pk, completed_at=None).update(kind=kind, completed_at=ClockTimestamp())
    file.refresh_from_db(fields=["kind", "completed_at"])
    return file


@transaction.atomic(durable=True)
def _throw_away(file: SealedFile) -> None:
    SealedFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=ClockTimestamp())
    remove_pieces(file)
