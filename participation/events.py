"""What can happen to accounts, programmes, organisations and days. `notifications/switchboard.py` says who hears."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonEvent(TextChoices):
    """The kinds of news about a person, as the journal stores them."""

    UNUSED = "person.unused", _("Account lang niet gebruikt")
    ROLES = "person.roles", _("Rollen uit de groepen van de inlogdienst")
    INVITED = "person.staff_invited", _("Medewerker uitgenodigd")
    ROLE_GIVEN = "person.role_given", _("Rol gegeven")
    ROLE_TAKEN = "person.role_taken", _("Rol weggenomen")
    CLOSED = "person.closed", _("Account van medewerker gesloten")
    OPENED = "person.staff_reopened", _("Account van medewerker weer geopend")
    AWAY = "person.away", _("Afwezigheid opgegeven")
    NOT_AWAY = "person.not_away", _("Afwezigheid gestopt")


class ProgrammeEvent(TextChoices):
    """The kinds of news about a programme that administrators did not make on its own page."""

    DEPUTIES = "programme.deputies", _("Vervangers veranderd bij de medewerkers")


class CalendarEvent(TextChoices):
    """The kinds of news about a day, as the journal stores them."""

    DAY_CLOSED = "calendar.closed", _("Gesloten dag erbij")
    DAY_OPENED = "calendar.opened", _("Gesloten dag weg")


class OrganisationEvent(TextChoices):
    """The kinds of news about an organisation, as the journal stores them. The facts name people by key only."""

    MADE = "organisation.org_made", _("Organisatie aangemeld")
    CHANGED = "organisation.org_changed", _("Gegevens van de organisatie veranderd")
    INVITED = "organisation.org_invited", _("Iemand gevraagd voor een organisatie")
    JOINED = "organisation.org_joined", _("Lid erbij")
    LEFT = "organisation.org_left", _("Lid weg")
    JOIN_ASKED = "organisation.org_join_asked", _("Iemand vroeg om mee te doen")
    LET_IN = "organisation.org_let_in", _("Iemand toegelaten")
    TURNED_AWAY = "organisation.org_turned_away", _("Iemand niet toegelaten")
    ROLE_GIVEN = "organisation.org_role_given", _("Andere rol in de organisatie")
    VERIFIED = "organisation.org_verified", _("Organisatie gecontroleerd")
    UNVERIFIED = "organisation.org_unverified", _("Controle van de organisatie ingetrokken")
