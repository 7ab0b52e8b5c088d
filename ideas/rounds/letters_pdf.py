"""The letters with the codes of a round: one page of A4 for each, to print and put into envelopes."""

import io
from itertools import groupby
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from ideas.models import Round

WIDTH, HEIGHT = A4
LEFT, TOP, TEXT_WIDTH = 25 * mm, HEIGHT - 25 * mm, WIDTH - 50 * mm
ADDRESS_SPACE = 50 * mm  # Kept free for the window of an envelope: the name is put there by whoever sends it.
QR_SIZE = 42 * mm
CODE_HEIGHT = 18 * mm
LONGEST_QUESTION = 600  # Of what the round's page says at length; the letter is one page.
NAME = ParagraphStyle("name", fontName="Helvetica-Bold", fontSize=13, leading=17)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=17, leading=22, spaceAfter=4 * mm)
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11.5, leading=16.5, spaceAfter=3.5 * mm)
HOW = "Scan de code hiernaast met uw telefoon. Of ga naar het adres hieronder en typ uw stemcode over."
CARE = (
    "Deze code is voor één persoon. Geef de code niet aan anderen, en deel geen foto van deze brief. "
    "Niemand krijgt te zien waarop u stemt."
)
CODE = ParagraphStyle(
    "code",
    fontName="Courier-Bold",
    fontSize=26,
    leading=34,
)


def letters(round_: Round, codes: list[str]) -> bytes:
    """Give a PDF with a letter for each of `codes`. Dutch, as everything that the municipality sends on paper."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, lang="nl")
    canvas.setTitle(f"Stemcodes: {_printable(round_.title)}")
    canvas.setAuthor(f"Gemeente {settings.MUNICIPALITY_NAME}")
    canvas.beginForm("words")  # Drawn once, and shown on every page.
    top = _words(canvas, round_)
    canvas.endForm()
    for code in codes:
        canvas.doForm("words")
        _put(canvas, code, CODE, top)
        _qr(canvas, link_of(round_, code), top - CODE_HEIGHT)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def link_of(round_: Round, code: str) -> str:
    """What the QR code leads to: a page with the code filled in, on which nothing happens before a click."""
    return f"{_site()}{reverse('ideas:round_code', args=[round_.slug])}?{urlencode({'code': code})}"


def _site() -> str:
    return settings.BASE_URL.rstrip("/")


def _words(canvas: Canvas, round_: Round) -> float:
    """Draw all that is the same in every letter; gives where the code comes."""
    with translation.override("nl"):
        begin, end = (
            f"{date_format(localtime(value), 'j F Y')} om {localtime(value):%H.%M} uur"
            for value in (round_.opens_at, round_.closes_at)
        )
    votes = "1 stem" if round_.votes_each == 1 else f"{round_.votes_each} stemmen"
    dates = f"U kunt stemmen van {begin} tot {end}. U hebt {votes}. Dit is uw stemcode:"
    top = _put(canvas, f"Gemeente {settings.MUNICIPALITY_NAME}", NAME, TOP) - ADDRESS_SPACE
    top = _put(canvas, round_.title, TITLE, top)
    for text in ("Beste inwoner,", " ".join(round_.question.split())[:LONGEST_QUESTION], dates):
        top = _put(canvas, text, BODY, top)
    below = top - CODE_HEIGHT
    beside = TEXT_WIDTH - QR_SIZE - 8 * mm
    bottom = _put(canvas, HOW, BODY, below, beside)
    bottom = _put(canvas, f"{_site()}{reverse('ideas:round_code', args=[round_.slug])}", BODY, bottom, beside)
    _put(canvas, CARE, BODY, min(bottom, below - QR_SIZE - 5 * mm))
    return top


def _put(canvas: Canvas, text: str, style: ParagraphStyle, top: float, width: float = TEXT_WIDTH) -> float:
    """Draw `text` below `top`; gives where it ends."""
    paragraph = Paragraph(escape(_printable(text)), style)
    _width, height = paragraph.wrapOn(canvas, width, HEIGHT)
    paragraph.drawOn(canvas, LEFT, top - height)
    return float(top - height - style.spaceAfter)


def _qr(canvas: Canvas, link: str, top: float) -> None:
    """Draw the code with its right upper corner in the margin, each row as a few bars."""
    matrix = segno.make(link, error="m", micro=False).matrix
    module = QR_SIZE / len(matrix)
    left, bars = LEFT + TEXT_WIDTH - QR_SIZE, canvas.beginPath()
    for row, modules in enumerate(matrix):
        column = 0
        for dark, run in groupby(modules):
            width = len(list(run))
            if dark:
                bars.rect(left + column * module, top - (row + 1) * module, width * module, module)
            column += width
    canvas.drawPath(bars, stroke=0, fill=1)


def _printable(text: str) -> str:
    """What the built-in fonts can draw; a smiley in a title becomes a question mark and not a failure."""
    return text.encode("cp1252", "replace").decode("cp1252")
