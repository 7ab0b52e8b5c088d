"""Where an idea goes, in which order it is asked, and the reason in words."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from ideas.models import Idea, RoutingRule
from ideas.routing import choose_programme, explain
from participation.errors import NotPossible
from participation.permissions import handles_programme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(last_rule):
    """Makes a rule to a programme of its own; without anything else it has no conditions."""

    def make(name, *, themes=(), areas=(), active=True, **fields):
        programme = factories.make_programme(name.lower(), is_active=active)
        made = RoutingRule.objects.create(name=name, programme=programme, **fields)
        made.themes.set(themes)
        made.areas.set(areas)
        return made

    return make


def route(**fields):
    words = {"title": "Een idee", "problem": "Het stinkt.", "proposal": "Doe iets."}
    return choose_programme(Idea(**{**words, **fields}), RoutingRule.objects.in_order())


def way(**fields):
    routed = route(**fields)
    assert (routed.why["rule_id"], routed.why["version"]) == (routed.rule.pk, routed.rule.version)
    return routed.programme.slug, {key: fact for key, fact in routed.why.items() if key not in {"rule_id", "version"}}


LAST = ("groen", {"rule": "Alle andere ideeën", "catches_all": True})


def test_without_another_rule_the_last_one_matches(last_rule):
    assert way() == LAST


def test_rules_are_tried_in_order_and_the_last_one_last(rule, last_rule):
    RoutingRule.objects.filter(pk=last_rule.pk).update(order=0)
    names = ["C", "A", "B"]
    for name, order in zip(names, [5, 1, 5], strict=True):
        rule(name, order=order, words=["stinkt"])
    assert [each.name for each in RoutingRule.objects.in_order()] == ["A", "C", "B", "Alle andere ideeën"]
    assert way() == ("a", {"rule": "A", "word": "stinkt"})


def test_a_rule_that_is_off_is_not_tried(rule):
    rule("A", order=1, words=["stinkt"], is_active=False, off_reason="Niet meer nodig.")
    assert way() == LAST


def test_a_rule_without_conditions_fits_nothing(rule):
    rule("A", order=1)
    assert way() == LAST


def test_a_theme(rule):
    trees, water = factories.make_theme("bomen"), factories.make_theme("water-en-riool")
    rule("A", themes=[trees, factories.make_theme("groen")])
    assert way(theme=trees) == ("a", {"rule": "A", "theme": "Bomen"})
    assert way(theme=water) == way(theme=None) == LAST


def test_an_area_or_the_district_around_it(rule):
    district = factories.make_area("WK01", "Centrum", kind="wijk")
    part = factories.make_area("BU01", "Dorp", parent=district)
    other = factories.make_area("BU02", "Polder")
    rule("A", areas=[district])
    assert way(area=part) == way(area=district) == ("a", {"rule": "A", "area": "Centrum"})
    assert way(area=other) == way(area=None) == LAST
    rule("B", order=1, areas=[part, district])
    assert way(area=part) == ("b", {"rule": "B", "area": "Dorp"})
    assert way(area=district) == ("b", {"rule": "B", "area": "Centrum"})


@pytest.mark.parametrize(
    ("word", "text", "fits"),
    [
        ("boom", "Een boom.", True),
        ("boom", "BOOMSTAM", True),
        ("boom", "kerstboom", False),
        ("boom", "bo om", False),
        ("café", "Het cafe op de hoek", True),
        ("cafe", "Twee Cafés", True),
        ("groen dak", "Een groen dakterras", True),
        ("c++", "Cursus C++ voor iedereen", True),
        ("a.b", "aXb", False),
        ("(", "niets", False),
    ],
)
@pytest.mark.parametrize("name", ["title", "problem", "proposal"])
def test_a_word_or_its_beginning_in_any_of_the_texts(rule, name, word, text, fits):
    rule("A", words=["nergens", word])
    assert way(**{name: text}) == (("a", {"rule": "A", "word": word}) if fits else LAST)


def test_all_kinds_of_conditions_must_fit(rule):
    theme, area = factories.make_theme(), factories.make_area()
    rule("A", themes=[theme], areas=[area], words=["stinkt"])
    assert way(theme=theme, area=area) == ("a", {"rule": "A", "theme": "Bomen", "area": "Dorp", "word": "stinkt"})
    assert way(theme=theme, area=None) == way(theme=None, area=area) == LAST
    assert way(theme=theme, area=area, problem="Het is mooi.") == LAST


def test_a_rule_to_a_closed_programme_is_passed_over_and_named(rule):
    closed = rule("A", order=1, words=["stinkt"], active=False)
    rule("B", order=2, words=["stinkt"])
    assert way() == ("b", {"rule": "B", "word": "stinkt"})
    assert route().failed == (closed,)
    closed.refresh_from_db()
    assert closed.is_active


HANDLERS = [
    ("owner", True),
    ("deputy", True),
    ("coordinator", True),
    ("stranger", False),
    ("administrator", False),
    ("resident", False),
    ("closed", False),
    ("gone", False),
]


@pytest.mark.parametrize(("who", "works"), HANDLERS)
def test_a_person_has_to_be_one_who_handles_the_programme(request, last_rule, programme, deputy, who, works):
    person = deputy if who in {"closed", "gone"} else request.getfixturevalue(who)
    made = RoutingRule.objects.create(
        name="A", order=1, programme=programme, words=["stinkt"], handler=person, names_handler=True
    )
    if who == "closed":
        type(person).objects.filter(pk=person.pk).update(is_active=False)
    if who == "gone":
        person.delete()
    routed = route()
    assert routed.handler_id == (person.pk if works else None)
    assert (routed.rule, routed.failed) == ((made, ()) if works else (last_rule, (made,)))
    if who not in {"closed", "gone"}:
        assert handles_programme(person, programme.pk) is works


def test_the_last_rule_keeps_its_programme_when_its_person_is_gone(last_rule, stranger):
    RoutingRule.objects.update(handler=stranger, names_handler=True)
    routed = route()
    assert (routed.programme, routed.handler_id, routed.failed) == (last_rule.programme, None, (last_rule,))


def test_without_a_programme_the_last_rule_takes_nothing(last_rule, programme):
    type(programme).objects.update(is_active=False)
    with pytest.raises(NotPossible, match="geen ideeën aannemen"):
        route()


def test_without_a_last_rule_there_is_an_error_and_no_idea_without_an_owner(programme):
    with pytest.raises(NotPossible, match="geen ideeën aannemen"):
        route()


def test_asking_costs_one_statement_for_any_number_of_rules(rule, django_assert_num_queries):
    themes, areas = [factories.make_theme()], [factories.make_area()]
    for number in range(30):
        rule(f"R{number}", themes=themes, areas=areas, words=["niets"])
    with django_assert_num_queries(1):
        assert way(theme=themes[0], area=areas[0]) == LAST


def test_there_is_one_last_rule_and_it_is_always_on(last_rule, programme):
    with pytest.raises(IntegrityError, match="routing_has_one_last_rule"), transaction.atomic():
        factories.make_last_rule(programme)
    with pytest.raises(IntegrityError, match="routing_last_rule_is_always_on"), transaction.atomic():
        RoutingRule.objects.filter(pk=last_rule.pk).update(is_active=False)


REASONS = [
    (
        {"rule": "Alle andere ideeën", "catches_all": True},
        "Geen andere regel paste. Daarom kijkt dit programma ernaar.",
    ),
    ({}, "Geen andere regel paste. Daarom kijkt dit programma ernaar."),
    ({"rule": "Bomen", "word": "boom"}, "Regel “Bomen”: in de tekst staat “boom”."),
    ({"rule": "Bomen", "theme": "Groen"}, "Regel “Bomen”: het thema is “Groen”."),
    ({"rule": "Bomen", "area": "Dorp"}, "Regel “Bomen”: de plek ligt in Dorp."),
    (
        {"rule": "Bomen", "theme": "Groen", "area": "Dorp", "word": "boom"},
        "Regel “Bomen”: het thema is “Groen” en de plek ligt in Dorp en in de tekst staat “boom”.",
    ),
    (
        {"rule": "R", "rule_id": 7, "version": 3, "without": ["klei", "zand"]},
        "Regel “R”: in de tekst staat niet “klei” of “zand”.",
    ),
    ({"rule": "R", "place": "given"}, "Regel “R”: er staat een plek bij."),
    ({"rule": "R", "place": "point"}, "Regel “R”: er staat een punt op de kaart bij."),
    ({"rule": "R", "place": "address"}, "Regel “R”: er staat een straat of adres bij."),
    ({"rule": "R", "place": "none"}, "Regel “R”: er staat geen plek bij."),
    ({"rule": "R", "sender": "resident"}, "Regel “R”: een inwoner diende het in."),
    ({"rule": "R", "sender": "society"}, "Regel “R”: een vereniging of stichting diende het in."),
    ({"rule": "R", "channel": "web"}, "Regel “R”: het kwam via de website binnen."),
    ({"rule": "R", "channel": "counter"}, "Regel “R”: het kwam aan de balie binnen."),
    ({"rule": "R", "channel": "phone"}, "Regel “R”: het kwam per telefoon binnen."),
    ({"rule": "R", "anonymity": "anonymous"}, "Regel “R”: de indiener laat geen naam zien."),
    ({"rule": "R", "anonymity": "named"}, "Regel “R”: de indiener laat een naam zien."),
    ({"rule": "R", "weekday": 6}, "Regel “R”: het kwam binnen op zaterdag."),
    ({"rule": "R", "time": "22:05"}, "Regel “R”: het kwam binnen om 22:05 uur."),
    ({"rule": "R", "date": "2026-12-31"}, "Regel “R”: het kwam binnen op 31 december 2026."),
    (
        {"programme": "Water", "reason": "Dit gaat over water."},
        "Een medewerker gaf dit idee door: Dit gaat over water.",
    ),
]


@pytest.mark.parametrize(("why", "sentence"), REASONS)
def test_the_reason_is_a_sentence(why, sentence):
    with translation.override("nl"):
        assert explain(why) == sentence


@pytest.mark.parametrize("nasty", ["100%", "%(name)s", "<b>", "“"])
def test_a_reason_is_said_as_it_was_written(nasty):
    assert nasty in explain({"rule": nasty, "word": nasty})
    assert nasty in explain({"programme": "Water", "reason": nasty})
