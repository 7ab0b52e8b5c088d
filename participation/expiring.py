"""Which accounts have had their time, by the terms of `participation.terms`."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db.models import Exists, F, ForeignObjectRel, OuterRef, Q, QuerySet
from django.utils import timezone

from participation import terms
from participation.keeping import lasts, register
from participation.models import AuditEntry, Kind, User


def unused_accounts(now: datetime, term: timedelta) -> QuerySet[User]:
    """Residents' accounts older than `term` that nobody ever came in by and that no row of any room points to.

    A closed account stays, or else its address would be free again.
    """
    accounts = User.objects.filter(
        kind=Kind.RESIDENT, is_active=True, is_superuser=False, last_login=None, date_joined__lt=now - term
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


def accounts_to_warn(now: datetime, warning: timedelta) -> QuerySet[User]:
    """Those who must hear, `warning` before it happens, that their account goes when they do not use it."""
    not_yet = Q(warned_at=None) | Q(warned_at__lte=F("last_login"))
    return inactive_accounts(now - lasts(terms.INACTIVE_ACCOUNT) + warning).filter(not_yet)


def warned_accounts(now: datetime, term: timedelta) -> QuerySet[User]:
    """Accounts not used for `term`, whose owners were warned in time and did not come back."""
    return inactive_accounts(now - term).filter(
        warned_at__lte=now - lasts(terms.WARNING), warned_at__gt=F("last_login")
    )


def rows_of_closed_months(now: datetime, term: timedelta) -> QuerySet[AuditEntry]:
    """The rows of the audit log whose month ended `term` ago or longer: a month goes as a whole."""
    this_month = timezone.localtime(now - term).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return AuditEntry.objects.filter(recorded_at__lt=this_month)


register(terms.UNUSED_ACCOUNT, unused_accounts)
register(terms.INACTIVE_ACCOUNT, warned_accounts)
register(terms.WARNING, accounts_to_warn)
register(terms.AUDIT_LOG, rows_of_closed_months)
