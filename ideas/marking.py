"""A text with what is hard to read in it, so that a page can mark it where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ideas.readability import TOWN_HALL_WORDS, long_sentences

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
WORD = re.compile(r"[a-zA-ZÀ-ÿ]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, and what to do about it; without advice it is fine."""

    text: str
    advice: str = ""


def marked(text: str) -> list[Piece]:
    """All of `text`, cut where something is hard: joined again, the pieces are the text itself."""
    pieces, start = list[Piece](), 0
    for gap in [*SENTENCE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        pieces += _sentence(text[start:end])
        if gap:
            pieces.append(Piece(gap.group()))
            start = gap.end()
    return [piece for piece in pieces if piece.text]


def _sentence(sentence: str) -> Iterator[Piece]:
    """A sentence that is too long is marked as a whole; else its town-hall words are."""
    if long := long_sentences(sentence):
        yield Piece(sentence, _("Maak deze zin korter (%(count)d woorden).") % {"count": long[0][1]})
        return
    start = 0
    for word in WORD.finditer(sentence):
        if plain := TOWN_HALL_WORDS.get(word.group().lower()):
            yield Piece(sentence[start : word.start()])
            yield Piece(word.group(), _("Schrijf “%(plain)s”.") % {"plain": plain})
            start = word.end()
    yield Piece(sentence[start:])
