"""What has had its time goes: accounts that nobody came in by, sessions that are over, limits, expired cache rows.

docs/privacy.md promises the terms.
"""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet
from django.utils import timezone

from participation.batches import in_lots, remove_rows
from participation.limits import DAY
from participation.models import Allowance, Kind, User

#: A code lasts a quarter of an hour; whoever comes back after a week asks for one anyway, and gets a new account.
UNUSED_ACCOUNT = timedelta(days=7)
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
        "sessions": remove_rows(Session.objects.filter(expire_date__lt=now)),
        "devices": remove_rows(_ended_devices()),
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


def _ended_devices() -> QuerySet[UserSession]:
    """What we know of a browser whose session is gone."""
    return UserSession.objects.filter(~Exists(Session.objects.filter(session_key=OuterRef("session_key"))))


@transaction.atomic(durable=True)
def _remove_expired(at_most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(REMOVE_EXPIRED, {"at_most": at_most})
        return cursor.rowcount
