from participation.models.absence import Absence, with_stand_ins
from participation.models.allowance import Allowance
from participation.models.audit import AuditEntry
from participation.models.audit_closing import AuditClosing
from participation.models.closed_day import ClosedDay
from participation.models.destruction import Destruction
from participation.models.event import Event
from participation.models.grant import Grant
from participation.models.organisations import (
    WRITERS,
    Membership,
    MembershipInvitation,
    MembershipRequest,
    Organisation,
    OrganisationKind,
    OrganisationRole,
    Verified,
)
from participation.models.people import Kind, Language, User
from participation.models.places import Area, AreaKind, Moderation, Programme, Theme
from participation.models.term import SetTerm

__all__ = [
    "WRITERS",
    "Absence",
    "Allowance",
    "Area",
    "AreaKind",
    "AuditClosing",
    "AuditEntry",
    "ClosedDay",
    "Destruction",
    "Event",
    "Grant",
    "Kind",
    "Language",
    "Membership",
    "MembershipInvitation",
    "MembershipRequest",
    "Moderation",
    "Organisation",
    "OrganisationKind",
    "OrganisationRole",
    "Programme",
    "SetTerm",
    "Theme",
    "User",
    "Verified",
    "with_stand_ins",
]
