"""How long data about people is kept, in words for administrators; the terms are in `participation.terms`.

The bounds follow from article 5(1)(e) of the GDPR, no longer than needed, and from what a shorter term would break.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation import terms
from participation.terms import Term


@dataclass(frozen=True, slots=True)
class Retention:
    """One term: what it is about, why it is usually as long as it is, and why it goes no further than its bounds."""

    term: Term
    what: Promise
    why: Promise
    at_least: Promise
    at_most: Promise


NOT_LONGER = _("Langer is niet nodig voor dit doel (AVG, artikel 5, lid 1 onder e).")

RETENTION = (
    Retention(
        terms.UNUSED_ACCOUNT,
        _("Een account waarmee niemand inlogde"),
        _("Een code geldt een kwartier. Wie later terugkomt, krijgt een nieuw account."),
        _("Korter dan een dag kan niet: verwijderen gebeurt één keer per nacht."),
        NOT_LONGER,
    ),
    Retention(
        terms.INACTIVE_ACCOUNT,
        _("Een account dat lang niet is gebruikt"),
        _("Van idee tot resultaat duurt het soms drie jaar. Zo lang moet de indiener te vinden zijn."),
        _("Een antwoord kan maanden duren. De indiener moet dan nog bericht krijgen."),
        NOT_LONGER,
    ),
    Retention(
        terms.WARNING,
        _("De waarschuwing voordat een account weggaat"),
        _("Een maand is langer dan een vakantie. Wie het account wil houden, leest de mail op tijd."),
        _("Wie twee weken weg is, moet de mail nog kunnen lezen."),
        _("De waarschuwing moet ruim na het laatste inloggen komen."),
    ),
    Retention(
        terms.CONCEPT,
        _("Een idee dat niet is verstuurd, van iemand met een account"),
        _("Een seizoen is lang genoeg om te wachten op een bijeenkomst in de buurt."),
        _("Zonder account blijft een idee al 14 dagen staan. Met een account mag het niet korter zijn."),
        NOT_LONGER,
    ),
    Retention(
        terms.MESSAGES,
        _("Berichten en verstuurde mails"),
        _("Een jaar lang kan iemand antwoorden teruglezen, en kunnen wij nagaan of een mail aankwam."),
        _("Bezwaar tegen een besluit kan zes weken (Awb, artikel 6:7). Zo lang moet een bericht er zeker zijn."),
        NOT_LONGER,
    ),
    Retention(
        terms.PARTNER_ADDRESS,
        _("Het e-mailadres van een partner"),
        _("De link van een partner werkt 14 dagen. Daarna is het adres alleen nodig voor vragen."),
        _("Zolang de link werkt, is het adres nodig voor een herinnering."),
        NOT_LONGER,
    ),
    Retention(
        terms.DEVICES,
        _("Een apparaat dat meldingen krijgt"),
        _("Een apparaat dat een jaar niets aannam, en waarvan de eigenaar niet langskwam, is er niet meer."),
        _("Een antwoord kan langer dan een maand duren. Wie daarop wacht, wil de melding krijgen."),
        NOT_LONGER,
    ),
    Retention(
        terms.ENTERED_FOR,
        _("Naam en postadres van wie een idee op papier indiende"),
        _("Een jaar na het resultaat kan iemand er nog een brief over sturen."),
        _("Het antwoord moet nog per brief verstuurd kunnen worden."),
        NOT_LONGER,
    ),
    Retention(
        terms.INBOUND_MAIL,
        _("E-mail waarvan een idee is gemaakt, of die is weggelegd"),
        _("Een seizoen lang kunnen wij opzoeken wat er echt in stond."),
        _("Wie vraagt wat er met een mail gebeurde, moet antwoord kunnen krijgen."),
        NOT_LONGER,
    ),
    Retention(
        terms.UNSENT_RESPONSE,
        _("Een inzending bij een uitdaging die niet is ingediend"),
        _("Een seizoen na de sluiting kunnen de makers hun tekst nog ophalen, en ergens anders gebruiken."),
        _("Wie op vakantie is als de ronde sluit, moet de tekst nog kunnen ophalen."),
        NOT_LONGER,
    ),
    Retention(
        terms.RESPONSE,
        _("Wat organisaties indienden bij een uitdaging"),
        _("Tot twee jaar na het einde kan iemand het besluit onderzoeken, bijvoorbeeld de rekenkamer."),
        _("Bezwaar en beroep kunnen een jaar duren. Zo lang moet te zien zijn wat er binnenkwam."),
        NOT_LONGER,
    ),
    Retention(
        terms.AUDIT_LOG,
        _("Het logboek: wie wat bekeek en veranderde"),
        _("Wie schade heeft doordat iemand gegevens bekeek, kan daarvoor vijf jaar lang een vergoeding vragen."),
        _("Misbruik komt soms pas na twee jaar aan het licht. Dan moet nog te zien zijn wie wat bekeek."),
        NOT_LONGER,
    ),
)
_BY_VARIABLE = {kept.term.variable: kept for kept in RETENTION}


def by_variable(variable: str) -> Retention:
    """The term that this variable of the environment sets. Raises KeyError."""
    return _BY_VARIABLE[variable]
