"""Officials who come in through the municipality's own sign-in: their account, and the roles of their groups."""

import logging

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from participation import journal
from participation.audit import record_access
from participation.errors import NotAllowed
from participation.events import PersonEvent
from participation.grants import drop, held_by, put
from participation.leaving import put_out
from participation.models import Kind, Programme, User
from participation.models.people import UserManager, new_nickname
from participation.openid_roles import Official, governed
from participation.reading import Access
from participation.roles import Role

log = logging.getLogger(__name__)

#: Of two first sign-ins at once, the second waits here and then finds the account of the first.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('participation.openid:' || %s, 0))"


@transaction.atomic(durable=True)
def welcome_official(official: Official) -> User | None:
    """Give the account of who comes in, with the roles that their groups give now, no more and no less.

    None for who is in no group of ours: such an account loses its roles, and its sessions end. The account is found by
    the provider's subject and never by a mail address, which people and other tenants can change (takeover). Raises
    NotAllowed for a closed account, and when the address belongs to an account that is not theirs.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [official.subject])
    person = User.objects.select_for_update(no_key=True).filter(openid_subject=official.subject).first()
    if person is None:
        return _newcomer(official) if official.roles else None
    if not person.is_active:
        raise NotAllowed(_("Dit account is gesloten."))
    _apply(person, official)
    if official.roles:
        return person
    put_out(person, lambda _key: True)
    return None


def note_refusal(official: Official) -> None:
    """Write down that the door stayed shut for somebody from the provider who has an account here."""
    person = User.objects.filter(openid_subject=official.subject).first()
    if person is not None:
        record_access(person, Access.REFUSED)


def _newcomer(official: Official) -> User:
    email = UserManager.normalize_email(official.email)
    try:
        validate_email(email)
    except ValidationError:
        raise NotAllowed(_("Uw account bij de gemeente heeft geen e-mailadres. Vraag de beheerder om hulp.")) from None
    if User.objects.filter(email=email).exists():
        raise NotAllowed(
            _("Er is al een account met uw e-mailadres. Geef de beheerder deze code om het te koppelen: %(code)s")
            % {"code": official.subject}
        )
    person = User.objects.create(
        email=email,
        openid_subject=official.subject,
        nickname=official.name or new_nickname(),
        password=make_password(None),
        kind=Kind.OFFICIAL,
    )
    _apply(person, official)
    return person


def _apply(person: User, official: Official) -> None:
    """Set what the groups say, and write it down when that is new. Who is in no group keeps no role at all."""
    before = (person.kind, {str(one) for one in held_by([person])[person.pk]})
    person.kind = Kind.OFFICIAL
    person.save(update_fields=["kind"])
    for name in sorted(governed()):
        role, _colon, slug = name.partition(":")
        programme = Programme.objects.filter(slug=slug).first() if slug else None
        if slug and programme is None:
            log.warning("OPENID_ROLES gives a role in %r, which is no programme.", slug)
        elif name in official.roles:
            put(person, Role(role), programme, given_by=None)
        else:
            drop(person, Role(role), programme)
    for one in () if official.roles else held_by([person])[person.pk]:
        if one.role != Role.OWNER:
            drop(person, one.role, one.programme)
    if before != (person.kind, {str(one) for one in held_by([person])[person.pk]}) or not person.last_login:
        journal.record(PersonEvent.ROLES, person, actor=person, roles=sorted(official.roles))
