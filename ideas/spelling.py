"""Typing errors: what somebody may have meant. It is only ever proposed, and only when it finds something."""

from math import log10
from unicodedata import normalize

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ideas.folding import fold
from ideas.inflection import UNSEARCHED
from ideas.search_terms import EDGES, LONGEST_QUERY, TERM
from ideas.vocabulary import Lexicon

SHORTEST = 4  # Of three letters almost every word is one letter away from another.
LONG = 6  # From so many letters on, two of them may be wrong.
SEEN = 10  # The nearest that are weighed.
OTHER_START = 0.5  # People seldom err in the first letter.
MOST_REMEMBERED = 2_000
RARE, TIMES = 2, 20  # A word of so few ideas may be an error too, when its neighbour is so many times as common.


def corrected(words: str, known: Lexicon) -> str:
    """`words` with each word that no idea has replaced by the nearest that some have; empty when nothing changes."""
    typed = normalize("NFC", words)[:LONGEST_QUERY]
    pieces, place = [], 0
    matches = [match for match in TERM.finditer(fold(typed)) if match[3]]
    skipped = False
    for number, match in enumerate(matches):
        if skipped:
            skipped = False
            continue
        word = match[3].strip(EDGES)
        start = match.start(3) + match[3].index(word)
        end = start + len(word)
        following = matches[number + 1] if number + 1 < len(matches) else None
        right = meant(word, known)
        if not right and following and not match[1]:
            right = _together(word, following[3].strip(EDGES), known)
            skipped, end = bool(right), following.start(3) + len(following[3].rstrip(EDGES)) if right else end
        if right:
            pieces += [typed[place:start], right]
            place = end
    return "".join([*pieces, typed[place:]]).strip() if pieces else ""


def _together(word: str, following: str, known: Lexicon) -> str:
    """What two words are as one, when neither is a word by itself: `speel pleken` is `speelplekken`."""
    if known.knows(word) or known.knows(following) or not (word + following).isalpha():
        return ""
    return meant(word + following, known)


def meant(word: str, known: Lexicon) -> str:
    """The word that the folded `word` is a typing error of; empty when it is none, or nothing is near."""
    if len(word) < SHORTEST or not word.isalpha() or word in UNSEARCHED:
        return ""
    count = known.ideas_with(word)
    if count > RARE:
        return ""
    near = [one for one in nearest(word, known) if known.ideas_with(one) >= (count and count * TIMES)]
    return near[0] if near else ""


def nearest(word: str, known: Lexicon) -> tuple[str, ...]:
    """The known words within one or two letters of the folded `word`, itself left out, the likeliest first."""
    if word not in known.nearest:
        if len(known.nearest) >= MOST_REMEMBERED:
            known.nearest.clear()
        known.nearest[word] = _nearest(word, known)
    return known.nearest[word]


def _nearest(word: str, known: Lexicon) -> tuple[str, ...]:
    most = 1 if len(word) < LONG else 2
    choices = [
        one for length in range(len(word) - most, len(word) + most + 1) for one in known.by_length.get(length, ())
    ]
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=SEEN * 3)
    weighed = [
        (distance + OTHER_START * (one[0] != word[0]) - log10(known.ideas_with(one) + 1) / 4, one)
        for one, distance, _place in found
        if one != word and known.stems[one] != known.stems.get(word)
    ]
    return tuple(one for _weight, one in sorted(weighed)[:SEEN])
