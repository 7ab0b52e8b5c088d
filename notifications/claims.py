"""Which mails or pushes a sender takes: what is due, mail within its pace, and all that goes in one together.

The two are taken apart, so that neither waits for the other.

Safe in any number of processes: what somebody else takes at the same moment is passed by.
"""

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F

from notifications import leases, pace
from notifications.leases import Mail
from notifications.models import Delivery
from notifications.statuses import Channel, State

#: One row for each mail, or push, that is due: of a digest the first, which nobody else takes while we hold it.
FIRST = """
SELECT id, recipient_id, letter, digest FROM notifications_delivery AS mail
WHERE channel = '{channel}' AND state IN ('pending', 'uncertain') AND next_attempt_at <= statement_timestamp()
  AND (NOT digest OR NOT EXISTS (
  SELECT FROM notifications_delivery AS earlier
  WHERE earlier.recipient_id = mail.recipient_id AND earlier.channel = '{channel}' AND earlier.id < mail.id
    AND earlier.digest AND earlier.letter IS NOT DISTINCT FROM mail.letter
    AND earlier.state IN ('pending', 'uncertain') AND earlier.next_attempt_at <= statement_timestamp()))
ORDER BY bulk, next_attempt_at LIMIT %s FOR UPDATE SKIP LOCKED
"""
TAKE = """
UPDATE notifications_delivery SET state = 'sending', token = %s, handed_at = NULL,
  lease_until = statement_timestamp() + %s, attempts = attempts + 1,
  resends = resends + CASE WHEN state = 'uncertain' THEN 1 ELSE 0 END
WHERE id = ANY(%s)
"""


class First(NamedTuple):
    """A row of FIRST."""

    pk: int
    person: int | None
    letter: uuid.UUID | None
    digest: bool


def claim(most: int) -> list[Mail]:
    """Take up to `most` due mails for LEASE, as far as the pace of mail allows; what is in bulk comes last.

    All rows that are given have the same token, and those of one mail are in the order in which they were made.
    """
    due = Delivery.objects.due().by(Channel.EMAIL)[:most].count()
    allowed = pace.take(due) if due else 0
    batch = _claim(Channel.EMAIL, allowed) if allowed else []
    if len(batch) < allowed:
        pace.give_back(allowed - len(batch))
    return batch


def claim_pushes(most: int) -> list[Mail]:
    """Take up to `most` due pushes, as `claim` takes mails. Push services say themselves when it is too fast."""
    return _claim(Channel.PUSH, most)


def give_back(batch: Sequence[Mail]) -> int:
    """Let others take what was not begun of `batch`; gives how many mails. It was no try, and cost no time."""
    rows = [row for mail in batch for row in mail]
    untouched = Delivery.objects.filter(
        pk__in=[row.pk for row in rows], token=rows[0].token, state=State.SENDING, handed_at__isnull=True
    )
    ours = set(untouched.values_list("pk", flat=True))
    untouched.update(state=State.PENDING, token=None, lease_until=None, attempts=F("attempts") - 1)
    given = sum(any(row.pk in ours for row in mail) for mail in batch)
    if rows[0].channel == Channel.EMAIL:
        pace.give_back(given)
    return given


@transaction.atomic(durable=True)
def _claim(channel: Channel, number: int) -> list[Mail]:
    with connection.cursor() as cursor:
        cursor.execute(FIRST.format(channel=channel.value), [number])
        mails = _with_the_rest(channel, [First(*row) for row in cursor.fetchall()])
        keys = [key for mail in mails for key in mail]
        taken_with: list[Any] = [uuid.uuid4(), leases.LEASE, keys]
        cursor.execute(TAKE, taken_with)
    # Of many deliveries that tell the same event, each gets the one row that was read.
    taken = Delivery.objects.select_related("recipient").prefetch_related("event").in_bulk(keys)
    return [[taken[key] for key in mail] for mail in mails]


def _with_the_rest(channel: Channel, first: list[First]) -> list[list[int]]:
    """The keys of each mail: those of `first`, each with what goes with it and nobody holds; that is locked as well."""
    digests = {(row.person, row.letter): [row.pk] for row in first if row.digest}
    if digests:
        same = Delivery.objects.due().by(channel).filter(digest=True, recipient__in={person for person, _ in digests})
        rest = same.exclude(pk__in=[row.pk for row in first]).order_by("pk").select_for_update(skip_locked=True)
        for pk, person, letter in rest.values_list("pk", "recipient", "letter"):
            if mail := digests.get((person, letter)):
                mail.append(pk)
    return [digests[row.person, row.letter] if row.digest else [row.pk] for row in first]
