"""Writes down what was destroyed, in the transaction that destroys it."""

from django.db import connection, transaction
from django.utils import timezone

ADD = """
INSERT INTO participation_destruction AS known (day, kind, count) VALUES (%s, %s, %s)
ON CONFLICT (day, kind) DO UPDATE SET count = known.count + excluded.count
"""


def note(kind: str, count: int) -> None:
    """Add `count` to today's destroyed rows of that kind (a model's label). The caller holds the transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("note() belongs to the transaction that destroys.")
    if count:
        with connection.cursor() as cursor:
            cursor.execute(ADD, [timezone.localdate(), kind, count])
