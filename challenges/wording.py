"""The news of challenges in words, from the event's facts. Nothing here says who responded, or how many."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from challenges.events import ChallengeEvent, JuryEvent, ResponseEvent
from participation.events import OrganisationEvent
from participation.models import Event, OrganisationRole, Verified

#: What everybody may read of a challenge's history.
PUBLIC_KINDS = frozenset(ChallengeEvent) - {
    ChallengeEvent.MADE,
    ChallengeEvent.CHANGED,
    ChallengeEvent.SUBMITTED,
    ChallengeEvent.SENT_BACK,
    ChallengeEvent.QUESTION_ASKED,
    ChallengeEvent.ASKER_ANSWERED,
    ChallengeEvent.INVITED,
}


def moment(value: str) -> str:
    """A moment of the facts, as people write it here."""
    return date_format(localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    ChallengeEvent.MADE: lambda _facts: _("De uitdaging is gemaakt."),
    ChallengeEvent.CHANGED: lambda _facts: _("De tekst van de uitdaging is veranderd."),
    ChallengeEvent.SUBMITTED: lambda _facts: _("Een collega vraagt akkoord voor deze uitdaging."),
    ChallengeEvent.SENT_BACK: lambda _facts: _("De uitdaging is teruggestuurd om iets te veranderen."),
    ChallengeEvent.OPENED: lambda facts: (
        _("De uitdaging is open. Inzenden kan tot %(when)s.") % {"when": moment(facts["closes_at"])}
    ),
    ChallengeEvent.NOTICE: lambda facts: _("Bericht %(number)s: er verandert iets aan de uitdaging.") % facts,
    ChallengeEvent.QUESTION_ASKED: lambda _facts: _("Iemand stelde een vraag over de uitdaging."),
    ChallengeEvent.QUESTION_ANSWERED: lambda facts: _("Vraag %(number)s is beantwoord.") % facts,
    ChallengeEvent.ASKER_ANSWERED: lambda _facts: _("De gemeente beantwoordde uw vraag."),
    ChallengeEvent.INVITED: lambda _facts: _("De gemeente nodigt uw organisatie uit om mee te doen."),
    ChallengeEvent.CLOSED: lambda _facts: _("Inzenden kan niet meer."),
    ChallengeEvent.UNSEALED: lambda _facts: _("Twee medewerkers openden de inzendingen. De jury gaat lezen."),
    ChallengeEvent.NEXT_PHASE: lambda facts: _("De volgende ronde is begonnen: %(phase)s.") % facts,
    ChallengeEvent.DECIDED: lambda _facts: _("Het besluit is genomen."),
    ChallengeEvent.STARTED: lambda _facts: _("De uitvoering is begonnen."),
    ChallengeEvent.FINISHED: lambda _facts: _("De uitdaging is afgerond."),
    ChallengeEvent.CANCELLED: lambda _facts: _("De uitdaging is gestopt."),
    ResponseEvent.STARTED: lambda _facts: _("De inzending is begonnen."),
    ResponseEvent.PARTNER_ASKED: lambda _facts: _("Uw organisatie is gevraagd als partner."),
    ResponseEvent.PARTNER_JOINED: lambda _facts: _("Een partner doet mee met de inzending."),
    ResponseEvent.PARTNER_LEFT: lambda _facts: _("Een partner doet niet meer mee met de inzending."),
    ResponseEvent.SUBMITTED: lambda facts: _("De inzending is ingediend. De controlecode is %(sha256)s.") % facts,
    ResponseEvent.WITHDRAWN: lambda _facts: _("De inzending is ingetrokken."),
    ResponseEvent.LETTER: lambda _facts: _("Er is een besluit over uw inzending."),
    ResponseEvent.OBJECTED: lambda _facts: _("Er is bezwaar gemaakt tegen het besluit."),
    ResponseEvent.OBJECTION_ANSWERED: lambda _facts: _("Er is een antwoord op uw bezwaar."),
    OrganisationEvent.MADE: lambda _facts: _("De organisatie is aangemeld."),
    OrganisationEvent.CHANGED: lambda _facts: _("De gegevens van de organisatie zijn veranderd."),
    OrganisationEvent.INVITED: lambda facts: _("%(title)s vraagt u om mee te doen.") % facts,
    OrganisationEvent.JOINED: lambda _facts: _("Iemand doet nu mee in uw organisatie."),
    OrganisationEvent.LEFT: lambda _facts: _("Iemand hoort niet meer bij de organisatie."),
    OrganisationEvent.JOIN_ASKED: lambda _facts: _("Iemand vraagt om mee te doen in de organisatie."),
    OrganisationEvent.LET_IN: lambda _facts: _("Wie vroeg om mee te doen in de organisatie, hoort er nu bij."),
    OrganisationEvent.TURNED_AWAY: lambda _facts: _("Uw vraag om mee te doen in de organisatie is afgewezen."),
    OrganisationEvent.ROLE_GIVEN: lambda facts: (
        _("Uw rol in de organisatie is nu: %(role)s.") % {"role": OrganisationRole(facts["role"]).label}
    ),
    OrganisationEvent.VERIFIED: lambda facts: (
        _("Uw organisatie is gecontroleerd met eHerkenning.")
        if facts.get("how") == Verified.BY_EHERKENNING
        else _("De gemeente heeft uw organisatie gecontroleerd.")
    ),
    OrganisationEvent.UNVERIFIED: lambda _facts: _("De controle van uw organisatie is ingetrokken."),
    JuryEvent.INVITED: lambda _facts: _("De gemeente vraagt u in de jury."),
    JuryEvent.ACCEPTED: lambda _facts: _("Een jurylid doet mee."),
    JuryEvent.ENDED: lambda _facts: _("Een jurylid doet niet meer mee."),
    JuryEvent.ASSIGNED: lambda _facts: _("Er staan inzendingen voor u klaar om te lezen."),
    JuryEvent.DECLARED: lambda _facts: _("Een jurylid gaf een verklaring over belangen."),
    JuryEvent.SCORED: lambda _facts: _("Een jurylid maakte een score definitief."),
    JuryEvent.READ: lambda _facts: _("Een inzending is gelezen."),
    JuryEvent.SEAL_BROKEN: lambda _facts: _("Eén van de twee medewerkers opende de inzendingen."),
}


def details(event: Event) -> list[tuple[str, str]]:
    """What was said with the news: label and text."""
    facts = event.facts
    labels = {"text": _("Bericht"), "reason": _("Reden"), "question": _("Vraag"), "answer": _("Antwoord")}
    return [(label, facts[name]) for name, label in labels.items() if facts.get(name)]
