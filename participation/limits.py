"""How often a person may do something: a token bucket, one statement in PostgreSQL, exact under any race."""

from dataclasses import dataclass
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from participation.errors import TooMany

DAY = 24 * 60 * 60  # Seconds. After a day every bucket is full again, and its row goes: `participation.actions.tidy`.

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
    """At most `size` times at once, and after that `size` times in `seconds`, which are a day or less."""

    name: str
    size: int
    seconds: int

    def __post_init__(self) -> None:
        if self.seconds > DAY:
            raise ValueError(f"The limit {self.name} would be forgotten before it is over.")

    def parameters(self, who: object) -> dict[str, Any]:
        """What `TAKE` needs to use a token of `who`, alone or as a part of a larger statement."""
        return {"key": f"{self.name}:{who}", "size": self.size, "pace": self.size / self.seconds}


def take(limit: Limit, who: object) -> None:
    """Use one token of `who` (a user's id, say). Raises TooMany when there is none left."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, limit.parameters(who))
        if cursor.fetchone() is None:
            raise too_often()


def too_often() -> TooMany:
    """What to raise when `TAKE` gave nothing."""
    return TooMany(_("U doet dit te vaak achter elkaar. Wacht even en probeer het dan opnieuw."))


def place_of(request: HttpRequest) -> str:
    """Give who to count for a visitor without an account: their place on the network, which may be a whole school.

    `TRUSTED_PROXIES` says how much of X-Forwarded-For is believed. Of an IPv6 address only the network counts (/64),
    because one visitor has all addresses in it.
    """
    return unreadable(get_ip(request))


def unreadable(value: str) -> str:
    """Keep neither mail addresses nor network addresses in the table of limits: give a keyed hash."""
    return salted_hmac("participation.limits", value, algorithm="sha256").hexdigest()
