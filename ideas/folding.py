"""Folding of accents: the Python twin of the SQL function `inbreng_fold`, one character for one character."""

# Pairs of (accented, plain). Latin-1 and the letters of the Netherlands' larger languages; ligatures stay whole,
# because a changed length would shift the marks in search results.
PAIRS = {
    "àáâãäåāăą": "a",
    "çćč": "c",
    "ďđ": "d",
    "èéêëēėęě": "e",
    "ğģ": "g",
    "ìíîïīįı": "i",
    "łļľ": "l",
    "ñńņň": "n",
    "òóôõöøōő": "o",
    "ř": "r",
    "śşšș": "s",
    "ţťț": "t",
    "ùúûüūůűų": "u",
    "ýÿ": "y",
    "źżž": "z",
}
ACCENTED = "".join(PAIRS)
PLAIN = "".join(plain * len(accented) for accented, plain in PAIRS.items())
TABLE = str.maketrans(ACCENTED, PLAIN)


def fold(text: str) -> str:
    """Lower case, accents gone, length unchanged: `Cafés` becomes `cafes`."""
    lowered = text.lower()
    if len(lowered) != len(text):  # One capital became two characters; PostgreSQL keeps one, and so do we.
        lowered = "".join(character.lower()[0] for character in text)
    return lowered.translate(TABLE)
