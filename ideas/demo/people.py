"""Accounts of people who do not exist: who signs in, who writes, owns and deputises, and a crowd that supports."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from ideas.demo.content import Content
from participation.demo.people import PEOPLE, Person
from participation.models import Kind, Organisation, OrganisationKind, User

CROWD = 44
ORGANISATION_KINDS = {"knowledge": OrganisationKind.EDUCATION}
LONGEST_NICKNAME = 40


@dataclass(slots=True)
class Cast:
    """Everybody by e-mail address, writers by their key, and all who may support."""

    by_email: dict[str, User] = field(default_factory=dict)
    writers: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    crowd: list[User] = field(default_factory=list)


def make_people(content: Content) -> Cast:
    """Make the accounts that are not there yet; those that are stay as they are. The caller holds the transaction."""
    cast = Cast()
    fixed = {person.email: _fields(person) for person in PEOPLE}
    written = {person["email"]: {"nickname": person["nickname"]} for person in content.people}
    crowd = {
        f"meedoener-{number:02d}@example.org": {"nickname": f"Inwoner {4_000_000 + number * 7_919}"}
        for number in range(1, CROWD + 1)
    }
    cast.by_email = _accounts({**crowd, **written, **_officials(content.programmes), **fixed})
    for fixed_person in PEOPLE:
        _second_factor(cast.by_email[fixed_person.email], fixed_person)
    for person in content.people:
        user = cast.writers[person["key"]] = cast.by_email[person["email"]]
        if person.get("organisation"):
            cast.organisations[person["key"]] = _organisation(person["organisation"], user)
    cast.crowd = [*cast.writers.values(), *(cast.by_email[email] for email in crowd)]
    return cast


def _fields(person: Person) -> dict[str, Any]:
    is_official = person.kind == "official"
    return {
        "nickname": person.nickname,
        "kind": Kind.OFFICIAL if is_official else Kind.RESIDENT,
        "is_coordinator": is_official and "coordinator" in person.role,
        "is_superuser": is_official and "administrator" in person.role,
        "password": person.password,
    }


def _officials(programmes: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Owners and deputies by e-mail address. They exist for the mail that they get: nobody can sign in as them."""
    found: dict[str, dict[str, Any]] = {}
    for programme in programmes:
        for role, emails in (("Eigenaar", [programme["owner"]]), ("Vervanger", programme.get("deputies", []))):
            nickname = f"{role} {programme['team']}"[:LONGEST_NICKNAME]
            found |= {email: {"nickname": nickname, "kind": Kind.OFFICIAL} for email in emails}
    return found


def _accounts(wanted: dict[str, dict[str, Any]]) -> dict[str, User]:
    """An account and a confirmed address for each; a password is worked out only for whoever is new."""
    there = set(User.objects.filter(email__in=wanted).values_list("email", flat=True))
    missing = {email: fields for email, fields in wanted.items() if email not in there}
    User.objects.bulk_create(
        User(email=email, **{**fields, "password": make_password(fields.get("password") or None)})
        for email, fields in missing.items()
    )
    users = {user.email: user for user in User.objects.filter(email__in=wanted)}
    EmailAddress.objects.bulk_create(
        EmailAddress(user=users[email], email=email, verified=True, primary=True) for email in missing
    )
    return users


def _second_factor(user: User, person: Person) -> None:
    """The authenticator of an official, with the secret that the demonstration shows on the screen."""
    if user.is_official and not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, person.totp_secret)


def _organisation(wanted: dict[str, str], member: User) -> Organisation:
    kind = ORGANISATION_KINDS.get(wanted["kind"], wanted["kind"])
    organisation, made = Organisation.objects.get_or_create(
        kvk_number=wanted["kvk"], defaults={"name": wanted["name"], "kind": kind}
    )
    if made:
        organisation.memberships.create(user=member)
    return organisation
