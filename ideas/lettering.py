"""The letters of pictures and posters that we draw: Bitstream Vera, which comes with reportlab, for Latin scripts."""

from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

import reportlab
from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(reportlab.__file__).parent / "fonts"
PLAIN, BOLD = "Vera", "VeraBd"


@cache
def font_of(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The font for a picture, in pixels."""
    return ImageFont.truetype(FONTS / f"{name}.ttf", size)


@cache
def pdf_font(name: str) -> TTFont:
    """The font for a PDF; known to reportlab by its name from now on."""
    font = TTFont(name, str(FONTS / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    return font


def drawable(text: str) -> str:
    """`text` in the letters that the font has: others without their accents, and signs that it lacks left out."""
    known = pdf_font(PLAIN).face.charToGlyph
    drawn = []
    for letter in normalize("NFC", text):
        if ord(letter) in known:
            drawn.append(letter)
        else:
            drawn += [part for part in normalize("NFKD", letter) if ord(part) in known and not combining(part)]
    return " ".join("".join(drawn).split())
