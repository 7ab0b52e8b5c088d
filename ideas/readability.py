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


def objections(text: str) -> list[str]:
    """What makes `text` hard to read, each as advice to the official; empty when it is plain enough."""
    found = [
        _("Maak deze zin korter (%(count)d woorden): “%(start)s …”")
        % {"count": len(words), "start": " ".join(words[:6])}
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", text)
        if len(words := sentence.split()) > MOST_WORDS
    ]
    for word in re.findall(r"[a-zà-ÿ]+", text.lower()):
        if plain := TOWN_HALL_WORDS.get(word):
            advice = _("Schrijf “%(plain)s” in plaats van “%(word)s”.") % {"plain": plain, "word": word}
            if advice not in found:
                found.append(advice)
    return found
