"""Folding of accents and signs: the Python twin of the SQL function `inbreng_fold`, one character for one character."""

import re

# Pairs of (accented, plain). Latin-1 and the letters of the Netherlands' larger languages; ligatures stay whole,
# because a changed length would shift the marks in search results.
PAIRS = {
    "àáâãäåāăą": "a",
    "çćč": "c",
    "ďđ": "d",
    "èéêëēėęě": "e",
    "ğģ": "g",
    "ìíîïīįıİ": "i",
    "łļľ": "l",
    "ñńņň": "n",
    "òóôõöøōő": "o",
    "ř": "r",
    "śşšș": "s",
    "ţťț": "t",
    "ùúûüūůűų": "u",
    "ýÿ": "y",
    "źżž": "z",
    "‘’ʼ´`": "'",
}
TABLE = str.maketrans({mark: plain for marks, plain in PAIRS.items() for mark in marks + marks.upper()})

# Neither letters nor digits: quotes, dashes, symbols, emoji. In a database whose LC_CTYPE is C, PostgreSQL takes them
# for letters, and a word between “quotes” would be another word.
SIGNS = re.compile(
    r"[\u00a0-\u00a9\u00ab-\u00b3\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u2000-\u2017\u201a-\u2bff\u3000-\u303f\ufe00-\ufe0f\U0001f000-\U0001faff]"
)


WORD = re.compile(r"[^\W\d_]{2,40}")
GRAM = 4  # Words are also compared by all their pieces of so many letters: forms and compounds of any language.


def fold(text: str) -> str:
    """Lower case, accents gone, spaces for signs, length unchanged: `“Cafés”` becomes ` cafes `."""
    return SIGNS.sub(" ", text).translate(TABLE).lower()


def words_of(text: str) -> list[str]:
    """The folded words of `text`, in order: letters only, two or more, so no numbers and no addresses."""
    return WORD.findall(fold(text))


def pieces_of(word: str) -> set[str]:
    """The pieces of a folded word, its two ends marked."""
    marked = f" {word} "
    return {marked[place : place + GRAM] for place in range(max(1, len(marked) - GRAM + 1))}
