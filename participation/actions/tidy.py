"""What has had its time goes: accounts that nobody uses, sessions that are over, limits, expired cache rows.

`participation/terms.py` says how long, and docs/privacy.md promises it.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, F, ForeignObjectRel, OuterRef, ProtectedError, Q, QuerySet
from django.utils import timezone

from participation import journal, terms
from participation.batches import in_lots, remove_rows
from participation.events import PersonEvent
from participation.leaving import leave
from participation.limits import DAY
from participation.models import Absence, Allowance, Kind, User

log = logging.getLogger(__name__)

UNUSED_ACCOUNT = terms.UNUSED_ACCOUNT.lasts()
INACTIVE_ACCOUNT = terms.INACTIVE_ACCOUNT.lasts()
WARNING = terms.WARNING.lasts()
ENDED_ABSENCE = timedelta(days=30)  # Long enough to see why a reminder went to somebody else.
MOST_LEAVING = 50  # In a night: each takes leave of every room. The others wait for the next one.
# The table of settings.CACHES has no model. Django itself removes such rows only when there are many.
REMOVE_EXPIRED = """
DELETE FROM cache WHERE cache_key IN
  (SELECT cache_key FROM cache WHERE expires < now() LIMIT %(at_most)s FOR UPDATE SKIP LOCKED)
"""


def tidy_people() -> dict[str, int]:
    """Remove all that has had its time, and give how many of each. Safe to run twice, also at once."""
    now = timezone.now()
    return {
        "accounts": remove_rows(unused_accounts(now - UNUSED_ACCOUNT)),
        "warned": in_lots(partial(_warn, now)),
        "inactive": _remove_inactive(now),
        "sessions": remove_rows(Session.objects.filter(expire_date__lt=now)),
        "devices": remove_rows(_ended_devices()),
        "absences": remove_rows(Absence.objects.filter(last_day__lt=timezone.localdate(now) - ENDED_ABSENCE)),
        "limits": remove_rows(Allowance.objects.filter(filled_at__lt=now - timedelta(seconds=DAY))),
        "cache": in_lots(_remove_expired),
    }


def unused_accounts(before: datetime) -> QuerySet[User]:
    """Residents' accounts older than `before` that nobody ever came in by and that no row of any room points to.

    A closed account stays, or else its address would be free again.
    """
    accounts = User.objects.filter(
        kind=Kind.RESIDENT, is_active=True, is_superuser=False, last_login=None, date_joined__lt=before
    )
    for link in User._meta.get_fields(include_hidden=True):
        if isinstance(link, ForeignObjectRel) and not link.many_to_many:  # Its table has a link of its own.
            pointing = link.related_model._base_manager.filter(**{link.field.name: OuterRef("pk")})
            accounts = accounts.filter(~Exists(pointing))
    return accounts


def inactive_accounts(before: datetime) -> QuerySet[User]:
    """Residents who last signed in before `before`, and in none of whose browsers a session goes on since."""
    return User.objects.filter(
        ~Exists(UserSession.objects.filter(user=OuterRef("pk"))),
        kind=Kind.RESIDENT,
        is_active=True,
        is_superuser=False,
        last_login__lt=before,
    )


@transaction.atomic(durable=True)
def _warn(now: datetime, at_most: int) -> int:
    """Tell people once that their account goes when they do not use it."""
    not_yet = Q(warned_at=None) | Q(warned_at__lte=F("last_login"))
    silent = inactive_accounts(now - INACTIVE_ACCOUNT + WARNING).filter(not_yet)
    lot = list(silent.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:at_most])
    User.objects.filter(pk__in=[person.pk for person in lot]).update(warned_at=now)
    goes_on = timezone.localdate(now + WARNING).isoformat()
    journal.record_many(((PersonEvent.UNUSED, person, {"goes_on": goes_on}) for person in lot), actor=None)
    return len(lot)


def _remove_inactive(now: datetime) -> int:
    """Let accounts go whose owners were warned in time and did not come back. Their ideas stay, of nobody."""
    warned = inactive_accounts(now - INACTIVE_ACCOUNT).filter(
        warned_at__lte=now - WARNING, warned_at__gt=F("last_login")
    )
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
