"""How fast mail leaves the house: one bucket of tokens for all senders together, in PostgreSQL."""

from django.conf import settings
from django.db import connection
from django.db.models import F

from participation.models import Allowance

KEY = "mail"

TAKE = """
INSERT INTO participation_allowance AS bucket (key, tokens, filled_at)
VALUES (%(key)s, %(rate)s - %(wanted)s, clock_timestamp())
ON CONFLICT (key) DO UPDATE SET
  tokens = LEAST(%(rate)s, bucket.tokens
    + EXTRACT(EPOCH FROM GREATEST(clock_timestamp() - bucket.filled_at, INTERVAL '0')) * %(rate)s) - %(wanted)s,
  filled_at = GREATEST(clock_timestamp(), bucket.filled_at)
WHERE LEAST(%(rate)s, bucket.tokens
    + EXTRACT(EPOCH FROM GREATEST(clock_timestamp() - bucket.filled_at, INTERVAL '0')) * %(rate)s) >= %(wanted)s
RETURNING tokens
"""


def take(most: int) -> int:
    """How many mails may be sent now: `most`, or those of half a second when that is less, or none yet.

    MAIL_RATE a second go out in the long run, and at most those of one second at once. Not in a transaction: whoever
    came to a halt in one would halt every other sender too.
    """
    wanted = min(most, max(1, settings.MAIL_RATE // 2))
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"key": KEY, "rate": settings.MAIL_RATE, "wanted": wanted})
        return wanted if cursor.fetchone() else 0


def give_back(unused: int) -> None:
    """Return what was taken for mails that were not sent after all."""
    Allowance.objects.filter(key=KEY).update(tokens=F("tokens") + unused)
