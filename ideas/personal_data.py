"""What in a text says how to reach or find a person: telephone numbers, addresses, citizen service numbers (BSN).

It warns and never refuses, so it would rather miss something than cry wolf at every number. What is not meant: years,
amounts, numbers of ideas, public short numbers (112, 14 079, 0800), and a house number of a place that people talk of.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Kind(StrEnum):
    """What was found."""

    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found, as it stands in the text."""

    kind: Kind
    text: str


APART = r"[\s.\u00a0-]?"
EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# Ten digits from 0, or the same after +31 or 0031. Free and paid numbers (0800, 0900, 088) are of organisations.
PHONE = re.compile(
    rf"(?<![\d.,+-])(?:(?:\+|00){APART}31{APART}(?:\(0\){APART})?|\(?0(?!800|90[0-9]|88|0))(?=[1-9])"
    rf"(?:\d{APART}\)?{APART}){{8}}\d(?![\d]|[.,-]\d)"
)
NINE_DIGITS = re.compile(
    r"(?<![\d.,€+-])(?<!€ )(?:\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3}[ .]\d{3}[ .]\d{3})(?![\d%]|[.,-]\d| ?euro)"
)
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
ELEVEN = 11

STREET = r"[A-ZÀ-Ý][\w'’.-]+(?: [A-Za-zà-ÿ][\w'’.-]+){0,3}"
NUMBER = r"\d{1,5}(?: ?[a-zA-Z]\b)?(?:[ -](?:hs|bis|[0-9]{1,3})\b)?"
POSTCODE = r"[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b"
HOMES = (
    # A street, a number and a postcode together: that is one house, and not a place of which a street says enough.
    re.compile(rf"{STREET} {NUMBER},?\s+{POSTCODE}"),
    re.compile(rf"\b{POSTCODE},? (?:nummer |nr\.? |huisnummer )?\d{{1,5}}\b"),
    # Somebody lives there.
    re.compile(
        r"\b(?i:woon|woont|wonen|woonachtig|thuis|mijn (?:huis|adres|woning|flat)|ons (?:huis|adres)"
        r"|(?:zijn|haar|hun) (?:huis|adres|woning)|buurman|buurvrouw|meneer|mevrouw|dhr\.?|mw\.?|familie)"
        rf"\b[^.!?\n]{{0,40}}?\b{STREET} {NUMBER}"
    ),
)
LONGEST = 20_000  # As much as is kept of an answer.


def personal_data_in(text: str) -> list[Found]:
    """What of `text` says how to reach or find a person, in the order of the text; each piece once."""
    text = text[:LONGEST]
    hits = [(hit.start(), hit.end(), Kind.EMAIL) for hit in EMAIL.finditer(text)]
    hits += [(hit.start(), hit.end(), Kind.PHONE) for hit in PHONE.finditer(text)]
    hits += [(hit.start(), hit.end(), Kind.BSN) for hit in NINE_DIGITS.finditer(text) if _passes_eleven(hit.group())]
    hits += [(hit.start(), hit.end(), Kind.HOME) for pattern in HOMES for hit in pattern.finditer(text)]
    apart = sorted(hits)
    overlapping = {later for earlier, later in pairwise(apart) if later[0] < earlier[1]}
    found = [
        Found(kind, text[start:end].strip()) for start, end, kind in apart if (start, end, kind) not in overlapping
    ]
    return list(dict.fromkeys(found))


def _passes_eleven(number: str) -> bool:
    """The test that every citizen service number passes, and one in eleven other numbers."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    total = sum(digit * weight for digit, weight in zip(digits, BSN_WEIGHTS, strict=True))
    return any(digits) and total % ELEVEN == 0
