"""What cannot be saved, and what a rule would have done: both pure."""

from datetime import date, time

import pytest

from ideas.models import Idea, RoutingRule
from ideas.routing.bench import arranged, try_out
from ideas.routing.checking import MOST_WORDS, faults, has_ended, shadow_of
from ideas.routing.choosing import choose_programme
from participation.models import Programme

TODAY = date(2026, 6, 3)  # A Wednesday.
GREEN, WATER, CLOSED = (
    Programme(pk=pk, name=name, is_active=active)
    for pk, name, active in ((1, "Groen", True), (2, "Water", True), (3, "Oud", False))
)


def rule(pk=None, programme=GREEN, **fields):
    made = RoutingRule(pk=pk, name=f"R{pk}", programme=programme, **fields)
    made.theme_names, made.area_names, made.handler_fits = [], [], True
    return made


FAULTS = [
    ({"words": ["boom"]}, []),
    ({}, [None]),
    ({"catches_all": True}, []),
    ({"words": ["boom"], "programme": CLOSED}, ["programme"]),
    ({"catches_all": True, "programme": CLOSED}, ["programme"]),
    ({"words": ["!?"]}, ["words"]),
    ({"words": ["“”"]}, ["words"]),
    ({"words": ["boom", "😀"]}, ["words"]),
    ({"not_words": ["--"]}, ["not_words"]),
    ({"words": ["x" * 61]}, ["words"]),
    ({"words": ["kerstboom"], "not_words": ["kerst"]}, ["words"]),
    ({"words": ["Kérstboom"], "not_words": ["KERST"]}, ["words"]),
    ({"words": ["kerst"], "not_words": ["kerstboom"]}, []),
    ({"words": [f"w{number}" for number in range(MOST_WORDS)]}, []),
    ({"words": [f"w{number}" for number in range(10_000)]}, ["words"]),
    ({"ends_on": date(2026, 6, 2)}, ["ends_on"]),
    ({"ends_on": TODAY}, []),
    ({"starts_on": date(2026, 7, 2), "ends_on": date(2026, 7, 1)}, ["ends_on"]),
    ({"from_time": time(9)}, ["until_time"]),
    ({"until_time": time(9)}, ["from_time"]),
    ({"from_time": time(9), "until_time": time(9)}, ["until_time"]),
    ({"starts_on": TODAY, "ends_on": date(2026, 6, 5), "weekdays": [6]}, ["weekdays"]),
    ({"starts_on": TODAY, "ends_on": date(2026, 6, 6), "weekdays": [6]}, []),
    ({"place": "none"}, []),
]


@pytest.mark.parametrize(("fields", "found"), FAULTS)
def test_what_cannot_be_saved(fields, found):
    said = faults(rule(**fields), TODAY)
    assert [field for field, _message in said] == found
    assert all(message.endswith(".") for _field, message in said)


def test_a_neighbourhood_and_no_place_cannot_both_be():
    made = rule(place="none")
    made.area_names = [{"pk": 1, "name": "Dorp", "parent": None}]
    assert [field for field, _ in faults(made, TODAY)] == ["place"]


def test_somebody_of_another_programme():
    made = rule(words=["boom"], names_handler=True)
    made.handler_fits = False
    assert [field for field, _ in faults(made, TODAY)] == ["handler"]


def test_a_period_is_over_the_day_after():
    assert [has_ended(rule(ends_on=day).terms, TODAY) for day in (None, TODAY, date(2026, 6, 2))] == [
        False,
        False,
        True,
    ]


def test_the_shadow_is_the_first_rule_that_works_and_takes_all():
    narrow = rule(9, words=["boomstam"])
    broken, wide = rule(1, CLOSED, words=["boom"]), rule(2, words=["boom"])
    assert shadow_of(narrow, [broken, rule(3, words=["struik"]), wide]) is wide
    assert shadow_of(narrow, [broken]) is None


LAST, A, B, C = rule(90, catches_all=True), rule(1), rule(2), rule(3)


@pytest.mark.parametrize(
    ("mine", "after", "order"),
    [
        (A, None, [1, 2, 3, 90]),
        (A, 0, [1, 2, 3, 90]),
        (A, 2, [2, 1, 3, 90]),
        (A, 3, [2, 3, 1, 90]),
        (A, 90, [2, 3, 1, 90]),
        (A, 77, [2, 3, 1, 90]),
        (C, 0, [3, 1, 2, 90]),
        (rule(), None, [1, 2, 3, None, 90]),
        (rule(), 1, [1, None, 2, 3, 90]),
        (rule(90, catches_all=True), None, [1, 2, 3, 90]),
    ],
)
def test_where_a_rule_goes(mine, after, order):
    found = arranged([A, B, C, LAST], mine, after)
    assert [each.pk for each in found] == order
    assert any(each is mine for each in found)


def ideas(*titles):
    return [Idea(title=title, programme=GREEN) for title in titles]


def test_the_bench_counts_what_fits_what_comes_and_what_goes_elsewhere():
    last = rule(90, catches_all=True)
    dogs, trees = rule(1, words=["hond"]), rule(None, WATER, words=["boom"])
    before = [dogs, last]
    tried = ideas("Boom", "Boom en hond", "Hond", "Bank", "Boompje")
    bench = try_out(trees, tried, before=before, after=arranged(before, trees, None))
    assert (bench.tried, bench.fits, bench.comes, bench.taken_before) == (5, 3, 2, 1)
    assert [(change.idea.title, change.before, change.after) for change in bench.changes] == [
        ("Boom", "Groen", "Water"), ("Boompje", "Groen", "Water"),
    ]  # fmt: skip
    assert [idea.programme for idea in tried] == [GREEN] * 5


def test_another_person_of_the_same_programme_is_a_change_too():
    last, trees = rule(90, catches_all=True), rule(None, words=["boom"], handler_id=5, names_handler=True)
    bench = try_out(trees, ideas("Boom"), before=[last], after=[trees, last])
    assert [(change.before, change.after) for change in bench.changes] == [("Groen", "Groen")]


def test_the_bench_rings_for_nobody_and_without_a_last_rule_it_says_so():
    broken, trees = rule(1, CLOSED, words=["boom"]), rule(None, WATER, words=["boom"])
    bench = try_out(trees, ideas("Boom", "Bank"), before=[broken], after=[broken, trees])
    assert [(change.before, change.after) for change in bench.changes] == [("", "Water")]


def test_choosing_asks_the_database_nothing():
    """No fixture of the database here: a statement would be an error."""
    rules = [
        rule(number, words=[f"woord{number:02d}"], place="none", weekdays=[1, 2, 3, 4, 5, 6, 7]) for number in range(50)
    ]
    routed = choose_programme(Idea(title="Woord49"), [*rules, LAST])
    assert (routed.rule.pk, routed.why["word"]) == (49, "woord49")
