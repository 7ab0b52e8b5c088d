"""What a process knows of the words of public ideas: how common each is, what it is made of, what means the same."""

import threading
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import log

from django.db import connection

from ideas.folding import fold, pieces_of
from ideas.inflection import forms_of

WHOLE = "="  # Before a word that is meant as a whole, among pieces of words.
CHECKED_FOR = 60.0  # Seconds in which nobody asks whether there is a newer edition.
SHORTEST_PART = 3  # Of a compound: `pad`, `bus`, `weg`.
ENDINGS = ("en", "s", "n", "tje", "je", "tjes", "jes")
LINKS = ("", "s", "en", "e", "n")  # Between the parts: stadspark, bloemenbak, zonnepaneel.

EDITION = """
SELECT concat_ws(' ', (SELECT edition FROM ideas_wordcount), count(*), max(changed_at)) FROM ideas_synonyms
"""
# In one statement, because a visitor waits for it: once in each process, and once for each edition.
READ = f"""
SELECT 'word', word, stem, ideas FROM ideas_word
UNION ALL SELECT 'same', word, coalesce((ts_lexize('dutch_stem', inbreng_fold(word)))[1], ''), id
  FROM ideas_synonyms, unnest(words) AS word
UNION ALL SELECT 'ideas', '', '', ideas FROM ideas_wordcount
UNION ALL SELECT 'all', '', '', all_ideas FROM ideas_wordcount
UNION ALL SELECT 'edition', ({EDITION}), '', 0
"""  # noqa: S608 our own text


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """One edition of it. Nothing in it changes, but that it remembers `nearest` words and `sizes` that were asked for.

    `stems` knows each word, `counts` in how many of `ideas` each stem stands, `same` what a word or stem may be called,
    and `pieces` in how many of them each piece of a word stands at most.
    """

    stems: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    same: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ideas: int = 0
    all_ideas: int = 0
    ordered: list[str] = field(default_factory=list)
    by_length: dict[int, list[str]] = field(default_factory=dict)
    nearest: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)

    def knows(self, word: str) -> bool:
        """Whether the folded `word` stands in a public idea, and the search finds it there."""
        return bool(self.stems.get(word))

    def ideas_with(self, word: str) -> int:
        """In how many of the counted ideas the folded `word` stands, in any form of its stem."""
        return self.counts.get(self.stems.get(word, ""), 0)

    def rarity(self, word: str) -> float:
        """Its inverse document frequency: below 1 for a word of every idea, highest for one that no idea has."""
        return log(1 + (self.ideas + 1) / (self.ideas_with(word) + 0.5))

    def rarity_of_piece(self, piece: str) -> float:
        """The same of a piece of a word (`pieces_of`), at the least; of a whole word, by its stem."""
        number = self.ideas_with(piece[1:]) if piece.startswith(WHOLE) else self.pieces.get(piece, 0)
        return 1 + log((self.ideas + 1) / (min(number, self.ideas) + 1))

    def size_of(self, word: str) -> float:
        """The squares of the rarities of a folded word and its pieces together."""
        size = self.sizes.get(word)
        if size is None:
            size = sum(self.rarity_of_piece(piece) ** 2 for piece in (f"{WHOLE}{word}", *pieces_of(word)))
            if word in self.stems:
                self.sizes[word] = size
        return size

    def synonyms_of(self, word: str) -> tuple[str, ...]:
        """What else it is called, folded; words, and short names of several words."""
        for form in (word, self.stems.get(word, ""), *_bare(word)):
            if form in self.same:
                return self.same[form]
        return ()

    def parts_of(self, word: str) -> list[tuple[str, str]]:
        """The pairs of known words that may make up this compound: `fietspad` gives `fiets`, `pad`."""
        found = []
        for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            last = word[place:]
            if self._knows_some_form(last):
                found += [(first, last) for first in _without_link(word[:place]) if self.knows(first)]
        return found

    def _knows_some_form(self, word: str) -> bool:
        """Whether this word or its singular stands somewhere: of `fietspaden`, `pad` may."""
        return any(len(form) >= SHORTEST_PART and self.knows(form) for form in _bare(word))

    def beginning_with(self, start: str) -> Iterator[str]:
        """The known words with this beginning, in order of the alphabet."""
        for place in range(bisect_left(self.ordered, start), len(self.ordered)):
            if not self.ordered[place].startswith(start):
                return
            yield self.ordered[place]

    def completions(self, start: str, most: int) -> list[str]:
        """The commonest words with this beginning that more than one idea has; of each stem one."""
        words = [word for word in islice(self.beginning_with(start), 2_000) if self.ideas_with(word) > 1]
        words.sort(key=lambda word: (-self.ideas_with(word), len(word)))
        stems = dict[str, str]()
        for word in words:
            stems.setdefault(self.stems[word], word)
        return list(islice(stems.values(), most))


def _bare(word: str) -> Iterator[str]:
    """The word, and what its singular may be: `plek` of `plekken`. The stem of an unknown word is not at hand."""
    yield from forms_of(word)
    for ending in ENDINGS:
        if word.endswith(ending):
            bare = word.removesuffix(ending)
            yield bare
            if bare[-1:] == bare[-2:-1]:
                yield bare[:-1]


def _without_link(first: str) -> list[str]:
    whole = (first.removesuffix(link) for link in LINKS if first.endswith(link))
    return [part for part in dict.fromkeys(whole) if len(part) >= SHORTEST_PART]


class Keeper:
    """Holds this process's edition, and asks now and then whether there is a newer one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Read all anew the next time. For tests, and for whoever has just counted."""
        self._lexicon: Lexicon | None = None
        self._edition = ""
        self._checked = 0.0

    def lexicon(self) -> Lexicon:
        """The newest edition that this process has; at most a minute behind. One statement now and then."""
        if self._lexicon is not None and time.monotonic() < self._checked + CHECKED_FOR:
            return self._lexicon
        # Who comes while another thread reads goes on with what there is.
        if not self._lock.acquire(blocking=self._lexicon is None):
            return self._lexicon or Lexicon()
        try:
            self._checked = time.monotonic()
            if self._lexicon is None or _edition() != self._edition:
                self._lexicon, self._edition = read()
            return self._lexicon
        finally:
            self._lock.release()


KEEPER = Keeper()


def lexicon() -> Lexicon:
    """What this process knows now."""
    return KEEPER.lexicon()


def read() -> tuple[Lexicon, str]:
    """All that the database knows, and which edition it is."""
    words, groups = list[tuple[str, str, int]](), dict[int, list[tuple[str, str]]]()
    sizes, edition = dict[str, int](), ""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        for kind, word, stem, number in cursor.fetchall():
            if kind == "word":
                words.append((word, stem, number))
            elif kind == "same":
                groups.setdefault(number, []).append((fold(word).strip(), stem))
            elif kind == "edition":
                edition = word
            else:
                sizes[kind] = number
    known = build(words, groups.values(), ideas=sizes.get("ideas", 0), all_ideas=sizes.get("all", 0))
    return known, edition


def build(
    words: Iterable[tuple[str, str, int]],
    groups: Iterable[list[tuple[str, str]]] = (),
    *,
    ideas: int = 0,
    all_ideas: int = 0,
) -> Lexicon:
    """A lexicon of (word, stem, number of ideas) and of groups of (word, stem) that mean the same."""
    stems, counts = dict[str, str](), dict[str, int]()
    by_length, pieces = dict[int, list[str]](), dict[str, int]()
    for word, stem, number in words:
        stems[word] = word if stem == word else stem  # One text in memory, not two.
        for piece in pieces_of(word):
            pieces[piece] = pieces.get(piece, 0) + number
        if stem:
            counts[stem] = min(counts.get(stem, 0) + number, ideas or number)
            by_length.setdefault(len(word), []).append(word)
    same = dict[str, tuple[str, ...]]()
    for group in groups:
        for word, stem in group:
            for key in {word, stem} - {""}:
                others = (other for other, other_stem in group if other != word and other_stem != stem)
                same[key] = tuple(dict.fromkeys((*same.get(key, ()), *others)))
    ordered = sorted(word for word, stem in stems.items() if stem)
    return Lexicon(stems, counts, same, ideas, max(ideas, all_ideas), ordered, by_length, pieces=pieces)


def _edition() -> str:
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        (edition,) = cursor.fetchone()
    return str(edition)
