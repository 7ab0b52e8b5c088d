"""Singular and plural of Dutch words that PostgreSQL's stemmer leaves apart: `café` and `cafés`, `huis` and `huizen`.

The rules give what the other form would be if there is one. What is no word is in no text, so it finds nothing.
"""

import re

LONG = "(?:aai|oei|ie|ei|ij|ui|oe|eu|[lnr])"  # After these an s and an f become z and v: reis, reizen; golf, golven.

# What a folded word ends in, and what another form of it has there.
ENDINGS = (
    ("'s", ""),  # auto's, auto
    (r"(\w{3}[aeiouy])", r"\1s"),  # café, cafés; bankje, bankjes
    (r"(\w{3}[aeiouy])s", r"\1"),
    (r"(\ws|ee|ie)", r"\1en"),  # fiets, fietsen; idee, ideeën
    (r"(\ws|ee|ie)en", r"\1"),
    (r"(?<![aeiouy])([aeiouy])([bfglmnprs])", r"\1\2\2en"),  # brug, bruggen; snel, snelle
    (r"([aeiouy])([bfglmnprs])\2en?", r"\1\2"),
    (rf"({LONG})s", r"\1zen"),  # huis, huizen; vies, vieze
    (rf"({LONG})zen?", r"\1s"),
    (rf"({LONG})f", r"\1ven"),  # brief, brieven; half, halve
    (rf"({LONG})ven?", r"\1f"),
    ("kind", "kinderen"),
    ("kinderen", "kind"),
    ("stad", "steden"),
    ("steden", "stad"),
    ("lid", "leden"),
    ("leden", "lid"),
    ("blad", "bladeren"),
    ("bladeren", "blad"),
    ("museum", "musea"),
    ("musea", "museum"),
)
RULES = tuple((re.compile(f"{ending}$"), other) for ending, other in ENDINGS)


def forms_of(word: str) -> list[str]:
    """The folded `word`, followed by what its singular or plural may be."""
    bare = word.strip(".,;:!?()")
    forms = [word, *(ending.sub(other, bare) for ending, other in RULES if ending.search(bare))]
    return list(dict.fromkeys(filter(None, forms)))
