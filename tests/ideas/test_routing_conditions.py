"""Every condition as a table: what fits it, whether one is wider than another, and how it reads. No database."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from ideas.models import Idea
from ideas.models.terms import COLUMNS, Terms
from ideas.routing.conditions import CONDITIONS, Case, covers, folded, match, stands_in
from ideas.routing.explaining import BECAUSE, HOW, SAID, WHO, explain, sentence
from ideas.routing.wish import words_from
from ideas.rules_statuses import SENDERS
from ideas.statuses import Channel
from participation.models import Area, Organisation

SATURDAY_NIGHT = datetime(2026, 6, 6, 21, 30, tzinfo=UTC)  # 23:30 in the Netherlands.
DISTRICT, PART, OTHER = Area(pk=1, name="Centrum"), Area(pk=2, name="Dorp", parent_id=1), Area(pk=3, name="Polder")
COMPANY = Organisation(pk=1, kind="company")


def terms(**asked):
    parents = dict.fromkeys(asked.get("areas", ()))
    return Terms(**{"themes": {}, "areas": {}, "parents": parents, **asked})


def idea(**fields):
    words = {"title": "Een idee", "problem": "Het stinkt.", "proposal": "Doe iets."}
    return Idea(**{**words, "submitted_at": SATURDAY_NIGHT, **fields})


POINT = {"longitude": 4.5, "latitude": 52.0}
FITS = [
    # asked, the idea, the reason (None when it does not fit)
    ({"themes": {4: "Groen"}}, {"theme_id": 4}, {"theme": "Groen"}),
    ({"themes": {4: "Groen"}}, {"theme_id": 5}, None),
    ({"themes": {4: "Groen"}}, {}, None),
    ({"areas": {1: "Centrum"}}, {"area": PART}, {"area": "Centrum"}),
    ({"areas": {1: "Centrum", 2: "Dorp"}}, {"area": PART}, {"area": "Dorp"}),
    ({"areas": {2: "Dorp"}}, {"area": DISTRICT}, None),
    ({"areas": {1: "Centrum"}}, {"area": OTHER}, None),
    ({"areas": {1: "Centrum"}}, {}, None),
    ({"words": ("boom", "stink")}, {}, {"word": "stink"}),
    ({"words": ("tinkt",)}, {}, None),
    ({"not_words": ("boom",)}, {}, {"without": ["boom"]}),
    ({"not_words": ("boom", "stink")}, {}, None),
    ({"place": "none"}, {}, {"place": "none"}),
    ({"place": "none"}, {"address": " "}, {"place": "none"}),
    ({"place": "none"}, {"address": "Plein 1"}, None),
    ({"place": "none"}, POINT, None),
    ({"place": "none"}, {"area": PART}, None),
    ({"place": "given"}, {"area": PART}, {"place": "given"}),
    ({"place": "given"}, {"address": "Plein 1"}, {"place": "given"}),
    ({"place": "given"}, POINT, {"place": "given"}),
    ({"place": "given"}, {"longitude": 4.5}, None),
    ({"place": "given"}, {}, None),
    ({"place": "point"}, POINT, {"place": "point"}),
    ({"place": "point"}, {"address": "Plein 1", "area": PART}, None),
    ({"place": "address"}, {"address": "Plein 1"}, {"place": "address"}),
    ({"place": "address"}, POINT, None),
    ({"senders": ("resident",)}, {}, {"sender": "resident"}),
    ({"senders": ("resident",)}, {"organisation": COMPANY}, None),
    ({"senders": ("startup", "company")}, {"organisation": COMPANY}, {"sender": "company"}),
    ({"senders": ("startup",)}, {"organisation": COMPANY}, None),
    ({"channels": ("web",)}, {}, {"channel": "web"}),
    ({"channels": ("phone", "letter")}, {"channel": "letter"}, {"channel": "letter"}),
    ({"channels": ("phone", "letter")}, {"channel": "import"}, None),
    ({"anonymity": "anonymous"}, {"is_anonymous": True}, {"anonymity": "anonymous"}),
    ({"anonymity": "anonymous"}, {}, None),
    ({"anonymity": "named"}, {}, {"anonymity": "named"}),
    ({"anonymity": "named"}, {"is_anonymous": True}, None),
    ({"weekdays": (6, 7)}, {}, {"weekday": 6}),
    ({"weekdays": (7,)}, {}, None),
    ({"weekdays": (7,)}, {"submitted_at": datetime(2026, 6, 6, 22, 0, tzinfo=UTC)}, {"weekday": 7}),
    ({"from_time": time(18), "until_time": time(23, 59)}, {}, {"time": "23:30"}),
    ({"from_time": time(18), "until_time": time(23, 30)}, {}, None),
    ({"from_time": time(23, 30), "until_time": time(8)}, {}, {"time": "23:30"}),
    ({"from_time": time(8), "until_time": time(18)}, {}, None),
    ({"from_time": time(18), "until_time": time(0)}, {}, {"time": "23:30"}),
    ({"starts_on": date(2026, 6, 6)}, {}, {"date": "2026-06-06"}),
    ({"starts_on": date(2026, 6, 7)}, {}, None),
    ({"ends_on": date(2026, 6, 6)}, {}, {"date": "2026-06-06"}),
    ({"ends_on": date(2026, 6, 5)}, {}, None),
    ({"starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 30)}, {}, {"date": "2026-06-06"}),
    ({}, {}, None),
    (
        {"themes": {4: "Groen"}, "words": ("stink",), "place": "none", "weekdays": (6,)}, {"theme_id": 4},
        {"theme": "Groen", "word": "stink", "place": "none", "weekday": 6},
    ),
    ({"themes": {4: "Groen"}, "words": ("boom",)}, {"theme_id": 4}, None),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "fields", "why"), FITS)
def test_what_fits(asked, fields, why):
    assert match(terms(**asked), Case(idea(**fields))) == why


def test_every_condition_has_its_rules_and_its_words():
    keys = list(COLUMNS)
    assert list(CONDITIONS) == list(SAID) == list(BECAUSE) == keys
    assert {key for asked, _, _ in FITS for key in terms(**asked).asked} == set(keys)
    assert {*map(str, WHO)} == set(SENDERS)
    assert set(HOW) == set(Channel)


HOSTILE = [
    ("boom", "Een boom.", True),
    ("boom", "kerstboom", False),
    ("boom", "kerstboom en boom", True),
    ("boom", "x_boom", False),
    ("BOOM", "boompje", True),
    ("café", "cafe\u0301 om de hoek", True),
    ("cafe\u0301", "Café", True),
    ("één", "e\u0301e\u0301n huis", True),
    ("groen dak", "groen\n\t dakterras", True),
    (".*", "alles", False),
    ("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", False),
    ("[a-z]", "abc", False),
    ("a.b", "axb", False),
    ("a.b", "a.b", True),
    ("\\bboom", "boom", False),
    ("c++", "Cursus C++", True),
    ("50%", "wel 50% meer", True),
    ("€50", "kost €50", True),
    ("“boom”", "een boom", True),
    ("", "niets", False),
    ("“”", "niets", False),
    ("\u202emoob", "boom", False),
]


@pytest.mark.parametrize(("word", "text", "fits"), HOSTILE)
def test_words_are_text_and_nothing_else(word, text, fits):
    assert stands_in(folded(word), folded(text)) is fits


def test_ten_thousand_words_and_a_text_as_long():
    many = tuple(f"woord{number}x" for number in range(10_000))
    long = idea(problem=" ".join(f"tekst{number}" for number in range(10_000)), proposal="woord9999x")
    assert match(terms(words=many), Case(long)) == {"word": "woord9999x"}


COVERS = [
    # wide, narrow, covered
    ({"words": ("boom",)}, {"words": ("boomstam", "Boom")}, True),
    ({"words": ("boom",)}, {"words": ("boomstam", "struik")}, False),
    ({"words": ("dak",)}, {"words": ("groen dak",)}, True),
    ({"words": ("boom",)}, {"themes": {1: "Groen"}}, False),
    ({"words": ("boom",)}, {"words": ("boom",), "themes": {1: "Groen"}}, True),
    ({"words": ("boom",), "themes": {1: "Groen"}}, {"words": ("boom",)}, False),
    ({"not_words": ("kerstboom",)}, {"not_words": ("kerst",)}, True),
    ({"not_words": ("kerst",)}, {"not_words": ("kerstboom",)}, False),
    ({"themes": {1: "A", 2: "B"}}, {"themes": {2: "B"}}, True),
    ({"themes": {2: "B"}}, {"themes": {1: "A", 2: "B"}}, False),
    ({"areas": {1: "Centrum"}}, {"areas": {2: "Dorp"}, "parents": {2: 1}}, True),
    ({"areas": {2: "Dorp"}}, {"areas": {1: "Centrum"}, "parents": {1: None}}, False),
    ({"place": "given"}, {"place": "point"}, True),
    ({"place": "given"}, {"areas": {2: "Dorp"}}, True),
    ({"place": "given"}, {"place": "none"}, False),
    ({"place": "point"}, {"place": "given"}, False),
    ({"senders": ("resident", "company")}, {"senders": ("company",)}, True),
    ({"senders": ("company",)}, {"senders": ("resident",)}, False),
    ({"channels": ("web", "mail")}, {"channels": ("web",)}, True),
    ({"channels": ("mail",)}, {"channels": ("web",)}, False),
    ({"anonymity": "named"}, {"anonymity": "named"}, True),
    ({"anonymity": "named"}, {"anonymity": "anonymous"}, False),
    ({"weekdays": (6, 7)}, {"weekdays": (7,)}, True),
    ({"weekdays": (6,)}, {"weekdays": (6, 7)}, False),
    ({"from_time": time(18), "until_time": time(8)}, {"from_time": time(23), "until_time": time(2)}, True),
    ({"from_time": time(23), "until_time": time(2)}, {"from_time": time(18), "until_time": time(8)}, False),
    ({"starts_on": date(2026, 1, 1)}, {"starts_on": date(2026, 2, 1)}, True),
    ({"starts_on": date(2026, 1, 1)}, {"ends_on": date(2026, 2, 1)}, False),
    ({"ends_on": date(2026, 3, 1)}, {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}, True),
    ({}, {"words": ("boom",)}, False),
]


@pytest.mark.parametrize(("wide", "narrow", "covered"), COVERS)
def test_what_leaves_nothing_to_a_rule_below(wide, narrow, covered):
    assert covers(terms(**wide), terms(**narrow)) is covered


@pytest.mark.parametrize("asked", [asked for asked, _, _ in FITS])
def test_terms_come_back_from_the_journal_as_they_went(asked):
    gone = terms(**asked)
    assert Terms.read(gone.as_facts()) == gone


SENTENCES = [
    ({"themes": {1: "Mobiliteit"}, "areas": {2: "Rokkeveen"}}, "Als het thema Mobiliteit is en de plek in Rokkeveen ligt, dan naar X."),
    ({"themes": {1: "A", 2: "B", 3: "C"}}, "Als het thema A, B of C is, dan naar X."),
    ({"words": ("boom", "tak"), "not_words": ("kerst",)}, "Als in de tekst “boom” of “tak” staat en in de tekst niet “kerst” staat, dan naar X."),
    ({"place": "point"}, "Als er een punt op de kaart bij staat, dan naar X."),
    ({"senders": ("resident", "startup")}, "Als een inwoner of een start-up het indient, dan naar X."),
    ({"channels": ("phone", "counter")}, "Als het per telefoon of aan de balie binnenkomt, dan naar X."),
    ({"anonymity": "anonymous"}, "Als de indiener geen naam laat zien, dan naar X."),
    ({"weekdays": (6, 7)}, "Als het op zaterdag of zondag binnenkomt, dan naar X."),
    ({"from_time": time(18), "until_time": time(8)}, "Als het tussen 18:00 en 08:00 uur binnenkomt, dan naar X."),
    ({"starts_on": date(2026, 6, 1)}, "Als het vanaf 1 juni 2026 binnenkomt, dan naar X."),
    ({"ends_on": date(2026, 6, 1)}, "Als het tot en met 1 juni 2026 binnenkomt, dan naar X."),
    ({"starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 2)}, "Als het van 1 juni 2026 tot en met 2 juni 2026 binnenkomt, dan naar X."),
    ({}, "Deze regel vraagt niets en past dus nooit. Anders ging een idee naar X."),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "words"), SENTENCES)
def test_a_rule_is_one_sentence(asked, words):
    with translation.override("nl"):
        assert sentence(terms(**asked), programme="X") == words


def test_the_sentence_names_the_person_and_the_last_rule():
    with translation.override("nl"):
        named = sentence(terms(place="none"), programme="X", handler="Fatima")
        assert named == "Als er geen plek bij staat, dan naar X, behandelaar Fatima."
        assert sentence(terms(), programme="X", catches_all=True) == "Past geen enkele andere regel, dan naar X."


@pytest.mark.parametrize("nasty", ["100%", "%(name)s", "<b>x</b>"])
def test_a_sentence_says_names_as_they_were_written(nasty):
    said = sentence(terms(themes={1: nasty}, words=(nasty,)), programme=nasty, handler=nasty)
    assert said.count(nasty) == 4
    assert nasty in explain({"rule": "R", "area": nasty, "without": [nasty]})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("boom, struik", ("boom", "struik")),
        (" boom \n\n,, Struik\r\nhaag ", ("boom", "Struik", "haag")),
        ("Café, cafe, CAFÉ", ("Café",)),
        ("groen   dak", ("groen dak",)),
        ("cafe\u0301", ("café",)),
        ("", ()),
        (" , \n", ()),
    ],
)
def test_words_from_what_somebody_types(text, words):
    assert words_from(text) == words
