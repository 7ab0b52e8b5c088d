"""What has had its time goes: accounts that nobody uses, sessions that are over, limits, expired cache rows.

`participation/terms.py` says how long, and docs/privacy.md promises it.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from participation import journal, terms
from participation.batches import in_lots, remove_rows
from participation.events import PersonEvent
from participation.expiring import accounts_to_warn, unused_accounts, warned_accounts
from participation.keeping import all_last
from participation.leaving import leave
from participation.limits import DAY
from participation.models import Absence, Allowance, MembershipInvitation, MembershipRequest, User
from participation.models.organisations import MEMBERSHIP_DAYS

log = logging.getLogger(__name__)

ENDED_ABSENCE = timedelta(days=30)  # Long enough to see why a reminder went to somebody else.
MOST_LEAVING = 50  # In a night: each takes leave of every room. The others wait for the next one.
# The table of settings.CACHES has no model. Django itself removes such rows only when there are many.
REMOVE_EXPIRED = """
DELETE FROM cache WHERE cache_key IN
  (SELECT cache_key FROM cache WHERE expires < now() LIMIT %(at_most)s FOR UPDATE SKIP LOCKED)
"""


def tidy_people() -> dict[str, int]:
    """Remove all that has had its time, and give how many of each. Safe to run twice, also at once."""
    now, lasts = timezone.now(), all_last()
    unanswered = now - timedelta(days=MEMBERSHIP_DAYS)
    return {
        "accounts": remove_rows(unused_accounts(now, lasts[terms.UNUSED_ACCOUNT])),
        "warned": in_lots(partial(_warn, now, lasts[terms.WARNING])),
        "inactive": _remove_inactive(warned_accounts(now, lasts[terms.INACTIVE_ACCOUNT])),
        "sessions": remove_rows(Session.objects.filter(expire_date__lt=now)),
        "devices": remove_rows(_ended_devices()),
        "absences": remove_rows(Absence.objects.filter(last_day__lt=timezone.localdate(now) - ENDED_ABSENCE)),
        "invitations": remove_rows(MembershipInvitation.objects.filter(invited_at__lt=unanswered)),
        "requests": remove_rows(MembershipRequest.objects.filter(asked_at__lt=unanswered)),
        "limits": remove_rows(Allowance.objects.filter(filled_at__lt=now - timedelta(seconds=DAY))),
        "cache": in_lots(_remove_expired),
    }


@transaction.atomic(durable=True)
def _warn(now: datetime, warning: timedelta, at_most: int) -> int:
    """Tell people once that their account goes when they do not use it."""
    silent = accounts_to_warn(now, warning)
    lot = list(silent.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:at_most])
    User.objects.filter(pk__in=[person.pk for person in lot]).update(warned_at=now)
    goes_on = timezone.localdate(now + warning).isoformat()
    journal.record_many(((PersonEvent.UNUSED, person, {"goes_on": goes_on}) for person in lot), actor=None)
    return len(lot)


def _remove_inactive(warned: QuerySet[User]) -> int:
    """Let accounts go whose owners were warned in time and did not come back. Their ideas stay, of nobody."""
    gone = 0
    for pk in list(warned.order_by("pk").values_list("pk", flat=True)[:MOST_LEAVING]):
        try:
            gone += _let_go(warned, pk)
        except ProtectedError:
            log.exception("Account %d has had its time, and something holds it.", pk)
    return gone


@transaction.atomic(durable=True)
def _let_go(warned: QuerySet[User], pk: int) -> int:
    """Delete one account, unless its owner comes in at this very moment."""
    person = warned.filter(pk=pk).select_for_update(skip_locked=True, of=("self",)).first()
    if person is None:
        return 0
    leave(person, ideas_go=False)
    return 1


def _ended_devices() -> QuerySet[UserSession]:
    """What we know of a browser whose session is gone."""
    return UserSession.objects.filter(~Exists(Session.objects.filter(session_key=OuterRef("session_key"))))


@transaction.atomic(durable=True)
def _remove_expired(at_most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(REMOVE_EXPIRED, {"at_most": at_most})
        return cursor.rowcount
