"""`manage.py close_audit_month`: the rows of the oldest month of the audit log go, when they have had their time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation.actions.close_audit import close_audit_month
from participation.errors import NotPossible


class Command(BaseCommand):
    """One month at a time. The clock does the same every night, for all months that have had their time."""

    help = "Close the oldest month of the audit log, when KEEP_AUDIT_DAYS have passed since it ended."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            closing = close_audit_month()
        except NotPossible as broken:
            raise CommandError(str(broken.message)) from None
        if closing is None:
            self.stdout.write("Nothing to close.")
        else:
            self.stdout.write(f"Closed: {closing} rows. Seal {bytes(closing.seal).hex()}")
