"""The ranking beside one that was computed in another way: with decimals, all pairs, and one response at a time."""

import random
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import combinations

import pytest

from challenges import ranking
from challenges.ranking import Placed, Shift

getcontext().prec = 60
WEIGHTS = {1: 50, 2: 30, 3: 20}


def test_a_card_worked_out_by_hand():
    # 4 x 50 + 2 x 30 + 5 x 20 = 360 over 100; without the second: (200 + 100) over 70.
    assert ranking.card_score({1: 4, 2: 2, 3: 5}, WEIGHTS) == Fraction(360, 100)
    assert ranking.card_score({1: 4, 2: None, 3: 5}, WEIGHTS) == Fraction(300, 70)
    assert ranking.card_score({1: None, 2: None, 3: None}, WEIGHTS) is None
    assert ranking.card_score({}, WEIGHTS) is None


def test_ties_are_shown_as_ties_and_take_their_places():
    same = {1: 4, 2: 4, 3: 4}
    cards = {7: [same], 5: [same, same], 9: [{1: 1, 2: 1, 3: 1}], 8: [{1: 5, 2: 5, 3: 5}], 6: [], 4: [{1: None}]}
    assert ranking.rank(cards, WEIGHTS) == [
        Placed(8, Fraction(5), 1),
        Placed(5, Fraction(4), 2, is_tied=True),
        Placed(7, Fraction(4), 2, is_tied=True),
        Placed(9, Fraction(1), 4),
        Placed(4, None, None),
        Placed(6, None, None),
    ]


def test_a_third_is_a_third():
    # With floats 3 x (1/3) and 1 may differ, and a tie would look like a winner.
    thirds = [{1: 1, 2: 0, 3: 0}, {1: 0, 2: 1, 3: 0}, {1: 0, 2: 0, 3: 1}]
    even = {1: 1, 2: 1, 3: 1}
    other = [{1: 1, 2: 0, 3: 0}] * 3
    assert [placed.rank for placed in ranking.rank({1: thirds, 2: other}, even)] == [1, 1]


@pytest.mark.parametrize(
    ("values", "found"), [((0, 3), [1]), ((0, 2), []), ((5, None), []), ((None, None), []), ((5, 4, 2), [1])]
)
def test_two_readers_far_apart_are_an_alarm(values, found):
    assert ranking.alarms([{1: value} for value in values]) == found


def test_the_means_of_each_criterion_leave_out_who_said_it_does_not_apply():
    assert ranking.by_criterion([{1: 4, 2: None}, {1: 1, 2: 3}, {1: 5, 2: None}]) == {
        1: Fraction(10, 3),
        2: Fraction(3),
    }


def test_the_order_that_hangs_on_a_weight_worked_out_by_hand():
    cards = {1: [{1: 5, 2: 1}], 2: [{1: 2, 2: 4}, {1: 3, 2: 2}]}
    # 3.0 beside 2.75.
    assert ranking.sensitivity(cards, {1: 50, 2: 50}) == []
    # The first at 45: 0.45 x 5 + 0.55 x 1 = 2.8 beside 0.45 x 2.5 + 0.55 x 3 = 2.775: it holds, by little.
    close = {1: [{1: 5, 2: 1}], 2: [{1: 2, 2: 4}, {1: 3, 2: 3}]}  # 3.0 and 3.0: a tie is no order that can break.
    assert ranking.sensitivity(close, {1: 50, 2: 50}) == []
    assert ranking.sensitivity(close, {1: 52, 2: 48}) == [
        Shift(1, is_up=False, pairs=((1, 2),)),
        Shift(2, is_up=True, pairs=((1, 2),)),
    ]


def test_one_criterion_cannot_move_and_a_heavy_one_not_up():
    assert ranking.shifted({1: 100}, 1, 11) is None
    assert ranking.shifted({1: 95, 2: 5}, 1, 11) is None
    assert ranking.shifted({1: 50, 2: 30, 3: 20}, 1, 11) == {1: 11 * 50 * 50, 2: 30 * 450, 3: 20 * 450}


def decimal_score(cards, weights):
    """The oracle: the definition, term by term, in decimals."""
    scores = []
    for card in cards:
        total = sum((Decimal(weights[key]) for key, value in card.items() if value is not None), Decimal(0))
        if total:
            scores.append(
                sum(Decimal(weights[key]) / total * value for key, value in card.items() if value is not None)
            )
    return sum(scores) / len(scores) if scores else None


def some_cards(chance):
    criteria = list(range(1, chance.randint(1, 4) + 1))
    weights = {key: chance.randint(1, 100) for key in criteria}
    cards = {
        key: [{one: chance.choice([0, 1, 2, 3, 4, 5, None]) for one in criteria} for _ in range(chance.randint(0, 3))]
        for key in range(chance.randint(0, 6))
    }
    return cards, weights


EPSILON = Decimal(10) ** -40


@pytest.mark.parametrize("seed", range(300))
def test_the_ranking_is_what_the_definition_says(seed):
    cards, weights = some_cards(random.Random(seed))
    expected = {key: decimal_score(some, weights) for key, some in cards.items()}
    placed = {one.key: one for one in ranking.rank(cards, weights)}
    assert placed.keys() == cards.keys()
    for key, score in expected.items():
        if score is None:
            assert (placed[key].score, placed[key].rank) == (None, None)
            continue
        exact = Decimal(placed[key].score.numerator) / Decimal(placed[key].score.denominator)
        assert abs(exact - score) < EPSILON
        others = [other for one, other in expected.items() if other is not None and one != key]
        assert placed[key].rank == 1 + sum(other > score + EPSILON for other in others)
        assert placed[key].is_tied == any(abs(other - score) < EPSILON for other in others)


@pytest.mark.parametrize("seed", range(300))
def test_whether_the_order_holds_is_what_trying_all_pairs_says(seed):
    cards, weights = some_cards(random.Random(seed))
    found = {(shift.criterion, shift.is_up): set(shift.pairs) for shift in ranking.sensitivity(cards, weights)}
    before = {key: decimal_score(some, weights) for key, some in cards.items()}
    total = sum(weights.values())
    for criterion, own in weights.items():
        for factor in (Decimal("0.9"), Decimal("1.1")):
            rest = total - own
            pairs = set()
            if rest and factor * own < total:
                scale = (total - factor * own) / rest
                moved = {key: factor * own if key == criterion else weight * scale for key, weight in weights.items()}
                after = {key: decimal_score(some, moved) for key, some in cards.items()}
                for one, two in combinations([key for key in cards if before[key] is not None], 2):
                    upper, lower = (one, two) if before[one] > before[two] else (two, one)
                    if before[upper] - before[lower] > EPSILON and after[lower] - after[upper] > -EPSILON:
                        pairs.add((upper, lower))
            named = found.get((criterion, factor > 1), set())
            assert named <= pairs
            assert bool(named) == bool(pairs)
