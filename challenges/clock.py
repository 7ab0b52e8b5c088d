"""The clock that decides: that of the database, which goes on inside a transaction and is the same for everybody."""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func
from django.utils.translation import gettext as _

from challenges.models import Phase
from challenges.statuses import ChallengeStatus
from participation.errors import NotPossible


class ClockTimestamp(Func):
    """The moment at which the row is read."""

    function = "clock_timestamp"
    template = "%(function)s()"
    output_field = DateTimeField()


class TooLate(NotPossible):
    """The phase has closed, or has not opened yet."""


def now() -> datetime:
    """The moment, by the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def hold(phase: Phase) -> datetime:
    """Keep `phase` from being closed or moved until the end of this transaction, and read it anew; gives the moment.

    Whoever closes it takes the row for itself, and waits for everybody who holds it. Needs a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM challenges_phase WHERE id = %s FOR SHARE", [phase.pk])
    fresh = Phase.objects.select_related("challenge").get(pk=phase.pk)
    phase.opens_at, phase.closes_at, phase.challenge = fresh.opens_at, fresh.closes_at, fresh.challenge
    return now()


def hold_open(phase: Phase) -> datetime:
    """`hold()` a phase that takes responses now. Raises TooLate: one second too late is too late."""
    moment = hold(phase)
    challenge = phase.challenge
    is_current = challenge.status == ChallengeStatus.OPEN and challenge.phase_number == phase.number
    if not is_current or not phase.is_open_at(moment):
        raise too_late()
    return moment


def too_late() -> TooLate:
    """What to say when the clock of the database decided."""
    return TooLate(_("Het is te laat. Deze ronde neemt niets meer aan. Wat u schreef staat nog in uw concept."))
