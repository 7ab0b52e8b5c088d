"""Who works at the desk, and as what: inviting officials, giving and taking roles, closing accounts.

Owners of programmes are chosen where the programme is kept, because a programme always has one.
"""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.events import PersonEvent, ProgrammeEvent
from participation.grants import drop, has, held_by, is_of_groups, put, roles_in
from participation.leaving import put_out
from participation.models import Kind, Programme, User
from participation.models.people import UserManager
from participation.nicknames import checked_nickname
from participation.permissions import is_official, may_give, may_keep_staff
from participation.roles import IN_PROGRAMME, Role

#: One change of roles at a time: two administrators cannot take the role of each other at once.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('participation.staff', 0))"


@transaction.atomic(durable=True)
def invite_official(email: str, *, nickname: str, actor: User) -> User:
    """Make an account for an official, or open the one that was closed; a mail says how to come in.

    It has no roles and no password yet. Raises NotAllowed, NotPossible when officials have another door, or Incomplete.
    """
    actor = _begin(actor)
    if not may_keep_staff(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    if not settings.LOCAL_PASSWORDS:
        raise NotPossible(_("Medewerkers komen binnen met hun account van de gemeente. Zet ze daar in een groep."))
    address = _checked_address(email)
    person = User.objects.filter(email=address).first()
    if person is None:
        name = checked_nickname(nickname, of_official=True)
        person = User.objects.create(email=address, nickname=name, kind=Kind.OFFICIAL, password=make_password(None))
    elif person.is_official and not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    else:
        raise Incomplete(_("Er is al een account met dit adres."), field="email")
    journal.record(PersonEvent.INVITED, person, actor=actor)
    return person


@transaction.atomic(durable=True)
def give_role(person: User, role: Role, *, actor: User, programme: Programme | None = None) -> None:
    """Give an official a role. In a programme everybody has one: the one that they had there makes place.

    Raises NotAllowed, NotPossible when they have it already, or Incomplete without the programme that it needs.
    """
    actor = _begin(actor)
    _check(person, role, programme, actor)
    if not is_official(person):
        raise NotPossible(_("Alleen een medewerker met een open account krijgt een rol."))
    if has(person, role, programme):
        raise NotPossible(_("Deze medewerker heeft deze rol al."))
    if programme is not None:
        if has(person, Role.OWNER, programme):
            raise Incomplete(_("De eigenaar kan hier niet nog een rol hebben."), field="role")
        for former in roles_in(programme, person):
            _take(person, former, programme, actor)
    put(person, role, programme, given_by=actor)
    _tell(PersonEvent.ROLE_GIVEN, person, role, programme, actor)


@transaction.atomic(durable=True)
def take_role(person: User, role: Role, *, actor: User, programme: Programme | None = None) -> None:
    """Take a role away; it counts with the next click. Raises NotAllowed, Incomplete or NotPossible, as for giving."""
    actor = _begin(actor)
    _check(person, role, programme, actor)
    if not has(person, role, programme):
        raise NotPossible(_("Deze medewerker heeft deze rol niet meer."))
    _take(person, role, programme, actor)


@transaction.atomic(durable=True)
def close_official(person: User, *, actor: User) -> list[str]:
    """Close the account of an official: every session ends at once, and every role goes.

    Gives the names of the programmes that they still own: those need another owner, and keep this one until then.
    Raises NotAllowed or NotPossible.
    """
    actor = _begin(actor)
    if not may_keep_staff(actor, person) or not person.is_official:
        raise NotAllowed(_("U mag dit niet doen."))
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise NotPossible(_("Dit account is al gesloten."))
    held = held_by([person])[person.pk]
    for one in held:
        if one.role != Role.OWNER:
            _take(person, one.role, one.programme, actor)
    person.is_active = False
    person.save(update_fields=["is_active"])
    put_out(person, lambda _key: True)
    journal.record(PersonEvent.CLOSED, person, actor=actor)
    return [str(one.programme) for one in held if one.role == Role.OWNER]


@transaction.atomic(durable=True)
def reopen_official(person: User, *, actor: User) -> None:
    """Open the account of an official that was closed. Its roles stay away: they are given anew, here or by groups.

    Raises NotAllowed or NotPossible.
    """
    actor = _begin(actor)
    if not may_keep_staff(actor, person) or not person.is_official:
        raise NotAllowed(_("U mag dit niet doen."))
    if not User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        raise NotPossible(_("Dit account is al open."))
    journal.record(PersonEvent.OPENED, person, actor=actor)


def _begin(actor: User) -> User:
    """Wait for whoever changes roles now; gives the actor as the database knows them then."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    return User.objects.get(pk=actor.pk)


def _check(person: User, role: Role, programme: Programme | None, actor: User) -> None:
    if not may_give(actor, role, person):
        raise NotAllowed(_("U mag dit niet doen."))
    if role == Role.OWNER:
        raise NotPossible(_("De eigenaar kiest u bij het programma zelf."))
    if (programme is not None) != (role in IN_PROGRAMME):
        raise Incomplete(
            _("Kies bij deze rol een programma.") if programme is None else _("Deze rol geldt voor alle programma's."),
            field="programme",
        )
    if is_of_groups(person, role, programme):
        raise NotPossible(_("Deze rol komt uit een groep van de gemeente. Verander hem daar."))


def _take(person: User, role: Role, programme: Programme | None, actor: User) -> None:
    drop(person, role, programme)
    _tell(PersonEvent.ROLE_TAKEN, person, role, programme, actor)


def _tell(kind: PersonEvent, person: User, role: Role, programme: Programme | None, actor: User) -> None:
    """In the journal, by keys. Deputies stand in the programme's own form, which must know that they changed."""
    journal.record(
        kind,
        person,
        actor=actor,
        role=role,
        programme_id=programme.pk if programme else None,
        programme=programme.name if programme else "",
    )
    if role == Role.DEPUTY and programme is not None:
        journal.record(ProgrammeEvent.DEPUTIES, programme, actor=actor)


def _checked_address(email: str) -> str:
    address = UserManager.normalize_email(email)
    try:
        validate_email(address)
    except ValidationError:
        raise Incomplete(
            _("Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@voorbeeld.nl."), field="email"
        ) from None
    return address
