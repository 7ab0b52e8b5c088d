"""Texts of ideas: words of real sets, as often as they occur there, with some words whose frequency is known."""

import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, product
from pathlib import Path

from ideas.demo.content import OWN

WORD = re.compile(r"[^\W\d_]{2,}")
COLUMNS = ("title", "body")
DUTCH = "nl_*.csv"

COMMON = "speelplek"  # In every second idea.
RARE = tuple("vlonder" + "".join(ending) for ending in product("bdfgklmprt", "aiou"))  # In ten ideas each.
ABSENT = "zwerfkei"
IDEAS_WITH_A_RARE_WORD = 10
LONGEST_TITLE = 120


class Writer:
    """Writes ideas; the same seed writes the same ones."""

    def __init__(self, folder: Path | None, ideas: int) -> None:
        self.random = random.Random(ideas)
        counts = Counter(word for text in _texts(folder) for word in WORD.findall(text.lower()))
        for planted in (COMMON, ABSENT, *RARE):
            del counts[planted]
        self.words = list(counts)
        self.weights = list(accumulate(counts.values()))
        self.apart = max(1, ideas // (len(RARE) * IDEAS_WITH_A_RARE_WORD))

    def write(self, number: int) -> tuple[str, str, str]:
        """Title, problem and proposal of the idea with this number, counted from 0."""
        title, problem, proposal = (self._words(*span) for span in ((4, 8), (25, 45), (25, 45)))
        if number % 2:
            problem[len(problem) // 2] = COMMON
        place, rest = divmod(number, self.apart)
        # Odd places fall on odd numbers: half of the ideas with a rare word have the common one too.
        if rest == (place * self.apart + place) % 2 % self.apart and place < len(RARE) * IDEAS_WITH_A_RARE_WORD:
            proposal[len(proposal) // 2] = RARE[place // IDEAS_WITH_A_RARE_WORD]
        return _sentence(title)[:LONGEST_TITLE], _sentence(problem), _sentence(proposal)

    def _words(self, fewest: int, most: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(fewest, most))


def _sentence(words: list[str]) -> str:
    return " ".join(words).capitalize()


def _texts(folder: Path | None) -> Iterator[str]:
    """The texts of the demonstration, and those of every Dutch set in `folder`."""
    for line in (OWN / "ideas.jsonl").read_text(encoding="utf-8").splitlines():
        idea = json.loads(line)
        yield from (idea["title"], idea["problem"], idea["proposal"])
    for path in sorted(folder.glob(DUTCH)) if folder else []:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield from (row.get(column) or "" for column in COLUMNS)
