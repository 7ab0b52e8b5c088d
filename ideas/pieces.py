"""How alike two texts are spelled: all pieces of their words, each by its rarity. Serves forms of any language.

Pure, as `ideas.likeness`, which weighs meaning beside it.
"""

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt

from ideas.folding import pieces_of, words_of
from ideas.inflection import UNSEARCHED
from ideas.vocabulary import WHOLE, Lexicon

TITLE = 1.5  # How many times a word counts that stands in a title.


def counted(title: str, text: str) -> dict[str, float]:
    """The words that say what a text is about: a word that is repeated counts a little more, one in the title much."""
    weights = {word: 1 + log(count) for word, count in Counter(words_of(text)).items()}
    for word in words_of(title):
        weights[word] = weights.get(word, 0.0) + TITLE
    return {word: weight for word, weight in weights.items() if word not in UNSEARCHED}


class Spelled:
    """The spelling of a text, to which that of others is compared: cosine of pieces and whole words."""

    def __init__(self, words: Mapping[str, float], known: Lexicon) -> None:
        self._known = known
        self._asked = dict[str, float]()  # What a piece adds, in a word that is found once.
        self._found = dict[str, tuple[float, float]]()
        for word, weight in words.items():
            for piece in (f"{WHOLE}{word}", *pieces_of(word)):
                self._asked[piece] = self._asked.get(piece, 0.0) + weight * known.rarity_of_piece(piece) ** 2
        self._norm = sqrt(sum(weight * weight * known.size_of(word) for word, weight in words.items()))

    def likeness(self, words: Mapping[str, float]) -> float:
        """How much a text of these `counted()` words is spelled alike: 0 for not at all, about 1 for the same.

        Words that overlap count in the size of a text as if they did not.
        """
        together = size = 0.0
        for word, weight in words.items():
            shared, square = self._found.get(word) or self._compared(word)
            together += weight * shared
            size += weight * weight * square
        return together / (self._norm * sqrt(size)) if together else 0.0

    def _compared(self, word: str) -> tuple[float, float]:
        """What the word adds to what is asked, and its own size."""
        asked = self._asked
        shared = asked.get(f"{WHOLE}{word}", 0.0) + sum(asked[piece] for piece in pieces_of(word) & asked.keys())
        self._found[word] = shared, self._known.size_of(word)
        return self._found[word]
