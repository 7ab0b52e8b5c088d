"""The states of a delivery, and who may change them when. All by the database's clock, each change one statement.

A sender holds a batch of mails (`claims`) by a token and a lease. What it may do without the lease is nothing: every
statement here filters on the token. `handed_at` divides what is known from what is not: before it, the mail cannot have
gone out.

A mail is one delivery, or all of a digest. The rows of a digest are held, handed over and settled in one statement, so
that they share one fate; only what drops out before the hand-over goes its own way.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from notifications.models import Delivery
from notifications.statuses import State

#: What goes out as one: a mail, or a push.
Mail = Sequence[Delivery]

LEASE = timedelta(seconds=120)
LONGEST_TRYING = timedelta(hours=72)
LONGEST_PAUSE = timedelta(minutes=60)
UNCERTAIN_PAUSE = timedelta(minutes=15)
MOST_RESENDS = 1

GONE = "The sender did not come back."
NO_ANSWER_TWICE = "Sent twice without an answer, so it is not sent again by itself. "

#: Every mail needs these two. Composing them anew each time would take Django longer than they take.
HAND_OVER = """
UPDATE notifications_delivery SET handed_at = statement_timestamp(), lease_until = statement_timestamp() + %(lease)s,
  letter = %(letter)s
WHERE id = ANY(%(keys)s) AND token = %(token)s AND state = 'sending'
"""
ACCEPT = """
UPDATE notifications_delivery SET state = 'accepted', settled_at = statement_timestamp(), last_error = '',
  token = NULL, lease_until = NULL
WHERE id = ANY(%(keys)s) AND token = %(token)s
"""

TOO_OLD = Q(due_at__lte=Now() - LONGEST_TRYING)

#: What surely did not go out may go with whatever is due then. What may have gone out keeps its Message-ID.
UNSENT = {"letter": Case(When(resends=0, then=None), default=F("letter"))}


class LeaseLost(Exception):
    """Somebody else may be sending this mail by now, so we must not."""


def hand_over(mail: Mail) -> None:
    """Say that the mail server is about to get it, and renew the lease. Raises LeaseLost."""
    letter = message_of(mail) if mail[0].digest else None
    if not _hits(HAND_OVER, mail, lease=LEASE, letter=letter):
        raise LeaseLost


def message_of(mail: Mail) -> uuid.UUID:
    """What names this mail in its Message-ID, each time that it goes out."""
    return mail[0].letter or mail[0].uuid


def hold(mail: Mail, until: datetime) -> bool:
    """It may not go out before `until`. That was no try either."""
    return _settle(mail, state=State.PENDING, next_attempt_at=until, attempts=F("attempts") - 1)


def accept(mail: Mail) -> bool:
    """The channel took it."""
    return _hits(ACCEPT, mail)


def cancel(delivery: Delivery, why: str) -> bool:
    """This need not go out any more, whatever becomes of the rest of its mail."""
    return _settle([delivery], state=State.CANCELLED, settled_at=Now(), last_error=why)


def fail(mail: Mail, error: Exception) -> bool:
    """It can never arrive."""
    return _settle(mail, state=State.FAILED, settled_at=Now(), last_error=str(error))


def postpone(mail: Mail, error: Exception) -> bool:
    """It surely did not go out: try again after 1, 2, 4 ... 60 minutes, until LONGEST_TRYING has passed."""
    attempts = max(row.attempts for row in mail)
    pause = min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)
    return _settle(mail, **_again(State.PENDING, pause), **UNSENT, last_error=str(error))


def part(mail: Mail, error: Exception) -> bool:
    """One of them cannot be told, and must not keep the others: each is a mail of its own from now on."""
    return _settle(
        mail, **_again(State.PENDING, timedelta(minutes=1)), digest=False, letter=None, last_error=str(error)
    )


def doubt(mail: Mail, error: Exception) -> bool:
    """It may have gone out: send it once more after a quarter of an hour, with the same Message-ID, and count that.

    Once only. When that one is in doubt too it has failed, and whether it goes out again is for a person to say.
    """
    return _settle(mail, **_in_doubt(str(error)))


def release_stuck() -> int:
    """Let go of deliveries whose sender did not come back in time; gives how many.

    The token stays, so that a sender that was only slow can still tell how it went, until another one takes over.
    """
    stuck = Delivery.objects.filter(state=State.SENDING, lease_until__lt=Now())
    lost = stuck.filter(handed_at__isnull=False).update(**_in_doubt(GONE), lease_until=None)
    return lost + stuck.filter(handed_at__isnull=True).update(
        **_again(State.PENDING, timedelta(0)), lease_until=None, last_error=GONE
    )


def _in_doubt(error: str) -> dict[str, Any]:
    twice = Q(resends__gte=MOST_RESENDS)
    told = Case(When(twice, then=Value(NO_ANSWER_TWICE + error)), default=Value(error))
    return {**_again(State.UNCERTAIN, UNCERTAIN_PAUSE, unless=twice | TOO_OLD), "last_error": told}


def _again(state: State, pause: timedelta, *, unless: Q = TOO_OLD) -> dict[str, Any]:
    """Wait for another try, or fail for those that get none."""
    return {
        "state": Case(When(unless, then=Value(State.FAILED)), default=Value(state)),
        "settled_at": Case(When(unless, then=Now())),
        "next_attempt_at": Now() + pause,
    }


def _settle(mail: Mail, **changes: Any) -> bool:
    """Write how it went, if nobody else took the mail since we did; else False."""
    mine = Delivery.objects.filter(pk__in=[row.pk for row in mail], token=mail[0].token)
    return bool(mine.update(token=None, lease_until=None, **changes))


def _hits(statement: str, mail: Mail, **more: Any) -> bool:
    keys = [row.pk for row in mail]
    with connection.cursor() as cursor:
        cursor.execute(statement, {"keys": keys, "token": mail[0].token, **more})
        return bool(cursor.rowcount == len(keys))
