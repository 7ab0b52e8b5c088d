"""How long data about people is kept, in words for administrators; the terms are in `participation.terms`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation import terms
from participation.terms import Term


@dataclass(frozen=True, slots=True)
class Retention:
    """One term: what it is about, why it is as long as it is, and the bounds within which it may be set."""

    term: Term
    what: Promise
    why: Promise

    @property
    def days(self) -> int:
        """How many days it is in this installation."""
        return self.term.lasts().days


RETENTION = (
    Retention(
        terms.UNUSED_ACCOUNT,
        _("Een account waarmee niemand inlogde"),
        _("Een code geldt een kwartier. Wie later terugkomt, krijgt een nieuw account."),
    ),
    Retention(
        terms.INACTIVE_ACCOUNT,
        _("Een account dat lang niet is gebruikt"),
        _("Van idee tot resultaat duurt het soms drie jaar. Zo lang moet de indiener te vinden zijn."),
    ),
    Retention(
        terms.WARNING,
        _("De waarschuwing voordat een account weggaat"),
        _("Een maand is langer dan een vakantie. Wie het account wil houden, leest de mail op tijd."),
    ),
    Retention(
        terms.CONCEPT,
        _("Een idee dat niet is verstuurd, van iemand met een account"),
        _("Een seizoen is lang genoeg om te wachten op een bijeenkomst in de buurt."),
    ),
    Retention(
        terms.MESSAGES,
        _("Berichten en verstuurde mails"),
        _("Een jaar lang kan iemand antwoorden teruglezen, en kunnen wij nagaan of een mail aankwam."),
    ),
    Retention(
        terms.PARTNER_ADDRESS,
        _("Het e-mailadres van een partner"),
        _("De link van een partner werkt 14 dagen. Daarna is het adres alleen nodig voor vragen."),
    ),
    Retention(
        terms.DEVICES,
        _("Een apparaat dat meldingen krijgt"),
        _("Een apparaat dat een jaar niets aannam, en waarvan de eigenaar niet langskwam, is er niet meer."),
    ),
    Retention(
        terms.ENTERED_FOR,
        _("Naam en postadres van wie een idee op papier indiende"),
        _("Een jaar na het resultaat kan iemand er nog een brief over sturen."),
    ),
    Retention(
        terms.INBOUND_MAIL,
        _("E-mail waarvan een idee is gemaakt, of die is weggelegd"),
        _("Een seizoen lang kunnen wij opzoeken wat er echt in stond."),
    ),
    Retention(
        terms.AUDIT_LOG,
        _("Het logboek: wie wat bekeek en veranderde"),
        _("Wie schade heeft doordat iemand gegevens bekeek, kan daarvoor vijf jaar lang een vergoeding vragen."),
    ),
)
