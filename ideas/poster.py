"""A poster about an idea for a window or a notice board: A4, with a code that a telephone reads."""

from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

import segno
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ideas.card import colours, wrapped
from ideas.lettering import BOLD, PLAIN, drawable, pdf_font
from ideas.models import Idea

WIDTH, HEIGHT = A4
EDGE = 22 * mm
CODE, CODE_TOP, GAP = 78 * mm, 104 * mm, 10 * mm
BAND_HEIGHT = 34 * mm


class Style(NamedTuple):
    """Which letters, how large, and whether in the soft colour."""

    font: str
    points: int
    is_soft: bool

    @property
    def leading(self) -> float:
        """From line to line."""
        return self.points * 1.35


TITLE, TEXT = Style(BOLD, 32, is_soft=False), Style(PLAIN, 15, is_soft=True)
ASKED, ADDRESS = Style(BOLD, 17, is_soft=False), Style(PLAIN, 11, is_soft=True)


@dataclass
class Column:
    """A strip of the page that is written from `y` down, and not below `bottom`."""

    page: Canvas
    x: float
    y: float
    width: float
    bottom: float

    def write(self, text: str, style: Style) -> None:
        """Write the text, as far as there is room for it, and leave a gap."""
        room = max(1, int((self.y - self.bottom) / style.leading))
        lines = wrapped(drawable(text), self.width, lambda line: stringWidth(line, style.font, style.points))
        if len(lines) > room:
            lines = [*lines[: room - 1], f"{lines[room - 1]} …"]
        self.page.setFillColor(HexColor(colours().soft if style.is_soft else colours().ink))
        self.page.setFont(style.font, style.points)
        for line in lines:
            self.page.drawString(self.x, self.y, line)
            self.y -= style.leading
        self.y -= 4 * mm


def poster_of(idea: Idea) -> bytes:
    """A PDF of one page, in the language of the page: the idea, and the way to read more and to support it."""
    for name in (PLAIN, BOLD):
        pdf_font(name)
    address = f"{settings.BASE_URL}{idea.get_absolute_url()}"
    out = BytesIO()
    page = Canvas(out, pagesize=A4, lang=get_language(), invariant=1)
    page.setTitle(drawable(idea.title))
    page.setAuthor(drawable(f"Inbreng {settings.MUNICIPALITY_NAME}"))
    _draw_band(page)
    above = Column(page, EDGE, HEIGHT - BAND_HEIGHT - 26 * mm, WIDTH - 2 * EDGE, CODE_TOP + GAP)
    above.write(idea.title, TITLE)
    above.write(idea.problem or idea.proposal, TEXT)
    _draw_code(page, address)
    beside = Column(page, EDGE + CODE + GAP, CODE_TOP - GAP, WIDTH - 2 * EDGE - CODE - GAP, EDGE)
    beside.write(_("Wat vindt u? Scan de code, lees het hele idee en steun het."), ASKED)
    beside.write(address.split("://", 1)[1], ADDRESS)
    page.showPage()
    page.save()
    return out.getvalue()


def _draw_band(page: Canvas) -> None:
    page.setFillColor(HexColor(colours().band))
    page.rect(0, HEIGHT - BAND_HEIGHT, WIDTH, BAND_HEIGHT, stroke=0, fill=1)
    page.setFillColor(HexColor("#ffffff"))
    page.setFont(BOLD, 20)
    page.drawString(EDGE, HEIGHT - 20 * mm, drawable(f"Inbreng · {settings.MUNICIPALITY_NAME}"))
    page.setFont(PLAIN, 12)
    page.drawString(EDGE, HEIGHT - 27 * mm, drawable(_("Een idee van iemand uit uw omgeving")))


def _draw_code(page: Canvas, address: str) -> None:
    """As squares, so that it prints sharp at any size; with the quiet border that readers need."""
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=2))
    side = CODE / len(rows)
    page.setFillColor(HexColor("#000000"))
    for down, row in enumerate(rows):
        for right, is_dark in enumerate(row):
            if is_dark:
                below = CODE_TOP - (down + 1) * side
                page.rect(EDGE + right * side, below, side, side, stroke=0, fill=1)
