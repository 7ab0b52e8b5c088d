"""Who reads what: so many readers for each response, nobody with an interest, and as evenly as that allows.

Nothing here asks the database. `divide()` is exact: no other division with the same readers per response has loads
that lie closer together. It begins with any division, and then hands responses on, from one juror to the next along
the shortest way, from whoever has two more than another; when there is no such way left, none is more even (Harvey
et al., "Semi-matchings for bipartite graphs and load balancing", 2003, theorem 3.1, holds for several readers too).
"""

import random
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Pair = tuple[int, int]  # juror, response


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to divide: everything by key.

    `barred` are pairs that may never be; `standing` are pairs that are, and stay. `liking` says how well a juror knows
    what a response is about; who knows more comes first. Without it everybody is the same.
    """

    jurors: tuple[int, ...]
    responses: tuple[int, ...]
    readers: int
    barred: frozenset[Pair] = frozenset()
    standing: frozenset[Pair] = frozenset()
    liking: Mapping[Pair, int] | None = None

    def likes(self, juror: int, response: int) -> int:
        """How well `juror` knows what `response` is about."""
        return self.liking.get((juror, response), 0) if self.liking else 0


@dataclass(frozen=True, slots=True)
class Division:
    """Every pair, the standing ones too, and how many responses each juror has."""

    pairs: frozenset[Pair]
    loads: Mapping[int, int]

    @property
    def is_even(self) -> bool:
        """Whether nobody has more than one response more than another."""
        return not self.loads or max(self.loads.values()) - min(self.loads.values()) <= 1


class TooFewReaders(Exception):
    """Some responses cannot get enough readers. `missing` says by response how many it lacks."""

    def __init__(self, missing: Mapping[int, int]) -> None:
        super().__init__(f"{len(missing)} responses lack readers")
        self.missing = dict(missing)


def divide(work: Work, seed: int) -> Division:
    """Divide `work`; the same seed gives the same division. Raises TooFewReaders."""
    chance = random.Random(seed)  # noqa: S311 it must be fair and repeatable, not secret
    free = {response: _free(work, response) for response in work.responses}
    lacking = {response: _wanted(work, response) - len(jurors) for response, jurors in free.items()}
    if missing := {response: lack for response, lack in lacking.items() if lack > 0}:
        raise TooFewReaders(missing)
    pairs, loads = set(work.standing), dict.fromkeys(work.jurors, 0)
    for juror, _response in work.standing:
        if juror in loads:  # Who left the jury has read what they read, and gets nothing more.
            loads[juror] += 1
    order = list(work.responses)
    chance.shuffle(order)
    for response in order:
        jurors = free[response]
        chance.shuffle(jurors)
        jurors.sort(key=lambda juror: (-work.likes(juror, response), loads[juror]))
        for juror in jurors[: _wanted(work, response)]:
            pairs.add((juror, response))
            loads[juror] += 1
    while _hand_on(work, pairs, loads):
        pass
    return Division(frozenset(pairs), loads)


def _standing(work: Work, response: int) -> set[int]:
    return {juror for juror, one in work.standing if one == response}


def _wanted(work: Work, response: int) -> int:
    return max(0, work.readers - len(_standing(work, response)))


def _free(work: Work, response: int) -> list[int]:
    there = _standing(work, response)
    return [juror for juror in work.jurors if juror not in there and (juror, response) not in work.barred]


def _hand_on(work: Work, pairs: set[Pair], loads: dict[int, int]) -> bool:
    """Make the division one step more even. False when it cannot be."""
    reads: dict[int, list[int]] = {juror: [] for juror in work.jurors}
    for juror, response in sorted(pairs - work.standing):
        reads[juror].append(response)
    for giver in sorted(work.jurors, key=lambda juror: (-loads[juror], juror)):
        way = _way_down(work, giver, reads, pairs, loads)
        if way:
            for juror, response, taker in way:
                pairs.remove((juror, response))
                pairs.add((taker, response))
            loads[giver] -= 1
            loads[way[-1][2]] += 1
            return True
    return False


def _way_down(
    work: Work, giver: int, reads: Mapping[int, Iterable[int]], pairs: set[Pair], loads: Mapping[int, int]
) -> list[tuple[int, int, int]]:
    """The shortest way to hand one response less to `giver` and one more to somebody with two fewer; empty: none."""
    came: dict[int, tuple[int, int, int] | None] = {giver: None}
    waiting = deque([giver])
    while waiting:
        juror = waiting.popleft()
        if loads[juror] <= loads[giver] - 2:
            return _steps_to(juror, came)
        for response in reads[juror]:
            for taker in work.jurors:
                if taker not in came and _may_take(work, juror, response, taker, pairs):
                    came[taker] = (juror, response, taker)
                    waiting.append(taker)
    return []


def _may_take(work: Work, juror: int, response: int, taker: int, pairs: set[Pair]) -> bool:
    """Whether `taker` may read `response` in the place of `juror`: knowing as much of it, and without an interest."""
    pair = (taker, response)
    return pair not in pairs and pair not in work.barred and work.likes(taker, response) == work.likes(juror, response)


def _steps_to(juror: int, came: Mapping[int, tuple[int, int, int] | None]) -> list[tuple[int, int, int]]:
    steps = []
    while step := came[juror]:
        steps.append(step)
        juror = step[0]
    return steps[::-1]
