from participation.models.allowance import Allowance
from participation.models.destruction import Destruction
from participation.models.event import Event
from participation.models.people import (
    Kind,
    Language,
    Membership,
    Organisation,
    OrganisationKind,
    User,
)
from participation.models.places import Area, AreaKind, Moderation, Programme, Theme

__all__ = [
    "Allowance",
    "Area",
    "AreaKind",
    "Destruction",
    "Event",
    "Kind",
    "Language",
    "Membership",
    "Moderation",
    "Organisation",
    "OrganisationKind",
    "Programme",
    "Theme",
    "User",
]
