"""When an official is away, and who stands in: said beforehand, and taken back or ended."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.events import PersonEvent
from participation.models import Absence, User
from participation.permissions import is_official, may_set_absence

LONGEST = timedelta(days=366)


def set_absence(person: User, *, stand_in: User, first_day: date, last_day: date, actor: User) -> Absence:
    """Let `stand_in` act for `person` from the first day to the last, both included.

    Raises NotAllowed, or Incomplete with its field: also when the days overlap with what was said before.
    """
    if not may_set_absence(actor, person):
        raise NotAllowed(_("U mag dit niet doen."))
    _check(person, stand_in, first_day, last_day)
    try:
        return _set(person, stand_in, first_day, last_day, actor)
    except IntegrityError:
        raise Incomplete(_("Voor een deel van deze dagen is al afwezigheid opgegeven."), field="first_day") from None


def _check(person: User, stand_in: User, first_day: date, last_day: date) -> None:
    if not is_official(stand_in) or stand_in == person:
        raise Incomplete(_("Kies een collega die u vervangt."), field="stand_in")
    if first_day < timezone.localdate():
        raise Incomplete(_("Kies vandaag of een dag die nog komt."), field="first_day")
    if last_day < first_day:
        raise Incomplete(_("De laatste dag ligt voor de eerste."), field="last_day")
    if last_day - first_day > LONGEST:
        raise Incomplete(_("Kies hooguit een jaar."), field="last_day")


@transaction.atomic(durable=True)
def _set(person: User, stand_in: User, first_day: date, last_day: date, actor: User) -> Absence:
    absence = Absence.objects.create(person=person, stand_in=stand_in, first_day=first_day, last_day=last_day)
    _tell(PersonEvent.AWAY, absence, actor)
    return absence


@transaction.atomic(durable=True)
def end_absence(absence: Absence, *, actor: User) -> None:
    """Let the person act again from today on; what has not begun is taken back whole.

    Raises NotAllowed, or NotPossible when it is over, or gone already.
    """
    if not may_set_absence(actor, absence.person):
        raise NotAllowed(_("U mag dit niet doen."))
    today = timezone.localdate()
    running = Absence.objects.filter(pk=absence.pk, last_day__gte=today)
    if absence.first_day < today:
        absence.last_day = today - timedelta(days=1)
        hit = running.update(last_day=absence.last_day)
    else:
        hit = running.delete()[0]
    if not hit:
        raise NotPossible(_("Deze afwezigheid is al voorbij."))
    _tell(PersonEvent.NOT_AWAY, absence, actor)


def _tell(kind: PersonEvent, absence: Absence, actor: User) -> None:
    """The news is for the stand-in. The journal names people by key, so that no name lives on in it."""
    journal.record(
        kind, absence.person, actor=actor, stand_in_id=absence.stand_in_id,
        first_on=absence.first_day.isoformat(), last_on=absence.last_day.isoformat(),
    )  # fmt: skip
