"""What can happen to an account and to the calendar. `notifications/switchboard.py` says who hears of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonEvent(TextChoices):
    """The kinds of news about a person, as the journal stores them."""

    UNUSED = "person.unused", _("Account lang niet gebruikt")
    ROLES = "person.roles", _("Rollen uit de groepen van de inlogdienst")
    AWAY = "person.away", _("Afwezigheid opgegeven")
    NOT_AWAY = "person.not_away", _("Afwezigheid gestopt")


class CalendarEvent(TextChoices):
    """The kinds of news about a day, as the journal stores them."""

    DAY_CLOSED = "calendar.closed", _("Gesloten dag erbij")
    DAY_OPENED = "calendar.opened", _("Gesloten dag weg")
