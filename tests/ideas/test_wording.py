"""Every kind of news in words, told from the event's facts."""

import pytest
from django.utils import translation

from ideas import answer_wording
from ideas.events import DeskEvent, IdeaEvent, RoundEvent, RuleEvent, TalkEvent
from ideas.wording import PUBLIC_KINDS, details, headline
from participation.models import Event

HEAD = {"reference": "2026-00001", "title": "Bomen", "promised_on": None}
PROMISE = {**HEAD, "promised_on": "2026-03-16"}
LAST = {"rule": "Alle andere ideeën", "catches_all": True}
UNTIL = ("Antwoord uiterlijk op", "16 maart 2026")

#: These have a table of their own, in `test_answer_wording.py`.
AROUND_ANSWERS = set(answer_wording.SENTENCES) & set(IdeaEvent)

NEWS = [
    (
        "reminded", {**PROMISE, "step": "after", "people": [7]}, "Te laat: de beloofde dag was 16 maart 2026.", [UNTIL],
    ),
    (
        "area_changed", {**HEAD, "area": "Noordhove"},
        "De grenzen van wijken en buurten veranderden. De plek van dit idee ligt nu in Noordhove.", [],
    ),
    ("themed", {**HEAD, "theme": "Bomen", "was": {"theme_id": None}}, "Het thema is nu “Bomen”.", []),
    (
        "undone", {**HEAD, "undone": "take_up", "before": "in_review", "after": "received"},
        "De gemeente zette een stap terug: in behandeling nemen.", [],
    ),
    ("submitted", PROMISE, "Het idee is ingediend.", [UNTIL]),
    ("imported", {**HEAD, "source": "Stad"}, "Het idee is overgenomen van een andere plek.", []),
    (
        "routed", {**PROMISE, "why": LAST, "programme": "Groen"}, "Het programma Groen kijkt naar dit idee.",
        [("Waarom", "Geen andere regel paste. Daarom kijkt dit programma ernaar."), UNTIL],
    ),
    (
        "handed_over", {**PROMISE, "from": "Groen", "to": "Water", "reason": "Dit gaat over water."},
        "Dit idee ging van Groen naar Water.", [("Reden", "Dit gaat over water."), UNTIL],
    ),
    (
        "bounced", {"times": 3},
        "Dit idee ging 3 keer naar een ander programma. De coördinator beslist nu waar het hoort.", [],
    ),
    (
        "taken_up", {**PROMISE, "next_step": "Wij bellen u."}, "Een medewerker neemt het idee in behandeling.",
        [("Volgende stap", "Wij bellen u."), UNTIL],
    ),
    ("asked", {**HEAD, "question": "Waar?"}, "De gemeente heeft een vraag aan de indiener.", [("Vraag", "Waar?")]),
    ("question_answered", {**HEAD, "text": "Hier."}, "De indiener gaf antwoord.", [("Antwoord", "Hier.")]),
    ("question_expired", HEAD, "Er kwam geen antwoord. De gemeente gaat verder.", []),
    (
        "referred", {**HEAD, "partner": "Bibliotheek", "message": "Helpt u?"},
        "De gemeente vroeg Bibliotheek om te helpen.", [("Vraag aan de partner", "Helpt u?")],
    ),
    ("referral_answered", {**HEAD, "partner": "Bibliotheek", "text": "Ja."}, "Bibliotheek gaf antwoord.", [("Antwoord", "Ja.")]),
    (
        "answered",
        {**HEAD, "decision": "declined", "reason_code": "te_duur", "reason": "Nee.", "next_step": "Geen.", "date": "2026-04-01"},
        "Besluit: Doen we niet",
        [("Waarom niet", "Het kost te veel"), ("Reden", "Nee."), ("Volgende stap", "Geen."), ("Datum", "1 april 2026")],
    ),
    (
        "answered",
        {**PROMISE, "decision": "adopted", "project": "Bomen", "reason": "Ja.", "next_step": "Spitten.", "date": "2026-04-01"},
        "Besluit: Wordt uitgevoerd",
        [("Reden", "Ja."), ("Project", "Bomen"), ("Volgende stap", "Spitten."), ("Datum", "1 april 2026")],
    ),
    (
        "ended", {**HEAD, "after": "realised", "result": "Bomen.", "lesson": "Najaar."}, "Uitgevoerd",
        [("Resultaat", "Bomen."), ("Wat wij leerden", "Najaar.")],
    ),
    ("ended", {**HEAD, "after": "stopped", "reason": "Geld.", "lesson": "Reken."}, "Gestopt", [("Reden", "Geld."), ("Wat wij leerden", "Reken.")]),
    (
        "reopened", {**PROMISE, "reason": "Geld.", "next_step": "Kijken."}, "De gemeente kijkt opnieuw naar dit idee.",
        [("Reden", "Geld."), ("Volgende stap", "Kijken."), UNTIL],
    ),
    (
        "merged", {**HEAD, "into": "2026-00002", "into_title": "Bankjes", "reason": "Hetzelfde."},
        "Dit idee hoort nu bij idee 2026-00002.", [("Reden", "Hetzelfde.")],
    ),
    ("split", {**HEAD, "reason": "Anders."}, "Dit idee staat weer op zichzelf.", [("Reden", "Anders.")]),
    ("absorbed", {**HEAD, "other": "2026-00002"}, "Idee 2026-00002 hoort nu bij dit idee.", []),
    (
        "released", {**HEAD, "other": "2026-00002", "reason": "Anders."}, "Idee 2026-00002 hoort niet meer bij dit idee.",
        [("Reden", "Anders.")],
    ),
    (
        "divided", {**HEAD, "other": "2026-00002", "reason": "Het zijn er twee."},
        "Van een deel van dit idee is idee 2026-00002 gemaakt.", [("Reden", "Het zijn er twee.")],
    ),
    (
        "linked", {**HEAD, "other": "2026-00002", "reason": "Zelfde straat."},
        "Dit idee heeft te maken met idee 2026-00002.", [("Reden", "Zelfde straat.")],
    ),
    ("unlinked", {**HEAD, "other": "2026-00002"}, "Dit idee heeft toch niet te maken met idee 2026-00002.", []),
    (
        "submitted", {**PROMISE, "channel": "letter"},
        "Een medewerker schreef dit idee op. Het kwam per brief binnen.", [UNTIL],
    ),
    (
        "withdrawn", {**HEAD, "reason": "Het is al klaar."}, "De indiener trok het idee in.", [("Reden", "Het is al klaar.")],
    ),
    (
        "edited", {**HEAD, "changed": ["title", "proposal"]}, "De indiener veranderde de tekst.",
        [("Veranderd", "Titel, Het idee")],
    ),
    ("added", {**HEAD, "addition": "Ook een bank."}, "De indiener vulde het idee aan.", [("Aanvulling", "Ook een bank.")]),
    (
        "updated", {**HEAD, "update": "Er komt een feest."}, "De indiener stuurde de volgers een bericht.",
        [("Bericht", "Er komt een feest.")],
    ),
    ("invited", {**HEAD, "inviter": "Bloem"}, "De indiener vroeg iemand om mee te doen.", []),
    ("joined", {**HEAD, "coauthor": "Buur"}, "Buur doet mee als indiener.", []),
    ("woken", PROMISE, "De afgesproken datum is er. De gemeente bekijkt het idee opnieuw.", [UNTIL]),
    ("hidden", {**HEAD, "reason": "Naam."}, "Het idee is verborgen.", [("Reden", "Naam.")]),
    ("shown", {**HEAD, "reason": ""}, "Het idee is weer zichtbaar.", []),
    ("support_removed", {**HEAD, "number": 3, "reason": "Nep."}, "3 keer steun weggehaald.", [("Reden", "Nep.")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "facts", "sentence", "pairs"), NEWS, ids=[f"{news[0]}-{n}" for n, news in enumerate(NEWS)]
)
def test_news_in_words(kind, facts, sentence, pairs):
    event = Event(kind=f"idea.{kind}", facts=facts)
    with translation.override("nl"):
        assert (headline(event), details(event)) == (sentence, pairs)


ABOUT_A_COMMENT = {**HEAD, "comment_id": 7, "thread_id": 7}

TALK = [
    ("posted", {**ABOUT_A_COMMENT, "team": "", "mentioned": []}, "Er is een nieuwe reactie.", []),
    ("posted", {**ABOUT_A_COMMENT, "team": "Team Groen", "mentioned": [1]}, "De gemeente schreef een reactie.", []),
    ("held", {**ABOUT_A_COMMENT, "signs": ["links"]}, "Een reactie wacht op controle.", [("Waarom", "Er staan veel links in.")]),
    ("held", {**HEAD, "signs": ["reports"]}, "Het idee wacht op controle.", [("Waarom", "Meer mensen hebben deze tekst gemeld.")]),
    ("reported", ABOUT_A_COMMENT, "Iemand meldde een reactie.", []),
    ("reported", HEAD, "Iemand meldde dit idee.", []),
    ("removed", {**ABOUT_A_COMMENT, "reason": "Reclame."}, "Een medewerker verborg een reactie.", [("Reden", "Reclame.")]),
    ("restored", ABOUT_A_COMMENT, "Een medewerker maakte een reactie zichtbaar.", []),
    ("objected", HEAD, "Iemand maakt bezwaar tegen het verbergen van een tekst.", []),
    (
        "objection_answered", {**HEAD, "text": "Ja.", "overturned": True},
        "Uw bezwaar klopt. De tekst is weer te zien.", [("Antwoord", "Ja.")],
    ),
    (
        "objection_answered", {**HEAD, "text": "Nee.", "overturned": False},
        "Uw bezwaar is bekeken. De tekst blijft verborgen.", [("Antwoord", "Nee.")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "facts", "sentence", "pairs"), TALK, ids=[f"{news[0]}-{n}" for n, news in enumerate(TALK)]
)
def test_news_of_a_discussion_in_words(kind, facts, sentence, pairs):
    event = Event(kind=f"comment.{kind}", facts=facts)
    assert (headline(event), details(event)) == (sentence, pairs)


DESK_NEWS = {
    "assigned": "Het idee kreeg een behandelaar.",
    "let_go": "Het idee heeft geen behandelaar meer.",
    "watched": "Een medewerker kijkt mee met dit idee.",
    "unwatched": "Een medewerker kijkt niet meer mee.",
    "noted": "Een medewerker schreef een notitie.",
    "not_double": "Een coördinator zei: dit is niet hetzelfde als 2026-00007.",
}


def test_what_officials_do_among_themselves_is_told_without_names():
    facts = {**HEAD, "handler_id": 7, "was": {"handler_id": 8}, "mentioned": [7], "answered": None, "note_id": 1}
    facts |= {"other": "2026-00007"}
    told = {kind: (headline(event), details(event)) for kind in DeskEvent for event in [Event(kind=kind, facts=facts)]}
    assert told == {f"desk.{kind}": (sentence, []) for kind, sentence in DESK_NEWS.items()}
    assert not set(DeskEvent) & PUBLIC_KINDS


def test_every_kind_of_news_has_words_here():
    assert {f"idea.{kind}" for kind, *_ in NEWS} | AROUND_ANSWERS == set(IdeaEvent.values)
    assert {f"comment.{kind}" for kind, *_ in TALK} == set(TalkEvent.values)


ROUND = {
    "reference": "",
    "title": "Groen",
    "by_code": True,
    "opens_at": "2027-03-01T08:00:00+00:00",
    "closes_at": "2027-03-14T16:00:00+00:00",
}
ROUND_NEWS = [
    ("planned", ROUND, "De stemronde staat klaar en begint op 1 maart 2027 09:00.", []),
    ("unplanned", ROUND, "De stemronde is teruggehaald.", []),
    ("codes_made", {**ROUND, "number": 1200}, "De gemeente maakte 1.200 stemcodes.", []),
    ("opened", ROUND, "U kunt stemmen tot 14 maart 2027 17:00.", []),
    ("last_day", ROUND, "Dit is de laatste dag om te stemmen. Het kan tot 14 maart 2027 17:00.", []),
    ("votes_removed", {**ROUND, "number": 1, "reason": "Nep."}, "1 stem weggehaald.", [("Reden", "Nep.")]),
    (
        "closed", {**ROUND, "turnout": 1, "sha256": "abc"}, "De stemronde is klaar. 1 persoon stemde.",
        [("Controlegetal van het bestand (SHA-256)", "abc")],
    ),
    ("cancelled", {**ROUND, "reason": "Fout."}, "De stemronde is gestopt. Er komt geen uitslag.", [("Reden", "Fout.")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "sentence", "pairs"), ROUND_NEWS, ids=[news[0] for news in ROUND_NEWS])
def test_news_of_rounds_in_words(kind, facts, sentence, pairs):
    event = Event(kind=f"round.voting_{kind}", facts=facts)
    with translation.override("nl"):
        assert (headline(event), details(event)) == (sentence, pairs)


def test_every_kind_of_news_of_rounds_has_words_here():
    assert {f"round.voting_{kind}" for kind, *_ in ROUND_NEWS} == set(RoundEvent.values)


def test_the_public_reads_everything_but_what_is_between_moderator_and_author():
    assert set(IdeaEvent) - PUBLIC_KINDS - AROUND_ANSWERS == {
        "idea.hidden",
        "idea.shown",
        "idea.invited",
        "idea.reminded",
    }


@pytest.mark.parametrize("nasty", ["100%", "%(into)s", "<b>"])
def test_what_people_wrote_is_told_as_it_is(nasty):
    event = Event(kind="idea.referral_answered", facts={**HEAD, "partner": nasty, "reason": nasty})
    assert nasty in headline(event)
    assert details(event) == [("Reden", nasty)]


RULE = {"reference": "", "title": "Bomen", "version": 2}
RULE_NEWS = [
    ("made", RULE, "De regel is gemaakt.", []),
    ("changed", RULE, "De regel is veranderd.", []),
    ("moved", {**RULE, "from": 3, "to": 1}, "De regel ging van plaats 3 naar plaats 1.", []),
    ("switched_off", {**RULE, "reason": "Even niet."}, "De regel is uitgezet.", [("Reden", "Even niet.")]),
    ("switched_on", RULE, "De regel is weer aangezet.", []),
    (
        "failed", {**RULE, "cause": "handler"},
        ("De regel “Bomen” werkt niet meer. De behandelaar werkt niet meer voor dit programma. "
         "Ideeën gaan nu naar de volgende regel die past."), [],
    ),
    ("mended", {**RULE, "cause": "handler"}, "De regel “Bomen” werkt weer.", []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "sentence", "pairs"), RULE_NEWS, ids=[news[0] for news in RULE_NEWS])
def test_news_of_rules_in_words(kind, facts, sentence, pairs):
    event = Event(kind=f"rule.{kind}", facts=facts)
    with translation.override("nl"):
        assert (headline(event), details(event)) == (sentence, pairs)


def test_every_kind_of_news_of_rules_has_words_here():
    assert {f"rule.{kind}" for kind, *_ in RULE_NEWS} == set(RuleEvent.values)
