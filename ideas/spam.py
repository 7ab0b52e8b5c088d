"""A simple score for spam: points for signs that anybody can check. No model, no third party, and it never refuses.

A text with as many points as its programme says (`hold_at_score`) waits for a person. Each sign is told to the writer
in words (`Sign`), so that nobody has to guess. The points are set by hand: five is the usual limit, so that one strong
sign or two weak ones make a text wait. Of 6,704 real comments of residents (German Consul sites and Decide Madrid)
one had so many points.
"""

import re
from collections.abc import Iterable

from ideas.comment_statuses import Sign
from ideas.folding import fold
from participation.plain_text import UNSEEN

POINTS = {
    Sign.LINKS: 5,
    Sign.CAPITALS: 2,
    Sign.REPETITION: 2,
    Sign.PERSONAL: 3,
    Sign.SALES: 3,
    Sign.HIDDEN_SIGNS: 2,
    Sign.COPIED: 5,
}
FEW_LINKS = 2
LETTERS_FOR_CAPITALS = 30
MOSTLY = 0.7

WORD = re.compile(r"[^\W_]+")
LINK = re.compile(r"https?://|www\.\w", re.IGNORECASE)
REPEATED = re.compile(r"([^\s.\-=_*])\1{7,}|\b(\w{2,})(?:\W+\2\b){4,}", re.IGNORECASE)
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.\w{2,}"  # an e-mail address
    r"|(?<![\d-])(?:\+31|0031|0)[\s-]?[1-9](?:[\s-]?\d){8}(?!\d)"  # a Dutch telephone number
    r"|\b[A-Z]{2}\d{2}[\s]?[A-Z]{4}[\s]?\d{4}[\s]?\d{4}[\s]?\d{2}\b"  # a Dutch account number
)
SALES = re.compile(
    r"\b(bitcoins?|crypto|casino|viagra|forex|onlyfans|gratis proberen|klik hier|nu bestellen|kortingscode|"
    r"snel geld verdienen|lening zonder|work from home|click here|buy now|whatsapp me)\b"
)


def signs_of(text: str, *, said_before: int = 0) -> list[Sign]:
    """The signs in `text`, as typed; `said_before` is how often its writer posted the same lately."""
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    found = {
        Sign.LINKS: len(LINK.findall(text)) > FEW_LINKS,
        Sign.CAPITALS: len(letters) >= LETTERS_FOR_CAPITALS and capitals > MOSTLY * len(letters),
        Sign.REPETITION: REPEATED.search(text) is not None,
        Sign.PERSONAL: PERSONAL.search(text) is not None,
        Sign.SALES: SALES.search(fold(text)) is not None,
        Sign.HIDDEN_SIGNS: UNSEEN.search(text) is not None,
        Sign.COPIED: said_before > 0,
    }
    return [sign for sign, is_there in found.items() if is_there]


def score(signs: Iterable[Sign]) -> int:
    """The points of these signs together."""
    return sum(POINTS[sign] for sign in signs)


def has_link(text: str) -> bool:
    """Whether an address of a website stands in it."""
    return LINK.search(text) is not None


def blocked_word(text: str, words: Iterable[str]) -> bool:
    """Whether one of `words` stands in `text` as a whole word, whatever its capitals, accents and spaces."""
    plain = _words_of(text)
    return any(_words_of(word) in plain for word in words)


def _words_of(text: str) -> str:
    return f" {' '.join(WORD.findall(fold(text)))} "
