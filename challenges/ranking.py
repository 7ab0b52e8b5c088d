"""From scores to a ranking, exactly: no rounding decides who stands above whom.

A card is what one juror gave one response: by the key of each criterion a score, or None for `not applicable`. The
score of a card is the mean of its scores by weight; what does not apply is left out, and the other weights share its
part. The score of a response is the mean of its cards. docs/jury.md works one example out by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise, product

from challenges.statuses import SPREAD_ALARM

Card = Mapping[int, int | None]
Weights = Mapping[int, int]
Cards = Mapping[int, Sequence[Card]]

#: By how much a weight is moved to see whether the order holds: to 9 and to 11 tenths of itself.
MOVED_TO = (9, 11)
WHOLE = 10


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a response stands. Equal scores have the same rank, and the next one is as many lower: 1, 1, 3.

    Without any score (`score` is None) it has no rank, and stands last.
    """

    key: int
    score: Fraction | None
    rank: int | None
    is_tied: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """That the order does not hold when the weight of a criterion goes up (or down) by a tenth.

    `pairs` are neighbours in the ranking, the upper one first, of which the lower one comes up beside or above it.
    When no neighbours change places, no two at all do.
    """

    criterion: int
    is_up: bool
    pairs: tuple[tuple[int, int], ...]


def card_score(card: Card, weights: Weights) -> Fraction | None:
    """The score of one card, None when nothing on it applies."""
    given = [(weights[criterion], value) for criterion, value in card.items() if value is not None]
    total = sum(weight for weight, _value in given)
    return Fraction(sum(weight * value for weight, value in given), total) if total else None


def mean(scores: Iterable[Fraction | int | None]) -> Fraction | None:
    """The mean of the scores that there are, None when there are none."""
    found = [Fraction(score) for score in scores if score is not None]
    return Fraction(sum(found), len(found)) if found else None


def response_score(cards: Iterable[Card], weights: Weights) -> Fraction | None:
    """The score of a response: the mean over its readers."""
    return mean(card_score(card, weights) for card in cards)


def rank(cards: Cards, weights: Weights) -> list[Placed]:
    """Every response in order, the best first; within a tie by key, which means nothing."""
    scores = {key: response_score(some, weights) for key, some in cards.items()}
    ordered = sorted(
        ((score, key) for key, score in scores.items() if score is not None), key=lambda it: (-it[0], it[1])
    )
    placed: list[Placed] = []
    for score, tied in groupby(ordered, key=lambda it: it[0]):
        keys = [key for _score, key in tied]
        placed += [Placed(key, score, len(placed) + 1, len(keys) > 1) for key in keys]
    return [*placed, *(Placed(key, None, None) for key in sorted(scores) if scores[key] is None)]


def by_criterion(cards: Iterable[Card]) -> dict[int, Fraction | None]:
    """The mean of every criterion over those for whom it applied."""
    given: dict[int, list[int | None]] = {}
    for card in cards:
        for criterion, value in card.items():
            given.setdefault(criterion, []).append(value)
    return {criterion: mean(values) for criterion, values in given.items()}


def alarms(cards: Iterable[Card]) -> list[int]:
    """The criteria on which two readers lie so far apart that they should talk about it; in order of their key."""
    given: dict[int, list[int]] = {}
    for card in cards:
        for criterion, value in card.items():
            if value is not None:
                given.setdefault(criterion, []).append(value)
    return sorted(criterion for criterion, values in given.items() if max(values) - min(values) >= SPREAD_ALARM)


def shifted(weights: Weights, criterion: int, tenths: int) -> Weights | None:
    """The weights with that of `criterion` at `tenths` tenths of itself, and the others rescaled to the same sum.

    Everything is multiplied by one number, so that all stays whole. None when it is the only one, or would leave
    nothing for the others.
    """
    total, own = sum(weights.values()), weights[criterion]
    rest, left = total - own, WHOLE * total - tenths * own
    if rest == 0 or left <= 0:
        return None
    return {key: tenths * own * rest if key == criterion else weight * left for key, weight in weights.items()}


def sensitivity(cards: Cards, weights: Weights) -> list[Shift]:
    """Which moves of one weight by a tenth change the order; empty when the order holds."""
    groups = [
        [placed.key for placed in group]
        for rank_, group in groupby(rank(cards, weights), key=lambda placed: placed.rank)
        if rank_ is not None
    ]
    found = []
    for criterion, tenths in product(weights, MOVED_TO):
        moved = shifted(weights, criterion, tenths)
        if moved is None:
            continue
        scores = {key: response_score(cards[key], moved) or Fraction(0) for group in groups for key in group}
        pairs = tuple(
            (upper, lower)
            for above, below in pairwise(groups)
            for upper, lower in product(above, below)
            if scores[lower] >= scores[upper]
        )
        if pairs:
            found.append(Shift(criterion, tenths > WHOLE, pairs))
    return found
