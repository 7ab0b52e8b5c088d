"""Comments and their moderation in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CommentState(TextChoices):
    """Where a comment is in its life. Only `public` shows its text; `hidden` and `deleted` keep their place."""

    HELD = "held", _("Wacht op controle")
    PUBLIC = "public", _("Openbaar")
    HIDDEN = "hidden", _("Verborgen")
    DELETED = "deleted", _("Weggehaald door de schrijver")


class Side(TextChoices):
    """What a comment argues, in programmes that ask for it. None of both is fine too."""

    PRO = "pro", _("Voor")
    CON = "con", _("Tegen")


class Sort(TextChoices):
    """The orders of a discussion. The values stand in addresses."""

    NEWEST = "nieuwste", _("Nieuwste eerst")
    OLDEST = "oudste", _("Oudste eerst")
    HELPFUL = "nuttig", _("Meest nuttig")


class ReportReason(TextChoices):
    """Why somebody reports a text."""

    INSULT = "belediging", _("Het beledigt of bedreigt iemand")
    DISCRIMINATION = "discriminatie", _("Het discrimineert")
    PERSONAL = "gegevens", _("Er staan gegevens van een persoon in")
    SPAM = "reclame", _("Het is reclame of spam")
    OFF_TOPIC = "onderwerp", _("Het gaat niet over het idee")
    ILLEGAL = "strafbaar", _("Het mag niet van de wet")
    OTHER = "anders", _("Iets anders")


class RemovalReason(TextChoices):
    """The sentences with which a text is hidden. Everybody reads them, so they say nothing about the person."""

    INSULT = "belediging", _("De tekst beledigt of bedreigt iemand.")
    DISCRIMINATION = "discriminatie", _("De tekst discrimineert.")
    PERSONAL = "gegevens", _("In de tekst staan gegevens van een persoon.")
    SPAM = "reclame", _("De tekst is reclame of spam.")
    OFF_TOPIC = "onderwerp", _("De tekst gaat niet over het idee.")
    ILLEGAL = "strafbaar", _("De tekst mag niet van de wet.")


class Sign(TextChoices):
    """Why a text waits for a person. Each is a sentence that its writer reads."""

    BEFORE = "before", _("Bij dit programma leest een medewerker elke reactie eerst.")
    NO_PROOF = "no_proof", _("De controle tegen robots is niet gedaan.")
    NEW_WITH_LINKS = "new_with_links", _("Uw account is nieuw en er staat een link in uw tekst.")
    WORD = "word", _("Er staat een woord in dat wij eerst bekijken.")
    REPORTS = "reports", _("Meer mensen hebben deze tekst gemeld.")
    LINKS = "links", _("Er staan veel links in.")
    CAPITALS = "capitals", _("Bijna alles staat in hoofdletters.")
    REPETITION = "repetition", _("Een teken of woord komt heel vaak achter elkaar.")
    PERSONAL = "personal", _("Er lijkt een telefoonnummer, mailadres of rekeningnummer in te staan.")
    SALES = "sales", _("De tekst lijkt op reclame.")
    HIDDEN_SIGNS = "hidden_signs", _("Er staan onzichtbare tekens in.")
    COPIED = "copied", _("U hebt deze tekst vaker geplaatst.")
