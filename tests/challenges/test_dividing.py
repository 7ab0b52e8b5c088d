"""Divisions beside every division there is."""

import random
from itertools import combinations, product

import pytest

from challenges.dividing import Division, TooFewReaders, Work, divide


def every_division(work):
    """The oracle: each choice of readers for each response."""
    choices = []
    for response in work.responses:
        there = {juror for juror, one in work.standing if one == response}
        free = [juror for juror in work.jurors if juror not in there and (juror, response) not in work.barred]
        wanted = max(0, work.readers - len(there))
        choices.append([[(juror, response) for juror in some] for some in combinations(free, wanted)])
    for chosen in product(*choices):
        yield {pair for some in chosen for pair in some} | set(work.standing)


def loads_of(work, pairs):
    return sorted(sum(juror == one for one, _response in pairs) for juror in work.jurors)


def liked(work, pairs):
    return sum(work.likes(*pair) for pair in pairs)


def uneven(work, pairs):
    return sum(load * load for load in loads_of(work, pairs))


def some_work(chance, *, knows):
    jurors, responses = tuple(range(1, chance.randint(1, 4) + 1)), tuple(range(10, 10 + chance.randint(0, 4)))
    pairs = list(product(jurors, responses))
    barred = frozenset(pair for pair in pairs if chance.random() < 0.25)
    standing = frozenset(pair for pair in pairs if pair not in barred and chance.random() < 0.15)
    liking = {pair: chance.randint(0, 1) for pair in pairs} if knows else None
    return Work(jurors, responses, chance.randint(1, 3), barred, standing, liking)


@pytest.mark.parametrize("knows", [False, True])
@pytest.mark.parametrize("seed", range(150))
def test_no_division_is_more_even(seed, knows):
    work = some_work(random.Random(seed), knows=knows)
    every = list(every_division(work))
    if not every:
        with pytest.raises(TooFewReaders) as error:
            divide(work, seed)
        assert all(lack > 0 for lack in error.value.missing.values())
        return
    division = divide(work, seed)
    assert division.pairs in every
    assert dict(division.loads) == {juror: sum(juror == one for one, _ in division.pairs) for juror in work.jurors}
    most = max(liked(work, pairs) for pairs in every)
    assert liked(work, division.pairs) == most
    best = min(uneven(work, pairs) for pairs in every if liked(work, pairs) == most)
    assert uneven(work, division.pairs) == best
    if any(loads_of(work, p)[-1] - loads_of(work, p)[0] <= 1 for p in every if liked(work, p) == most):
        assert division.is_even


def test_which_responses_lack_how_many_readers():
    work = Work((1, 2), (10, 11, 12), 2, frozenset({(1, 10), (2, 10), (1, 12)}))
    with pytest.raises(TooFewReaders) as error:
        divide(work, 1)
    assert error.value.missing == {10: 2, 12: 1}


def test_the_same_seed_divides_the_same_and_another_does_not():
    work = Work(tuple(range(5)), tuple(range(100, 120)), 2)
    assert divide(work, 1) == divide(work, 1)
    assert divide(work, 1).pairs != divide(work, 2).pairs


def test_who_knows_most_reads_first_and_evenly_among_them():
    knows = {(1, 10): 2, (2, 10): 1, (1, 11): 0, (2, 11): 0}
    assert divide(Work((1, 2), (10, 11), 1, liking=knows), 3) == Division(frozenset({(1, 10), (2, 11)}), {1: 1, 2: 1})


def test_five_hundred_responses():
    chance = random.Random(1)
    jurors, responses = tuple(range(12)), tuple(range(1000, 1500))
    barred = frozenset((juror, response) for juror in jurors for response in responses if chance.random() < 0.05)
    division = divide(Work(jurors, responses, 3, barred), 1)
    assert len(division.pairs) == 1500
    assert division.is_even
    assert not division.pairs & barred
