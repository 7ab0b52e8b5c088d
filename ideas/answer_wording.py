"""The news around answers in words; `ideas.wording` tells it with these."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ideas.events import AnswerEvent, IdeaEvent

#: Between officials, or between the municipality and one person.
INTERNAL = frozenset(
    {
        IdeaEvent.ANSWER_PLANNED,
        IdeaEvent.ANSWER_STUCK,
        IdeaEvent.REFERRAL_REMINDED,
        IdeaEvent.CONTACT_SHARED,
        IdeaEvent.CONSULTED,
        IdeaEvent.CONSULT_REMINDED,
        IdeaEvent.CONSULT_EXPIRED,
        IdeaEvent.CONSULT_ANSWERED,
        IdeaEvent.WEIGHED,
        IdeaEvent.RATING_ASKED,
        IdeaEvent.RATED,
    }
)


def _total(facts: dict[str, Any]) -> dict[str, str]:
    """The outcome as people here write figures."""
    return {"total": number_format(Decimal(facts["total"]), use_l10n=True)}


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    IdeaEvent.ANSWER_PLANNED: lambda _facts: _("Een antwoord staat klaar."),
    IdeaEvent.ANSWER_STUCK: lambda _facts: _("Een klaargezet antwoord is niet verstuurd."),
    IdeaEvent.ANSWER_CORRECTED: lambda _facts: _("De gemeente verbeterde haar antwoord."),
    IdeaEvent.TRANSFERRED: lambda facts: _("De gemeente droeg dit idee over aan %(partner)s.") % facts,
    IdeaEvent.REFERRAL_NUMBERED: lambda facts: (
        _("%(partner)s behandelt dit idee onder nummer %(outside_number)s.") % facts
    ),
    IdeaEvent.REFERRAL_RETURNED: lambda facts: _("%(partner)s gaf dit idee terug aan de gemeente.") % facts,
    IdeaEvent.REFERRAL_REMINDED: lambda facts: _("%(partner)s kreeg een herinnering.") % facts,
    IdeaEvent.REFERRAL_EXPIRED: lambda facts: _("%(partner)s gaf niet op tijd antwoord.") % facts,
    IdeaEvent.CONTACT_SHARED: lambda facts: (
        _("De indiener deelt naam en e-mailadres met %(partner)s.") % facts
        if facts["shared"]
        else _("De indiener deelt naam en e-mailadres niet met %(partner)s.") % facts
    ),
    IdeaEvent.CONSULTED: lambda facts: _("De gemeente stelde een vraag aan %(organisation)s.") % facts,
    IdeaEvent.CONSULT_REMINDED: lambda facts: _("%(organisation)s kreeg een herinnering aan een vraag.") % facts,
    IdeaEvent.CONSULT_EXPIRED: lambda facts: (
        _("%(organisation)s gaf geen antwoord op een vraag van de gemeente.") % facts
    ),
    IdeaEvent.CONSULT_ANSWERED: lambda facts: _("%(organisation)s beantwoordde een vraag van de gemeente.") % facts,
    IdeaEvent.CONSULT_PUBLISHED: lambda facts: _("Het antwoord van %(organisation)s staat nu bij dit idee.") % facts,
    IdeaEvent.CONSULT_HIDDEN: lambda facts: (
        _("Het antwoord van %(organisation)s staat niet meer bij dit idee.") % facts
    ),
    IdeaEvent.WEIGHED: lambda facts: _("Een medewerker maakte een afweging: %(total)s van 5.") % _total(facts),
    IdeaEvent.WEIGHING_PUBLISHED: lambda facts: (
        _("De gemeente laat zien hoe zij dit idee woog: %(total)s van 5.") % _total(facts)
    ),
    IdeaEvent.RATING_ASKED: lambda _facts: _("De gemeente vroeg de indiener of het idee goed is behandeld."),
    IdeaEvent.RATED: lambda facts: (
        _("De indiener vindt dat het idee goed is behandeld.")
        if facts["is_good"]
        else _("De indiener vindt dat het idee niet goed is behandeld.")
    ),
    AnswerEvent.TEMPLATE_SAVED: lambda _facts: _("Het sjabloon is bewaard."),
    AnswerEvent.PARTY_SAVED: lambda _facts: _("De organisatie is bewaard."),
    AnswerEvent.WEIGHTS_SET: lambda _facts: _("De gewichten zijn veranderd."),
}

LABELS: dict[str, Callable[[], str]] = {
    "documents": lambda: _("Documenten"),
    "outside_number": lambda: _("Nummer bij de partner"),
    "why_corrected": lambda: _("Waarom verbeterd"),
    "why_stuck": lambda: _("Waarom niet verstuurd"),
    "publish_at": lambda: _("Verstuurd vanaf"),
}
