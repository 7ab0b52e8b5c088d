"""Accounts: made on the way in, and changed by whom they belong to."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.audit import record_access
from participation.errors import Incomplete, NotAllowed
from participation.leaving import put_out
from participation.models import Language, User
from participation.models.people import UserManager
from participation.nicknames import checked_nickname
from participation.permissions import is_administrator
from participation.reading import Access


@transaction.atomic(durable=True)
def register_resident(email: str, *, language: str) -> User:
    """Give the account of `email`; make one for a resident, without a password, when there is none yet.

    The account that is found may be of any kind and may be closed: the caller decides what that means. One that
    nobody ever came in by counts as new again, and so does not go (`actions.tidy`) while its code is typed.
    """
    chosen = language if language in Language.values else Language.DUTCH
    person, made = User.objects.select_for_update(no_key=True).get_or_create(
        email=UserManager.normalize_email(email), defaults={"password": make_password(None), "language": chosen}
    )
    if not made and person.last_login is None:
        person.date_joined = timezone.now()
        person.save(update_fields=["date_joined"])
    return person


@transaction.atomic(durable=True)
def update_profile(person: User, *, actor: User, nickname: str, language: str) -> User:
    """Change the name that the public sees, and the language. Raises NotAllowed or Incomplete."""
    if actor.pk != person.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    person.nickname = checked_nickname(nickname, of_official=person.is_official)
    person.language = _checked_language(language)
    person.save(update_fields=["nickname", "language"])
    return person


@transaction.atomic(durable=True)
def choose_language(person: User, language: str, *, actor: User) -> User:
    """Remember in which language `person` wants pages and mails. Raises NotAllowed or Incomplete."""
    if actor.pk != person.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    person.language = _checked_language(language)
    person.save(update_fields=["language"])
    return person


@transaction.atomic(durable=True)
def forget_second_factor(person: User, *, actor: User) -> None:
    """Help an official who lost phone and recovery codes: they set up a second step anew after their password.

    Every session of theirs ends, so that whoever has the lost device is out. Raises NotAllowed.
    """
    if not is_administrator(actor) or actor.pk == person.pk:
        raise NotAllowed(_("U mag dit niet doen."))
    Authenticator.objects.filter(user=person).delete()
    put_out(person, lambda _key: True)
    record_access(person, Access.STEP_REMOVED, by=actor)


def _checked_language(language: str) -> str:
    if language not in Language.values:
        raise Incomplete(_("Kies een taal uit de lijst."), field="language")
    return language
