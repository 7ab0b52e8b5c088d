"""`manage.py verify_audit`: whether anybody touched the audit log."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation.audit import BEGINNING, Verified, verify
from participation.audit_closings import verify_closed
from participation.models import AuditClosing, AuditEntry

Head = tuple[int, bytes]


def head_of(written: str) -> Head:
    """Number and hash of a row, as the site's log has them. Raises ArgumentTypeError."""
    number, _colon, digest = written.partition(":")
    try:
        head = int(number), bytes.fromhex(digest)
    except ValueError:
        head = 0, b""
    if len(head[1]) != len(BEGINNING):
        raise ArgumentTypeError("must be a number and a hash, such as 12:5e88…")
    return head


class Command(BaseCommand):
    """Goes along every closed month and every row. Changes nothing."""

    help = "Compute the chain of the audit log anew. Exit code 1, and the first broken row, when it is not whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            type=head_of,
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="a row as the site's log showed it on an earlier day; rows cut off at the end are found only so",
        )

    def handle(self, *_args: Any, head: list[Head], **_options: Any) -> None:
        closed = verify_closed(AuditClosing.objects.order_by("pk"))
        if closed.broken is not None:
            raise CommandError(f"Closed month {closed.broken} is broken: {closed.why}.")
        found = verify(AuditEntry.objects.order_by("pk").iterator(chunk_size=2000), closed)
        if found.broken is not None:
            raise CommandError(f"Row {found.broken} is broken: {found.why}. Whole up to row {found.last}.")
        for number, digest in head:
            self._compare(number, digest, closed)
        rows = f"{found.last} rows" + (f", {closed.last} of them in closed months" if closed.last else "")
        self.stdout.write(f"Whole: {rows}. Head {found.last}:{found.head.hex()}")

    def _compare(self, number: int, digest: bytes, closed: Verified) -> None:
        """Whether row `number` is the one that was shown earlier. Raises CommandError."""
        if 0 < number < closed.last:
            raise CommandError(f"Row {number} went with its month: compare row {closed.last} or a later one.")
        known = {0: BEGINNING, closed.last: closed.head}
        stands = known.get(number) or AuditEntry.objects.filter(pk=number).values_list("hash", flat=True).first()
        if stands is None:
            raise CommandError(f"Row {number} is broken: it was cut off, with all after it.")
        if bytes(stands) != digest:
            raise CommandError(f"Row {number} is broken: it is not the row that was shown earlier.")
