"""The picture that a shared link to an idea shows where the idea has no photo."""

from bisect import bisect_right
from collections.abc import Callable
from hashlib import blake2b
from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from PIL import Image, ImageDraw

from ideas.lettering import BOLD, PLAIN, drawable, font_of
from ideas.models import Idea
from participation.look import look

WIDTH, HEIGHT = 1200, 630  # What social sites ask for; they cut other shapes.
EDGE = 72
KEPT_FOR = 24 * 60 * 60  # Seconds. Its name holds all that is drawn, so that an old picture is never shown.
EDITION = "1"  # Another one when the drawing changes.
TITLE_SIZES = (64, 56, 48, 42)
MOST_LINES = 4
MOST_IN_A_LINE = 400
MOST_LETTERS = 1500  # More than a page of A4 shows; a long text without spaces must not keep the site busy.


class Colours(NamedTuple):
    """The municipality's, for what is drawn."""

    ground: str
    band: str
    ink: str
    soft: str


def colours() -> Colours:
    """The same shades as pages have for the same parts."""
    brand, neutral = look()["brand"], look()["neutral"]
    return Colours(ground=brand["50"], band=brand["500"], ink=brand["700"], soft=neutral["500"])


def card_of(idea: Idea) -> bytes:
    """A PNG with the title, the theme and area, and whose site it is. Drawn once a day, and kept in the process."""
    said = [idea.title, *(str(name) for name in (idea.theme, idea.area) if name), settings.MUNICIPALITY_NAME]
    key = blake2b("\0".join((EDITION, *colours(), *said)).encode(), digest_size=16).hexdigest()
    return caches["pictures"].get_or_set(key, lambda: _draw(said[0], said[1:-1], said[-1]), KEPT_FOR) or b""


def _draw(title: str, subjects: list[str], municipality: str) -> bytes:
    colour = colours()
    picture = Image.new("RGB", (WIDTH, HEIGHT), colour.ground)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 16), fill=colour.band)
    pen.rectangle((0, HEIGHT - 112, WIDTH, HEIGHT), fill=colour.band)
    pen.text((EDGE, 64), drawable(" · ".join(subjects)), font=font_of(PLAIN, 32), fill=colour.soft)
    size, lines = _fitting(drawable(title))
    for number, line in enumerate(lines):
        pen.text((EDGE, 136 + number * size * 1.3), line, font=font_of(BOLD, size), fill=colour.ink)
    owner = drawable(f"Inbreng · {municipality}")
    pen.text((EDGE, HEIGHT - 56), owner, font=font_of(BOLD, 36), fill="white", anchor="lm")
    out = BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitting(title: str) -> tuple[int, list[str]]:
    """The largest letters in which the title fits, and its lines in them; of an endless one the first lines."""
    for size in TITLE_SIZES:
        lines = wrapped(title, WIDTH - 2 * EDGE, font_of(BOLD, size).getlength)
        if len(lines) <= MOST_LINES:
            break
    return size, lines[:MOST_LINES]


def wrapped(text: str, width: float, length_of: Callable[[str], float]) -> list[str]:
    """The first `MOST_LETTERS` of `text` in lines no wider than `width`; a word that is wider is broken."""
    lines = [""]
    for word in text[:MOST_LETTERS].split():
        line = f"{lines[-1]} {word}".strip()
        if length_of(line) <= width:
            lines[-1] = line
            continue
        rest = word
        while length_of(rest) > width:
            left = [rest[:at] for at in range(1, min(len(rest), MOST_IN_A_LINE))]
            cut = max(1, bisect_right(left, width, key=length_of))
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return [line for line in lines if line]
