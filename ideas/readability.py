"""Whether an answer is plain enough. Short sentences and no town-hall words come near to B1.

Thresholds: at most 20 words a sentence is the advice of the Dutch *Direct Duidelijk* practice; 25 is where an answer
is refused. The words are from its lists of words to avoid.
"""

import re

from django.utils.translation import gettext as _

MOST_WORDS = 25
TOWN_HALL_WORDS = {
    "aangaande": "over",
    "alsmede": "en",
    "conform": "volgens",
    "derhalve": "daarom",
    "desbetreffende": "deze",
    "echter": "maar",
    "geenszins": "niet",
    "gelieve": "wilt u",
    "hetgeen": "wat",
    "indien": "als",
    "inzake": "over",
    "middels": "met",
    "mits": "als",
    "nadien": "daarna",
    "omtrent": "over",
    "onderhavige": "deze",
    "reeds": "al",
    "tevens": "ook",
    "teneinde": "om",
    "voornoemde": "deze",
    "zulks": "dat",
}


def long_sentences(text: str) -> list[tuple[str, int]]:
    """The sentences of `text` that are too long, and how many words each has."""
    sentences = (sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+|\n+", text))
    return [(sentence, count) for sentence in sentences if (count := len(sentence.split())) > MOST_WORDS]


def town_hall_words(text: str) -> list[tuple[str, str]]:
    """The words that only officials use, once each as they stand first in `text`, with a plain word for each."""
    found: dict[str, tuple[str, str]] = {}
    for word in re.findall(r"[a-zA-ZÀ-ÿ]+", text):
        if plain := TOWN_HALL_WORDS.get(word.lower()):
            found.setdefault(word.lower(), (word, plain))
    return list(found.values())


def objections(text: str) -> list[str]:
    """What makes `text` hard to read, each as advice to the official; empty when it is plain enough."""
    long = [
        _("Maak deze zin korter (%(count)d woorden): “%(start)s …”")
        % {"count": count, "start": " ".join(sentence.split()[:6])}
        for sentence, count in long_sentences(text)
    ]
    return long + [
        _("Schrijf “%(plain)s” in plaats van “%(word)s”.") % {"plain": plain, "word": word.lower()}
        for word, plain in town_hall_words(text)
    ]
