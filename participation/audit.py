"""The audit log: writing down who looked, and finding out whether anybody touched what stands there.

A change needs no call: triggers write it down from the journal and from the administration's log. docs/audit.md tells
what this protects from, and from whom it does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.db import models

from participation.models import AuditEntry, User
from participation.reading import Access, Reading

#: What stands before the first row.
BEGINNING = sha256(b"inbreng").digest()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
Value = str | int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked at: a row, whose data it is, and the number by which people know it."""

    subject: models.Model
    about: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the chain is whole: the last good row and its hash. `broken` is the first row that is not, and `why`."""

    last: int
    head: bytes
    broken: int | None = None
    why: str = ""


def record_read(reader: User, kind: Reading, *seen: Seen) -> None:
    """Write down that `reader` looks at what was `seen`, or, when nothing is named, at a list. One statement.

    Called by the view before it shows anything, outside a transaction: what cannot be written down is not shown.
    """
    AuditEntry.objects.bulk_create([_entry(reader, kind, one) for one in seen or [None]])


def record_access(person: User, kind: Access, *, by: User | None = None) -> None:
    """Write down what became of the way in of `person`, of officials only; `by` is who did it, if somebody else."""
    if person.is_official:
        seen = Seen(person, about=person.pk if by else None)
        AuditEntry.objects.bulk_create([_entry(by or person, kind, seen)])


def _entry(reader: User, kind: Access | Reading, seen: Seen | None) -> AuditEntry:
    if seen is None:
        return AuditEntry(who=reader.pk, kind=kind)
    return AuditEntry(
        who=reader.pk,
        kind=kind,
        subject_type=seen.subject._meta.label_lower,
        subject_id=seen.subject.pk,
        about=seen.about,
        reference=seen.reference,
    )


def verify(entries: Iterable[AuditEntry], closed: Verified | None = None) -> Verified:
    """Compute the chain anew over `entries`, which come by number from the first that stands. Stops at a broken row.

    `closed` says where the closed months end: `audit_closings.verify_closed`.
    """
    last, head = (closed.last, closed.head) if closed else (0, BEGINNING)
    for entry in entries:
        if why := _trouble(entry, last, head):
            return Verified(last, head, entry.pk, why)
        last, head = entry.pk, bytes(entry.hash)
    return Verified(last, head)


def _trouble(entry: AuditEntry, last: int, head: bytes) -> str:
    if entry.pk != last + 1:
        return f"row {last + 1} is missing before it"
    if bytes(entry.previous) != head:
        return "it does not follow the row before it"
    if bytes(entry.hash) != hash_of(entry):
        return "it was changed"
    return ""


def hash_of(entry: AuditEntry) -> bytes:
    """The hash that the row must have; the function of the same in the migration is what wrote it."""
    values: tuple[Value, ...] = (
        entry.pk,
        (entry.recorded_at - EPOCH) // MICROSECOND,
        entry.who,
        entry.kind,
        entry.subject_type,
        entry.subject_id,
        entry.about,
        entry.reference,
        entry.told_in,
    )
    return sha256(bytes(entry.previous) + b"".join(map(part, values))).digest()


def part(value: Value) -> bytes:
    """A value with its length before it, so that no two rows are the same text."""
    if value is None:
        return b"-"
    text = str(value).encode()
    return b"%d:%s" % (len(text), text)


def head() -> str:
    """Number and hash of the newest row, as the log of the site keeps it and `verify_audit --head` takes it."""
    newest = AuditEntry.objects.order_by("-pk").first()
    return f"{newest.pk}:{bytes(newest.hash).hex()}" if newest else f"0:{BEGINNING.hex()}"
