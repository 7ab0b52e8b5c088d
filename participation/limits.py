"""How often a person may do something: a token bucket, one statement in PostgreSQL, exact under any race."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from participation.errors import TooMany

# A transaction that began earlier may come later: its now() lies before the last filling, and counts as no time.
TAKE = """
INSERT INTO participation_allowance AS bucket (key, tokens, filled_at) VALUES (%(key)s, %(size)s - 1, now())
ON CONFLICT (key) DO UPDATE SET
  tokens = LEAST(%(size)s, bucket.tokens
    + EXTRACT(EPOCH FROM GREATEST(now() - bucket.filled_at, INTERVAL '0')) * %(pace)s) - 1,
  filled_at = GREATEST(now(), bucket.filled_at)
WHERE LEAST(%(size)s, bucket.tokens
    + EXTRACT(EPOCH FROM GREATEST(now() - bucket.filled_at, INTERVAL '0')) * %(pace)s) >= 1
RETURNING tokens
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `size` times at once, and after that `size` times in `seconds`."""

    name: str
    size: int
    seconds: int


def take(limit: Limit, who: object) -> None:
    """Use one token of `who` (a user's id, say). Raises TooMany when there is none left."""
    key = f"{limit.name}:{who}"
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"key": key, "size": limit.size, "pace": limit.size / limit.seconds})
        if cursor.fetchone() is None:
            raise TooMany(_("U doet dit te vaak achter elkaar. Wacht even en probeer het dan opnieuw."))
