"""Texts, numbers and points of all sorts of systems, made clean. Each function says what it had to repair."""

import html
import math
import re
import unicodedata

import nh3

from ideas.importing.errors import Refused

LONGEST_TEXT = 100_000  # Characters; PostgreSQL's search text of one idea may hold about a megabyte.
LARGEST_COUNT = 2_147_483_647
MOST_DIGITS = len(str(LARGEST_COUNT))
POLE, DATE_LINE = 90, 180  # Degrees.
NOTHING = {"", "-", "nan", "null", "none", "n/a", "nvt", "n.v.t.", "#n/a", "#n/b"}

TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|table|tr|td|th|tbody|thead|img|script|style|font|blockquote"
    r"|pre|code|hr|iframe|html|body|head|section|article|figure|video|svg|object|form|input|label|button|small|s|sup"
    r"|sub)\b[^<>]*>|<!--",
    re.IGNORECASE,
)
BREAK = re.compile(r"<br\b[^<>]*>|</(?:li|tr|h[1-6]|dt|dd)\s*>|<hr\b[^<>]*>", re.IGNORECASE)
PARAGRAPH = re.compile(r"</(?:p|div|ul|ol|table|blockquote|section|article|pre)\s*>|<h[1-6]\b[^<>]*>", re.IGNORECASE)
ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31});", re.IGNORECASE)
SURROGATE = re.compile("[\ud800-\udfff]")
# Control characters; marks that turn the direction of a text around; spaces that nobody sees. Joiners stay: emoji and
# several scripts need them.
UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’ ]\d{3})+")


def clean_text(value: str, repairs: list[str]) -> str:
    """Plain text with its paragraphs and line breaks; HTML and entities resolved, whatever cannot be shown removed."""
    if SURROGATE.search(value):
        value = SURROGATE.sub("\ufffd", value)
    if "\ufffd" in value:
        _note(repairs, "unreadable characters stand as \ufffd")
    for _twice in range(2):  # Some systems export their HTML as escaped text.
        if TAG.search(value):
            value = _without_tags(value)
        elif ENTITY.search(value):
            value = html.unescape(value)
    value = SURROGATE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    if UNSEEN.search(value):
        value = UNSEEN.sub("", value)
        _note(repairs, "invisible characters removed")
    value = unicodedata.normalize("NFC", value.replace("\xa0", " ").replace("\t", " "))
    lines = (re.sub(r" {2,}", " ", line).strip() for line in value.split("\n"))
    value = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(value) > LONGEST_TEXT:
        raise Refused(f"a text of {len(value):,} characters; at most {LONGEST_TEXT:,} fit")
    return value


def _without_tags(value: str) -> str:
    """The text of an HTML fragment, as a reader would see it."""
    value = value.replace("\n", " ")
    value = ITEM.sub("\n- ", PARAGRAPH.sub(r"\g<0>\n\n", BREAK.sub("\n", value)))
    return html.unescape(nh3.clean(value, tags=set(), clean_content_tags={"script", "style"}))


def clean_line(value: str, repairs: list[str]) -> str:
    """The same on one line, for a title or a name."""
    return re.sub(r"\s+", " ", clean_text(value, repairs)).strip()


def clean_name(value: str, repairs: list[str]) -> str:
    """A theme's or place's name; the ways in which systems write "nothing" give nothing."""
    name = clean_line(value, repairs)
    return "" if name.lower() in NOTHING else name


def shorten(value: str, most: int) -> str:
    """At most `most` characters, cut between two words, with an ellipsis when cut."""
    if len(value) <= most:
        return value
    start = value[: most - 1]
    words = start.rsplit(" ", 1)[0]
    return (words if len(words) > most // 2 else start).rstrip(" ,;:.-") + "…"


def clean_count(value: str, repairs: list[str]) -> int:
    """A whole number of people: `1.234` is a thousand and some, `12,0` twelve. What is no number counts as 0."""
    text = value.strip().replace("\xa0", " ").replace("\u202f", " ")
    if text.lower() in NOTHING:
        return 0
    if THOUSANDS.fullmatch(text):
        text = re.sub(r"\D", "", text)
    elif whole := re.fullmatch(r"\+?(\d+)(?:[.,]0*)?", text):
        text = whole[1]
    if not (text.isascii() and text.isdigit()) or len(text) > MOST_DIGITS or int(text) > LARGEST_COUNT:
        _note(repairs, f"support count {shorten(text, 40)!r} counted as 0")
        return 0
    return int(text)


def clean_point(latitude: str, longitude: str, repairs: list[str]) -> tuple[float, float] | None:
    """(longitude, latitude) in degrees; None when one is missing, impossible or the well-known point (0, 0)."""
    given = [part.strip() for part in (latitude, longitude)]
    if all(part.lower() in NOTHING for part in given):
        return None
    try:
        lat, lon = (float(part.replace(",", ".")) for part in given)
    except ValueError:
        lat = lon = math.nan
    if not (abs(lat) <= POLE and abs(lon) <= DATE_LINE) or (lat == 0 and lon == 0):
        _note(repairs, f"point {shorten(' / '.join(given), 60)!r} left out")
        return None
    return lon, lat


def _note(repairs: list[str], text: str) -> None:
    if text not in repairs:
        repairs.append(text)
