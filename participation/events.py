"""What can happen to an account, a programme and the calendar. `notifications/switchboard.py` says who hears of it."""

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
    AWAY = "person.away", _("Afwezigheid opgegeven")
    NOT_AWAY = "person.not_away", _("Afwezigheid gestopt")


class ProgrammeEvent(TextChoices):
    """The kinds of news about a programme that administrators did not make on its own page."""

    DEPUTIES = "programme.deputies", _("Vervangers veranderd bij de medewerkers")


class CalendarEvent(TextChoices):
    """The kinds of news about a day, as the journal stores them."""

    DAY_CLOSED = "calendar.closed", _("Gesloten dag erbij")
    DAY_OPENED = "calendar.opened", _("Gesloten dag weg")
