"""From what the provider says of somebody to what they may do here. Pure."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from participation.models import Programme
from participation.roles import Role

#: What a group can give besides the names of roles: to be an official, without a role yet. Every role makes that too.
OFFICIAL = "official"
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Official:
    """Who comes from the provider. Without roles they are nobody's official."""

    subject: str
    email: str
    name: str
    roles: frozenset[str]
    has_second_factor: bool


def official_of(claims: dict[str, Any]) -> Official:
    """Read the claims of an ID token that was checked. A claim of a wrong kind counts as absent."""
    groups = set(_texts(claims.get(settings.OPENID_GROUPS_CLAIM)))
    proved = {*_texts(claims.get("amr")), *_texts(claims.get("acr"))}
    return Official(
        subject=str(claims["sub"]),
        email=_text(claims.get("email")),
        name=" ".join(_text(claims.get("name")).split())[:LONGEST_NAME],
        roles=frozenset(role for group, role in settings.OPENID_ROLES.items() if group in groups),
        has_second_factor=bool(proved & set(settings.OPENID_SECOND_FACTOR)),
    )


def governed() -> frozenset[str]:
    """The names of the roles of which the groups say who has them: two always, others where a group gives them."""
    always = {str(role) for role in (Role.COORDINATOR, Role.ADMINISTRATOR)}
    return frozenset((always | set(settings.OPENID_ROLES.values())) - {OFFICIAL})


def name_of(role: Role, programme: Programme | None) -> str:
    """A role as `OPENID_ROLES` names it, with the programme that it is in."""
    return f"{role}:{programme.slug}" if programme else str(role)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
