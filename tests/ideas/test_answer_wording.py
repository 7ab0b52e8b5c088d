"""The news around answers in words, and who may read it."""

import pytest

from ideas.answer_wording import INTERNAL, SENTENCES
from ideas.events import AnswerEvent, IdeaEvent
from ideas.wording import PUBLIC_KINDS, details, headline
from participation.models import Event

HEAD = {"reference": "2026-00001", "title": "Bomen", "partner": "Bibliotheek", "organisation": "Zon BV"}
NEWS = [
    (
        "idea.answer_planned", {"publish_at": "2026-03-02T09:00:00+00:00"}, "Een antwoord staat klaar.",
        [("Verstuurd vanaf", "2 maart 2026 10:00")],
    ),
    ("idea.answer_stuck", {"why_stuck": "Te laat."}, "Een klaargezet antwoord is niet verstuurd.", [("Waarom niet verstuurd", "Te laat.")]),
    (
        "idea.answer_corrected", {"reason": "Ja.", "next_step": "Bel.", "date": "2026-04-01", "why_corrected": "Fout."},
        "De gemeente verbeterde haar antwoord.",
        [("Reden", "Ja."), ("Volgende stap", "Bel."), ("Datum", "1 april 2026"), ("Waarom verbeterd", "Fout.")],
    ),
    ("idea.transferred", {"message": "Helpt u?"}, "De gemeente droeg dit idee over aan Bibliotheek.", [("Vraag aan de partner", "Helpt u?")]),
    (
        "idea.referral_numbered", {"outside_number": "A1"}, "Bibliotheek behandelt dit idee onder nummer A1.",
        [("Nummer bij de partner", "A1")],
    ),
    ("idea.referral_returned", {"text": "Nee."}, "Bibliotheek gaf dit idee terug aan de gemeente.", [("Antwoord", "Nee.")]),
    ("idea.referral_reminded", {}, "Bibliotheek kreeg een herinnering.", []),
    ("idea.referral_expired", {}, "Bibliotheek gaf niet op tijd antwoord.", []),
    ("idea.contact_shared", {"shared": True}, "De indiener deelt naam en e-mailadres met Bibliotheek.", []),
    ("idea.contact_shared", {"shared": False}, "De indiener deelt naam en e-mailadres niet met Bibliotheek.", []),
    ("idea.weighed", {"total": "3.4"}, "Een medewerker maakte een afweging: 3,4 van 5.", []),
    ("idea.weighing_published", {"total": "3.4"}, "De gemeente laat zien hoe zij dit idee woog: 3,4 van 5.", []),
    ("idea.rating_asked", {}, "De gemeente vroeg de indiener of het idee goed is behandeld.", []),
    ("idea.rated", {"is_good": True, "reason": ""}, "De indiener vindt dat het idee goed is behandeld.", []),
    ("idea.rated", {"is_good": False, "reason": "Traag."}, "De indiener vindt dat het idee niet goed is behandeld.", [("Reden", "Traag.")]),
    ("idea.consulted", {}, "De gemeente stelde een vraag aan Zon BV.", []),
    ("idea.consult_reminded", {}, "Zon BV kreeg een herinnering aan een vraag.", []),
    ("idea.consult_expired", {}, "Zon BV gaf geen antwoord op een vraag van de gemeente.", []),
    ("idea.consult_answered", {}, "Zon BV beantwoordde een vraag van de gemeente.", []),
    ("idea.consult_published", {}, "Het antwoord van Zon BV staat nu bij dit idee.", []),
    ("idea.consult_hidden", {}, "Het antwoord van Zon BV staat niet meer bij dit idee.", []),
    ("answers.template_saved", {}, "Het sjabloon is bewaard.", []),
    ("answers.party_saved", {}, "De organisatie is bewaard.", []),
    ("answers.weights_set", {"reason": "Raad."}, "De gewichten zijn veranderd.", [("Reden", "Raad.")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "sentence", "pairs"), NEWS)
def test_news_in_words(kind, facts, sentence, pairs):
    event = Event(kind=kind, facts={**HEAD, **facts})
    assert (headline(event), details(event)) == (sentence, pairs)


def test_documents_are_named():
    facts = {"decision": "promising", "documents": ["a.pdf", "b.odt"]}
    assert details(Event(kind="idea.answered", facts=facts)) == [("Documenten", "a.pdf, b.odt")]


def test_every_kind_is_told_here():
    assert {kind for kind, *_ in NEWS} == set(SENTENCES) >= set(AnswerEvent)


def test_what_is_between_two_is_not_public():
    public = {"idea.answer_corrected", "idea.transferred", "idea.weighing_published"}
    public |= {f"idea.referral_{end}" for end in ("numbered", "returned", "expired")}
    public |= {"idea.consult_published", "idea.consult_hidden"}
    assert set(SENTENCES) & PUBLIC_KINDS == public
    assert set(IdeaEvent) >= INTERNAL
