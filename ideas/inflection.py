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


# Words that the search passes over: PostgreSQL's own list. A test compares the two.
PASSED_OVER = """
aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens en er ge geen
geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon kunnen maar me meer
men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit
uw van veel voor want waren was wat werd wezen wie wil worden wordt zal ze zelf zich zij zijn zo zonder zou
"""
UNSEARCHED = frozenset(PASSED_OVER.split())


def forms_of(word: str) -> list[str]:
    """The folded `word`, followed by what its singular or plural may be; a word that is passed over has none."""
    bare = word.strip(".,;:!?()")
    if bare in UNSEARCHED:
        return [word]
    forms = [word, *(ending.sub(other, bare) for ending, other in RULES if ending.search(bare))]
    return list(dict.fromkeys(filter(None, forms)))
