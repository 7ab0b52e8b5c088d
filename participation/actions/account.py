"""What people do with their own account: another address, out everywhere, or gone."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.leaving import leave, put_out, sign_out
from participation.models import Kind, User
from participation.models.people import UserManager
from participation.page_news import withdraw_pages
from participation.permissions import is_administrator, may_change_address


def change_address(person: User, *, actor: User, email: str, keep_session: str) -> str:
    """Give `person` another mail address, which a code has proved to be theirs; gives the old one.

    Every session but the one with the key `keep_session` ends. Raises NotAllowed, or Incomplete for an address that
    is no address or of another account.
    """
    try:
        return _change_address(person, actor, UserManager.normalize_email(email), keep_session)
    except IntegrityError as taken:
        raise Incomplete(_("Dit adres hoort al bij een ander account."), field="email") from taken


@transaction.atomic(durable=True)
def _change_address(person: User, actor: User, email: str, keep_session: str) -> str:
    if actor.pk != person.pk or not may_change_address(person):
        raise NotAllowed(_("U mag dit niet doen."))
    try:
        validate_email(email)
    except ValidationError as wrong:
        refusal = _("Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@voorbeeld.nl.")
        raise Incomplete(refusal, field="email") from wrong
    old, person.email = person.email, email
    person.save(update_fields=["email"])
    put_out(person, keep_session.__ne__)
    return old


@transaction.atomic(durable=True)
def sign_out_here(person: User, *, actor: User, session_key: str) -> None:
    """Take leave of the browser with this session; the session itself ends with the request. Raises NotAllowed."""
    if actor.pk != person.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    sign_out(person, session_key.__eq__)


@transaction.atomic(durable=True)
def sign_out_elsewhere(person: User, *, actor: User, keep_session: str) -> None:
    """End every session of `person` but the one with the key `keep_session`. Raises NotAllowed."""
    if actor.pk != person.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    put_out(person, keep_session.__ne__)


@transaction.atomic(durable=True)
def sign_out_everywhere(person: User, *, actor: User) -> int:
    """End every session of `person`; gives how many. Raises NotAllowed."""
    if actor.pk != person.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    return put_out(person, lambda _key: True)


@transaction.atomic(durable=True)
def delete_account(person: User, *, actor: User, ideas_go: bool) -> None:
    """Delete the account for good. Ideas stay as of nobody, or go with it. Raises NotAllowed or NotPossible.

    The caller has made sure that it is really the person: `participation.proof`.
    """
    if actor.pk != person.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    # Held, so that nobody makes them owner of a programme at this very moment.
    person = User.objects.select_for_update().get(pk=person.pk)
    if reason := obstacle(person):
        raise NotPossible(reason)
    leave(person, ideas_go=ideas_go)
    withdraw_pages()


def obstacle(person: User) -> str:
    """Why this account cannot be deleted now, in words; empty when it can."""
    owned = list(person.owned_programmes.values_list("name", flat=True)[:5])
    if owned:
        return _("U bent eigenaar van: %(programmes)s. Laat de beheerder eerst een andere eigenaar kiezen.") % {
            "programmes": ", ".join(owned)
        }
    administrators = User.objects.filter(kind=Kind.OFFICIAL, is_superuser=True, is_active=True)
    if is_administrator(person) and not administrators.exclude(pk=person.pk).exists():
        return _("U bent de enige beheerder. Maak eerst iemand anders beheerder.")
    return ""
