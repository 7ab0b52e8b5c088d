"""How much one text is like another: rare words weigh most, and a word counts in every form that it may have.

Pure: it knows texts and a lexicon, no ideas. The figures were chosen on real pairs, see docs/search.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from math import sqrt

from rapidfuzz.fuzz import ratio

from ideas.folding import pieces_of
from ideas.inflection import forms_of
from ideas.pieces import Spelled, counted
from ideas.spelling import meant
from ideas.vocabulary import Lexicon

MOST_UNITS = 40  # Words of a text that are compared: the weightiest.
MOST_SLIPS = 6  # Unknown words that may be typing errors; looking for one goes through all words.
MOST_INSIDE = 8  # Words of which parts and compounds are looked for, which goes through all words too.
FORM, SYNONYM, PART, SLIP = 0.95, 0.8, 0.5, 0.8  # How close those come to the word itself.
STRANGE = 0.3  # What a word weighs that no counted idea has: it may be the newest of all, but it can hardly be found.
START, LIKE, MOST_LIKE = 4, 65, 12  # Letters with which related words begin, how alike they are, how many count.
SHARED = 0.6  # From here on a word is told as one that two texts share.
LEAST = 0.1  # Pieces that two words share by chance.
MEANING = 0.8  # How much that counts beside the spelling of the two texts (`ideas.pieces`).
COVER = 0.5  # The share of what was written counts beside the likeness of the whole.


@dataclass(slots=True)
class Unit:
    """A word of a text: what it weighs, how `close` (0 to 1) each stem comes to it, and the `words` of those stems."""

    word: str
    weight: float
    close: dict[str, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)

    def add(self, words: Iterable[str], closeness: float, known: Lexicon) -> None:
        """Take in words; what was closer already stays so."""
        for word in words:
            stem = stem_of(word, known)
            self.words[word] = max(closeness, self.words.get(word, 0.0))
            self.close[stem] = max(closeness, self.close.get(stem, 0.0))


def stem_of(word: str, known: Lexicon) -> str:
    """The stem of a folded word, or the word itself when nobody knows it."""
    return known.stems.get(word) or word


def weighed(words: Mapping[str, float], known: Lexicon) -> dict[str, float]:
    """What each of these `counted()` words weighs in its text: the rarer, the more."""
    return {word: weight * known.rarity(word) * (1 if known.knows(word) else STRANGE) for word, weight in words.items()}


def units_of(title: str, text: str, known: Lexicon) -> list[Unit]:
    """The words of a text, the weightiest first, each stem once."""
    found = dict[str, Unit]()
    for word, weight in sorted(weighed(counted(title, text), known).items(), key=lambda pair: -pair[1]):
        found.setdefault(stem_of(word, known), Unit(word, weight))
    units = list(islice(found.values(), MOST_UNITS))
    for unit in units:
        _fill(unit, known)
    for unit in units[:MOST_INSIDE]:
        for other, closeness in inside(unit.word, known):
            unit.add([other], closeness, known)
    for unit in [unit for unit in units if not known.knows(unit.word)][:MOST_SLIPS]:
        unit.add(filter(None, [meant(unit.word, known)]), SLIP, known)
    return units


def _fill(unit: Unit, known: Lexicon) -> None:
    word = unit.word
    unit.add([word], 1.0, known)
    unit.add((form for form in forms_of(word) if known.knows(form)), FORM, known)
    for other in known.synonyms_of(word):
        if " " not in other:
            unit.add([other, *filter(known.knows, forms_of(other))], SYNONYM, known)
    for other, closeness in related(word, known):
        unit.add([other], closeness, known)
    for parts in known.parts_of(word):
        unit.add(parts, PART, known)


def related(word: str, known: Lexicon) -> list[tuple[str, float]]:
    """Known words that begin as `word` does and are like it, with how close they come: forms, and compounds."""
    near = []
    if len(word) >= START:
        for other in islice(known.beginning_with(word[:START]), 2_000):
            likeness = ratio(word, other, score_cutoff=LIKE)
            if likeness and other != word:
                near.append((other, (likeness / 100) ** 2))
    near.sort(key=lambda pair: -pair[1])
    return near[:MOST_LIKE]


def inside(word: str, known: Lexicon) -> list[tuple[str, float]]:
    """Known words that are a part of `word`, or of which it is one: `speeltuin` and `waterspeeltuin`."""
    if len(word) <= START:
        return []
    parts = [other for other in known.ordered if word in other or (other in word and len(other) >= START)]
    near = [(other, (min(len(other), len(word)) / max(len(other), len(word))) ** 2) for other in parts if other != word]
    near.sort(key=lambda pair: -pair[1])
    return near[:MOST_LIKE]


class Question:
    """A text to which others are compared."""

    def __init__(self, title: str, text: str, known: Lexicon) -> None:
        self.units = units_of(title, text, known)
        self._spelled = Spelled(counted(title, text), known)
        self._known = known
        self._whole = sum(unit.weight for unit in self.units)
        self._norm = sqrt(sum(unit.weight**2 for unit in self.units))
        self._pieces = [pieces_of(unit.word) for unit in self.units]
        self._of_piece = dict[str, list[int]]()
        self._of_stem = dict[str, list[tuple[int, float]]]()
        for number, unit in enumerate(self.units):
            for piece in self._pieces[number]:
                self._of_piece.setdefault(piece, []).append(number)
            for stem, closeness in unit.close.items():
                self._of_stem.setdefault(stem, []).append((number, closeness))
        self._close = dict[str, dict[int, float]]()

    def likeness(self, title: str, text: str) -> float:
        """How much an idea with this title and text is like the question: 0 for not at all, about 1 for the same."""
        words = counted(title, text)
        meaning = self._meaning(weighed(words, self._known))
        return (self._spelled.likeness(words) + MEANING * meaning) / (1 + MEANING) if meaning else 0.0

    def shared(self, title: str, text: str, most: int) -> list[str]:
        """The words of the question that another text has too, in any form or by another name, the weightiest first."""
        close = {
            number
            for word in counted(title, text)
            for number, closeness in self._closeness(word).items()
            if closeness >= SHARED
        }
        return [unit.word for number, unit in enumerate(self.units) if number in close][:most]

    def _meaning(self, words: Mapping[str, float]) -> float:
        best = [0.0] * len(self.units)
        together = size = 0.0
        for word, weight in words.items():
            size += weight * weight
            for number, closeness in self._closeness(word).items():
                together += weight * self.units[number].weight * closeness
                best[number] = max(best[number], closeness)
        if not together:
            return 0.0
        covered = sum(unit.weight * share for unit, share in zip(self.units, best, strict=True)) / self._whole
        return (together / (self._norm * sqrt(size)) + COVER * covered) / (1 + COVER)

    def _closeness(self, word: str) -> dict[int, float]:
        """The units that come close to this word, and how close."""
        found = self._close.get(word)
        if found is None:
            found = self._close[word] = self._compared(word)
        return found

    def _compared(self, word: str) -> dict[int, float]:
        pieces, shared = pieces_of(word), dict[int, int]()
        for piece in pieces & self._of_piece.keys():
            for number in self._of_piece[piece]:
                shared[number] = shared.get(number, 0) + 1
        found = dict[int, float]()
        for number, count in shared.items():
            closeness = count * count / (len(pieces) * len(self._pieces[number]))
            if closeness >= LEAST:
                found[number] = closeness
        for number, closeness in self._of_stem.get(stem_of(word, self._known), ()):
            found[number] = max(closeness, found.get(number, 0.0))
        return found
