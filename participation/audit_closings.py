"""Closed months of the audit log: which one has had its time, and whether what is left of the closed ones is whole."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from participation.audit import BEGINNING, EPOCH, MICROSECOND, Value, Verified, part
from participation.models import AuditClosing, AuditEntry
from participation.models.audit import AuditQuerySet
from participation.reading import Keeping

#: Longer than any month: from its first day this far lies in the next one.
MORE_THAN_A_MONTH = timedelta(days=31)


def due(term: timedelta, now: datetime) -> tuple[AuditQuerySet, AuditEntry] | None:
    """The rows of the oldest month when it ended `term` ago or longer, and the first row after it; else None."""
    oldest = AuditEntry.objects.order_by("pk").first()
    if oldest is None:
        return None
    ends = (first_day(oldest.recorded_at) + MORE_THAN_A_MONTH).replace(day=1)
    following = AuditEntry.objects.between(ends, None).order_by("pk").first()
    if following is None or ends > timezone.localdate(now) - term:
        return None
    return AuditEntry.objects.filter(pk__lt=following.pk), following


def first_day(moment: datetime) -> date:
    """The first day of its month."""
    return timezone.localdate(moment).replace(day=1)


def verify_closed(closings: Iterable[AuditClosing]) -> Verified:
    """Whether the closed months, which come from the first on, are whole; `verify` goes on from there.

    `broken` is then the number of the first month that is not. The newest ones must stand in the log as well.
    """
    last, head, seal, told = 0, BEGINNING, BEGINNING, _told()
    for number, closing in enumerate(closings, 1):
        if why := _trouble(closing, number, Verified(last, head), seal, told):
            return Verified(last, head, number, why)
        last, head, seal = closing.last, bytes(closing.after), bytes(closing.seal)
    return Verified(last, head)


def _trouble(closing: AuditClosing, number: int, so_far: Verified, seal: bytes, told: dict[int, str]) -> str:
    if closing.pk != number:
        return f"closed month {number} is missing before it"
    if closing.first != so_far.last + 1 or bytes(closing.before) != so_far.head:
        return "it does not follow the month before it"
    if bytes(closing.seal) != seal_of(closing, seal):
        return "it was changed"
    if told.get(number, f"{closing.month:%Y-%m}") != f"{closing.month:%Y-%m}":
        return "the log says that another month was closed"
    return ""


def _told() -> dict[int, str]:
    """What the log itself says of months that were closed."""
    rows = AuditEntry.objects.filter(kind=Keeping.CLOSED).values_list("subject_id", "reference")
    return {number: month for number, month in rows if number is not None}


def seal_of(closing: AuditClosing, before: bytes) -> bytes:
    """The seal that it must have after the seal `before`; the trigger in the migration is what wrote it."""
    values: tuple[Value, ...] = (
        closing.pk,
        closing.month.isoformat(),
        closing.first,
        closing.last,
        bytes(closing.before).hex(),
        bytes(closing.after).hex(),
        (closing.closed_at - EPOCH) // MICROSECOND,
    )
    return sha256(before + b"".join(map(part, values))).digest()
