"""What was learned, and how it suggests: a weighted sum over the parts of a text, in pure Python.

The sum is scikit-learn's own (TF-IDF in two blocks, each of length 1, and one weight for each part and label), which
a test compares. Because it is a sum, it also says which words decided.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from ideas.learning.parts import Parts, pieces, runs, sequence_of, words_in

MOST_NAMED = 4
SHORTEST_NAMED = 3
RARE = 1 + log(5)  # The inverse document frequency of a word that one text in five has; commoner ones say nothing.
COUNTS = 0.15  # Of what the first word weighs: those that weigh less did not decide.

Found = tuple[int, float, list[tuple[str, ...]]]  # The row of a part, how much of the text it is, and its places.


@dataclass(frozen=True, slots=True)
class Block:
    """Parts of one kind: the row of each, its rarity, and row by row a weight for every label, in units of `scales`."""

    rows: dict[str, int]
    rarity: "array[float]"
    weights: "array[int]"

    def found(self, parts: Parts) -> list[Found]:
        """Which `parts` the model knows, as a vector of length 1."""
        known = [(self.rows[part], places) for part, places in parts.items() if part in self.rows]
        values = [(1 + log(len(places))) * self.rarity[row] for row, places in known]
        length = sqrt(sum(value * value for value in values)) or 1.0
        return [(row, value / length, places) for (row, places), value in zip(known, values, strict=True)]


@dataclass(frozen=True, slots=True)
class Guess:
    """One label that may be right, how sure the model is of it (0 to 1), and the words that decided, as written."""

    label: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A learned model. `temperature` makes its confidence honest: it was fitted on texts that it had not seen."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    scales: tuple[float, ...]
    temperature: float
    runs: Block
    pieces: Block

    def scores(self, text: str) -> list[float]:
        """What the text weighs for each label."""
        return self._scores(self._read(text))

    def confidences(self, scores: Sequence[float]) -> list[float]:
        """How sure the model is of each label; together 1."""
        highest = max(scores)
        shares = [exp((score - highest) / self.temperature) for score in scores]
        total = sum(shares)
        return [share / total for share in shares]

    def guesses(
        self, text: str, most: int, *, among: frozenset[str] | None = None, unsaid: frozenset[str] = frozenset()
    ) -> list[Guess]:
        """The `most` likeliest labels, best first; none for a text in which the model knows nothing.

        `unsaid` are folded words that explain nothing, such as "not" and "over": they are weighed and not named.

        Only labels `among` those are given. What the others weigh is not divided over these: a text that belongs to
        a programme that has ended makes the model unsure, as it should be.
        """
        read = self._read(text)
        if not any(found for _block, found in read):
            return []
        confidences = self.confidences(self._scores(read))
        order = sorted(range(len(self.labels)), key=lambda place: (-confidences[place], self.labels[place]))
        best = [place for place in order if among is None or self.labels[place] in among][:most]
        named = self._named(text, read, best, unsaid)
        return [Guess(self.labels[place], confidences[place], named[place]) for place in best]

    def _read(self, text: str) -> list[tuple[Block, list[Found]]]:
        words = sequence_of(text)
        takers: tuple[tuple[Block, Callable[[Sequence[str]], Parts]], ...] = (
            (self.runs, runs),
            (self.pieces, pieces),
        )
        return [(block, block.found(taker(words))) for block, taker in takers]

    def _scores(self, read: list[tuple[Block, list[Found]]]) -> list[float]:
        many = len(self.labels)
        sums = [0.0] * many
        for block, found in read:
            for row, value, _places in found:
                for place, weight in enumerate(block.weights[row * many : (row + 1) * many]):
                    sums[place] += value * weight
        return [total * scale + bias for total, scale, bias in zip(sums, self.scales, self.bias, strict=True)]

    def _named(
        self, text: str, read: list[tuple[Block, list[Found]]], best: list[int], unsaid: frozenset[str]
    ) -> dict[int, tuple[str, ...]]:
        """For each of the `best` labels the words that speak for it more than for labels on the average."""
        many = len(self.labels)
        credit: dict[str, list[float]] = {}
        for block, found in read:
            for row, value, places in found:
                own = [
                    weight * scale
                    for weight, scale in zip(block.weights[row * many : (row + 1) * many], self.scales, strict=True)
                ]
                mean = sum(own) / many
                gains = [value * (own[place] - mean) / len(places) for place in best]
                for words in places:
                    for word in words:
                        sums = credit.setdefault(word, [0.0] * len(best))
                        for number, gain in enumerate(gains):
                            sums[number] += gain / len(words)
        as_written = words_in(text)
        tellable = [word for word in credit if word not in unsaid and self._tells(word)]
        return {place: _heaviest(tellable, credit, number, as_written) for number, place in enumerate(best)}

    def _tells(self, word: str) -> bool:
        row = self.runs.rows.get(word)
        return len(word) >= SHORTEST_NAMED and (row is None or self.runs.rarity[row] > RARE)


def _heaviest(words: list[str], credit: dict[str, list[float]], number: int, shown: dict[str, str]) -> tuple[str, ...]:
    order = sorted(words, key=lambda word: (-credit[word][number], word))[:MOST_NAMED]
    least = COUNTS * credit[order[0]][number] if order else 0.0
    return tuple(shown[word] for word in order if credit[word][number] > max(least, 0.0))
