"""From what the provider says of somebody to what they may do here. Pure."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

#: The roles that a group can give; each makes somebody an official as well.
OFFICIAL, COORDINATOR, ADMINISTRATOR = "official", "coordinator", "administrator"
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


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
