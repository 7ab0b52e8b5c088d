"""A sheet of paper: what letters and forms are drawn with."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import segno
from django.conf import settings
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ideas.card import colours
from ideas.lettering import BOLD, PLAIN, drawable, pdf_font
from ideas.poster import Column, Style

WIDTH, HEIGHT = A4
EDGE = 22 * mm
TITLE, ASKED = Style(BOLD, 18, is_soft=False), Style(BOLD, 12, is_soft=False)
TEXT, SMALL = Style(PLAIN, 11, is_soft=False), Style(PLAIN, 9, is_soft=True)
LINE, BOX = 9 * mm, 4 * mm


class Sheet:
    """Pages of A4 that are filled from top to bottom."""

    def __init__(self, page: Canvas) -> None:
        self.page = page
        self.y = HEIGHT - EDGE

    def write(self, text: str, style: Style = TEXT, *, width: float = WIDTH - 2 * EDGE, left: float = EDGE) -> None:
        """Write a paragraph."""
        column = Column(self.page, left, self.y, width, EDGE)
        column.write(text, style)
        self.y = column.y

    def lines(self, number: int) -> None:
        """Draw lines to write on."""
        self.page.setStrokeColor(HexColor(colours().soft))
        self.y += LINE / 2  # A paragraph left a gap already.
        for _line in range(number):
            self.y -= LINE
            self.page.line(EDGE, self.y, WIDTH - EDGE, self.y)
        self.y -= LINE

    def boxes(self, labels: list[str], columns: int = 2) -> None:
        """Draw boxes to tick, in columns."""
        across = (WIDTH - 2 * EDGE) / columns
        self.page.setStrokeColor(HexColor(colours().ink))
        self.page.setFillColor(HexColor(colours().ink))
        self.page.setFont(PLAIN, 10)
        for number, label in enumerate(labels):
            left, row = EDGE + number % columns * across, self.y - number // columns * 7 * mm
            self.page.rect(left, row - 1, BOX, BOX, stroke=1, fill=0)
            self.page.drawString(left + BOX + 2 * mm, row, drawable(label)[:45])
        self.y -= (-(-len(labels) // columns)) * 7 * mm + 4 * mm

    def code(self, link: str, top: float, side: float = 32 * mm) -> None:
        """Draw a code that a telephone reads, in the right margin, with the quiet border that readers need."""
        rows = list(segno.make(link, error="m", micro=False).matrix_iter(border=2))
        module = side / len(rows)
        self.page.setFillColor(HexColor("#000000"))
        for down, row in enumerate(rows):
            for right, is_dark in enumerate(row):
                if is_dark:
                    left = WIDTH - EDGE - side + right * module
                    self.page.rect(left, top - (down + 1) * module, module, module, stroke=0, fill=1)

    def next_page(self) -> None:
        """Go on at the top of a new page."""
        self.page.showPage()
        self.y = HEIGHT - EDGE


@contextmanager
def sheets(title: str, language: str) -> "Iterator[tuple[Sheet, BytesIO]]":
    """A new document; it is whole when the block ends."""
    for name in (PLAIN, BOLD):
        pdf_font(name)
    out = BytesIO()
    page = Canvas(out, pagesize=A4, lang=language, invariant=1)
    page.setTitle(drawable(title))
    page.setAuthor(drawable(f"Gemeente {settings.MUNICIPALITY_NAME}"))
    yield Sheet(page), out
    page.showPage()
    page.save()


def address_of(path: str) -> str:
    """One of our pages, as a code leads there."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"
