"""A text taken apart into what a model weighs: words, pairs of neighbours, and pieces of words.

Training and suggesting both read these, so that they cannot differ. Pieces serve every language in which words bend or
grow together: `fietspaden` shares most of its pieces with `fietspad`, and a Finnish word with its other cases.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ideas.folding import WORD, fold

LONGEST = 20_000  # Characters that are read: more than forms take, and a bound for what an import brings.
PIECES = (3, 4, 5)

#: Each part, with the words of every place where it stands.
Parts = dict[str, list[tuple[str, ...]]]


def text_of(title: str, problem: str, proposal: str) -> str:
    """What of an idea is read. Nothing about its author, its place or the theme that the author chose."""
    return f"{title}\n{problem}\n{proposal}"


def words_in(text: str) -> dict[str, str]:
    """Each folded word of `text`, in order, and how it was written there first."""
    text = text[:LONGEST]
    folded = fold(text)
    as_written = text if len(folded) == len(text) else folded
    words: dict[str, str] = {}
    for found in WORD.finditer(folded):
        words.setdefault(found.group(), as_written[found.start() : found.end()])
    return words


def sequence_of(text: str) -> list[str]:
    """The folded words of `text` in order, each as often as it stands there."""
    return WORD.findall(fold(text[:LONGEST]))


def runs(words: Sequence[str]) -> Parts:
    """Words, and pairs of neighbours."""
    parts: Parts = {}
    for word in words:
        parts.setdefault(word, []).append((word,))
    for pair in pairwise(words):
        parts.setdefault(" ".join(pair), []).append(pair)
    return parts


def pieces(words: Sequence[str]) -> Parts:
    """Pieces of three to five letters within a word and the spaces around it."""
    parts: Parts = {}
    for word in words:
        for piece in pieces_of(word):
            parts.setdefault(piece, []).append((word,))
    return parts


@lru_cache(maxsize=50_000)
def pieces_of(word: str) -> tuple[str, ...]:
    """The pieces of one word, each as often as it stands in it."""
    padded = f" {word} "
    return tuple(padded[place : place + length] for length in PIECES for place in range(len(padded) - length + 1))
