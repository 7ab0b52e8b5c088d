"""What an official can look at that says something of a person; `participation.audit` writes each look down."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reading(TextChoices):
    """The kinds of looks, as the audit log stores them."""

    IDEA = "read.idea", _("Idee bekeken")
    RATINGS = "read.ratings", _("Oordelen van indieners bekeken")
    MAIL = "read.mail", _("Binnengekomen e-mail bekeken")
    MODERATION = "read.moderation", _("Lijst van de moderatie bekeken")
    EXPORT = "read.export", _("Idee meegenomen in een bestand")
    DOCUMENT = "read.document", _("Document van een antwoord geopend")
    LETTERS = "read.letters", _("Brieven met stemcodes gemaakt")
    BOARD = "read.board", _("Bord meegenomen in een bestand")
    RESPONSE = "read.response", _("Inzending bekeken")
    RESPONSES = "read.responses", _("Lijst van inzendingen bekeken")
    RESPONSE_FILE = "read.response_file", _("Bestand van een inzending opgehaald")
    RESPONSE_EXPORT = "read.response_export", _("Inzending meegenomen in een bestand")
    PEOPLE = "read.people", _("Mensen opgezocht in het beheer")
    PERSON = "read.person", _("Account bekeken in het beheer")
    CONTACT = "read.contact", _("Adressen van een organisatie bekeken")
    AUDIT = "read.audit", _("Logboek bekeken")


class Access(TextChoices):
    """What becomes of an official's own way in."""

    SIGNED_IN = "access.in", _("Ingelogd")
    REFUSED = "access.refused", _("Inloggen geweigerd")
    ENDED = "access.ended", _("Uitgelogd door de inlogdienst")
    PASSWORD = "access.password", _("Wachtwoord veranderd")
    STEP_ADDED = "access.step_added", _("Tweede stap toegevoegd")
    STEP_REMOVED = "access.step_removed", _("Tweede stap weggehaald")
    CODES = "access.codes", _("Nieuwe herstelcodes gemaakt")


class Keeping(TextChoices):
    """What becomes of the audit log itself, by nobody's hand."""

    CLOSED = "audit.closed", _("Maand van het logboek gesloten")


class Administration(TextChoices):
    """What was done in the administration, as the database itself writes it down."""

    ADDED = "admin.added", _("Toegevoegd in het beheer")
    CHANGED = "admin.changed", _("Veranderd in het beheer")
    DELETED = "admin.deleted", _("Verwijderd in het beheer")
