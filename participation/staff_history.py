"""How an official came to their roles, from the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from participation import journal
from participation.events import PersonEvent
from participation.models import Event, User
from participation.roles import Role

MOST_TOLD = 50
KINDS = (
    PersonEvent.INVITED,
    PersonEvent.ROLE_GIVEN,
    PersonEvent.ROLE_TAKEN,
    PersonEvent.CLOSED,
    PersonEvent.OPENED,
    PersonEvent.ROLES,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One change: when, in words, and by whom; empty when that account is gone."""

    when: datetime
    what: str
    who: str


def history_of(person: User) -> list[Told]:
    """What happened to the roles of `person`, newest first. One statement."""
    events = journal.timeline_of(person).filter(kind__in=KINDS).select_related("actor")
    return [
        Told(event.recorded_at, _in_words(event), event.actor.nickname if event.actor else "")
        for event in events.order_by("-pk")[:MOST_TOLD]
    ]


def _in_words(event: Event) -> str:
    facts = event.facts
    match event.kind:
        case PersonEvent.INVITED:
            return _("Uitgenodigd als medewerker")
        case PersonEvent.CLOSED:
            return _("Account gesloten")
        case PersonEvent.OPENED:
            return _("Account weer geopend")
        case PersonEvent.ROLES:
            return _("Rollen uit de groepen van de gemeente: %(roles)s") % {"roles": _groups(facts["roles"])}
        case PersonEvent.ROLE_GIVEN:
            return _("Rol erbij: %(role)s") % {"role": _role(facts)}
        case _:
            return _("Rol weg: %(role)s") % {"role": _role(facts)}


def _role(facts: dict[str, Any]) -> str:
    label = str(Role(facts["role"]).label)
    return f"{label}, {facts['programme']}" if facts["programme"] else label


def _groups(names: list[str]) -> str:
    """The roles as the groups give them; a programme by the name of its address."""
    pairs = [name.partition(":") for name in names]
    return ", ".join(f"{Role(role).label}{f' ({slug})' if slug else ''}" for role, _colon, slug in pairs) or _("geen")
