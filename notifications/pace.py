"""How fast mail leaves the house: one bucket of tokens for all senders together, in PostgreSQL."""

from django.conf import settings
from django.db import connection
from django.db.models import F

from participation.models import Allowance

KEY = "mail"

#: The row stays locked until the caller's transaction ends, so the time is the clock's and not that transaction's.
REFILL = """
INSERT INTO participation_allowance AS bucket (key, tokens, filled_at) VALUES (%(key)s, %(rate)s, clock_timestamp())
ON CONFLICT (key) DO UPDATE SET
  tokens = LEAST(%(rate)s, bucket.tokens
    + EXTRACT(EPOCH FROM GREATEST(clock_timestamp() - bucket.filled_at, INTERVAL '0')) * %(rate)s),
  filled_at = GREATEST(clock_timestamp(), bucket.filled_at)
RETURNING tokens
"""


def take(wanted: int) -> int:
    """How many of `wanted` mails may be sent now: MAIL_RATE a second, and at most those of one second at once.

    The caller holds a transaction and has mail for every token that it takes.
    """
    with connection.cursor() as cursor:
        cursor.execute(REFILL, {"key": KEY, "rate": settings.MAIL_RATE})
        [tokens] = cursor.fetchone()
    granted = min(wanted, int(tokens))
    Allowance.objects.filter(key=KEY).update(tokens=F("tokens") - granted)
    return granted


def give_back(unused: int) -> None:
    """Return what was taken for mails that were not sent after all. The caller holds a transaction."""
    Allowance.objects.filter(key=KEY).update(tokens=F("tokens") + unused)
