"""What the ground floor, and the libraries that it brings, keep of people."""

import json
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.models import (
    Absence,
    AuditEntry,
    Event,
    Grant,
    Membership,
    MembershipInvitation,
    MembershipRequest,
    Organisation,
    Programme,
    User,
)
from participation.register import Column, Holding, register


def leave_sessions(person: User, _ideas_go: bool) -> None:
    """Sign the person out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def forget_name_in_journal(person: User, _ideas_go: bool) -> None:
    """Take the public name out of what is told of the person's deeds. Deleting the account empties `actor` itself."""
    names = {person.nickname, person.email}
    for event in Event.objects.filter(actor=person).only("facts").iterator(chunk_size=500):
        facts = without(names, event.facts)
        if facts != event.facts:
            Event.objects.filter(pk=event.pk).update(facts=facts)


def without(names: set[str], value: Any) -> Any:
    """`value`, as JSON knows it, with nothing in place of every text that is one of `names`."""
    if isinstance(value, dict):
        return {key: without(names, part) for key, part in value.items()}
    if isinstance(value, list):
        return [without(names, part) for part in value]
    return "" if value in names else value


def forget_name_in_log(person: User, _ideas_go: bool) -> None:
    """Empty what the administration's log says of the person by name; that something was changed stays."""
    about = LogEntry.objects.filter(content_type__app_label="participation")
    itself = Q(content_type__model=User._meta.model_name, object_id=str(person.pk))
    said = Q()
    for name in (person.nickname, person.email):
        in_json = json.dumps(name)[1:-1]
        said |= Q(object_repr__contains=name) | Q(change_message__contains=in_json)
    about.filter(itself | said).update(object_repr="", change_message="")


register(
    Holding(
        model=User,
        person="pk",
        title=_("Uw account"),
        columns=(
            Column("email", _("E-mailadres")),
            Column("nickname", _("Schuilnaam")),
            Column("language", _("Taal")),
            Column("kind", _("Soort")),
            Column("is_coordinator", _("Coördinator")),
            Column("is_superuser", _("Beheerder")),
            Column("is_active", _("Actief")),
            Column("date_joined", _("Account sinds")),
            Column("openid_subject", _("Code bij de inlogdienst van de gemeente")),
            Column("last_login", _("Laatst ingelogd")),
            Column("warned_at", _("Gewaarschuwd dat het account verdwijnt")),
        ),
    ),
    Holding(
        model=Membership,
        person="user",
        title=_("Uw organisaties"),
        columns=(
            Column("name", _("Naam"), "organisation__name"),
            Column("kvk_number", _("KvK-nummer"), "organisation__kvk_number"),
            Column("role", _("Rol")),
            Column("since", _("Sinds")),
        ),
    ),
    Holding(
        model=Organisation,
        person="members",
        title=_("Uw organisaties"),
        silence="The same as the memberships, seen from the organisation.",
    ),
    Holding(
        model=Organisation,
        person="verified_by",
        title=_("Organisaties die u controleerde"),
        silence="It is the municipality's work, and no news about the official.",
    ),
    Holding(
        model=MembershipInvitation,
        person="invited_by",
        title=_("Mensen die u vroeg voor uw organisatie"),
        silence="An invitation is the data of whoever is invited.",
    ),
    Holding(
        model=MembershipRequest,
        person="person",
        title=_("Organisaties waar u vroeg om mee te doen"),
        columns=(
            Column("kvk_number", _("KvK-nummer"), "organisation__kvk_number"),
            Column("asked_at", _("Moment")),
        ),
    ),
    Holding(
        model=Programme,
        person="owner",
        title=_("Programma's waarvan u eigenaar bent"),
        columns=(Column("name", _("Naam")),),
    ),
    Holding(
        model=Programme,
        person="deputies",
        title=_("Programma's waarin u vervangt"),
        columns=(Column("name", _("Naam")),),
    ),
    Holding(
        model=Grant,
        person="person",
        title=_("Rollen die u hebt als medewerker"),
        columns=(
            Column("role", _("Rol")),
            Column("programme", _("Programma"), "programme__name"),
            Column("given_at", _("Sinds")),
        ),
    ),
    Holding(
        model=Grant,
        person="given_by",
        title=_("Rollen die u gaf"),
        silence="Who has the role is the colleague's data; that somebody gave it stands among what they did.",
    ),
    Holding(
        model=Absence,
        person="person",
        title=_("Wanneer u er niet bent"),
        columns=(Column("first_day", _("Eerste dag")), Column("last_day", _("Laatste dag"))),
    ),
    Holding(
        model=Absence,
        person="stand_in",
        title=_("Wanneer u iemand vervangt"),
        columns=(Column("first_day", _("Eerste dag")), Column("last_day", _("Laatste dag"))),
    ),
    Holding(
        model=Event,
        person="actor",
        title=_("Wat u deed"),
        # Of the facts only what the person wrote: the rest may tell of others, such as a partner's name.
        columns=(
            Column("kind", _("Soort")),
            Column("recorded_at", _("Moment")),
            Column("reference", _("Nummer van het idee"), "facts__reference"),
            Column("text", _("Uw tekst"), "facts__text"),
            Column("reason", _("Uw reden"), "facts__reason"),
        ),
        leave=forget_name_in_journal,
    ),
    Holding(
        model=AuditEntry,
        person="about",
        title=_("Wanneer medewerkers naar uw gegevens keken"),
        # Not who it was: that is the colleague's data, and the municipality answers for all of them.
        columns=(
            Column("kind", _("Soort")),
            Column("recorded_at", _("Moment")),
            Column("reference", _("Nummer van het idee")),
        ),
    ),
    Holding(
        model=AuditEntry,
        person="who",
        title=_("Wat u bekeek en deed als medewerker"),
        columns=(
            Column("kind", _("Soort")),
            Column("recorded_at", _("Moment")),
            Column("reference", _("Nummer van het idee")),
        ),
    ),
    Holding(
        model=UserSession,
        person="user",
        title=_("Waar u bent ingelogd"),
        columns=(
            Column("user_agent", _("Apparaat")),
            Column("ip", _("Netwerkadres")),
            Column("created_at", _("Ingelogd sinds")),
            Column("last_seen_at", _("Laatst gezien")),
        ),
        leave=leave_sessions,
    ),
    Holding(
        model=EmailAddress,
        person="user",
        title=_("E-mailadressen"),
        columns=(Column("email", _("E-mailadres")), Column("verified", _("Bevestigd"))),
    ),
    Holding(
        model=Authenticator,
        person="user",
        title=_("Uw tweede stap"),
        columns=(
            Column("type", _("Soort")),
            Column("created_at", _("Gemaakt")),
            Column("last_used_at", _("Laatst gebruikt")),
        ),
    ),
    Holding(
        model=LogEntry,
        person="user",
        title=_("Wat u deed in het beheer"),
        columns=(Column("action_time", _("Moment")), Column("model", _("Soort"), F("content_type__model"))),
        leave=forget_name_in_log,
    ),
)
