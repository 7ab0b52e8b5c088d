"""The letters with the codes of a round: one page of A4 for each, to print and put into envelopes."""

import io
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
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
NAME = ParagraphStyle("name", fontName="Helvetica-Bold", fontSize=13, leading=17)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=17, leading=22, spaceAfter=4 * mm)
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11.5, leading=16.5, spaceAfter=3.5 * mm)
CARE = (
    "Deze code is voor één persoon. Geef de code niet aan anderen, en deel geen foto van deze brief. "
    "Niemand krijgt te zien waarop u stemt."
)
CODE = ParagraphStyle("code", fontName="Courier-Bold", fontSize=26, leading=34, spaceBefore=2 * mm, spaceAfter=4 * mm)


def letters(round_: Round, codes: list[str]) -> bytes:
    """Give a PDF with a letter for each of `codes`. Dutch, as everything that the municipality sends on paper."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, lang="nl")
    canvas.setTitle(f"Stemcodes: {_printable(round_.title)}")
    canvas.setAuthor(f"Gemeente {settings.MUNICIPALITY_NAME}")
    words = _words(round_)
    for code in codes:
        _letter(canvas, round_, code, words)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def link_of(round_: Round, code: str) -> str:
    """What the QR code leads to: a page with the code filled in, on which nothing happens before a click."""
    return f"{_site()}{reverse('ideas:round_code', args=[round_.slug])}?{urlencode({'code': code})}"


def _site() -> str:
    return settings.BASE_URL.rstrip("/")


def _words(round_: Round) -> list[str]:
    """The text between the title and the code."""
    with translation.override("nl"):
        begin, end = (
            f"{date_format(localtime(value), 'j F Y')} om {localtime(value):%H.%M} uur"
            for value in (round_.opens_at, round_.closes_at)
        )
    votes = "1 stem" if round_.votes_each == 1 else f"{round_.votes_each} stemmen"
    return [
        "Beste inwoner,",
        " ".join(round_.question.split())[:600],
        f"U kunt stemmen van {begin} tot {end}. U hebt {votes}. Dit is uw stemcode:",
        "Scan de code hiernaast met uw telefoon. Of ga naar het adres hieronder en typ uw stemcode over.",
        CARE,
    ]


def _letter(canvas: Canvas, round_: Round, code: str, words: list[str]) -> None:
    top = _put(canvas, f"Gemeente {settings.MUNICIPALITY_NAME}", NAME, TOP) - ADDRESS_SPACE
    top = _put(canvas, round_.title, TITLE, top)
    hello, question, dates, how, care = words
    for text in (hello, question, dates):
        top = _put(canvas, text, BODY, top)
    top = _put(canvas, code, CODE, top)
    _qr(canvas, link_of(round_, code), top)
    beside = TEXT_WIDTH - QR_SIZE - 8 * mm
    bottom = _put(canvas, how, BODY, top, beside)
    bottom = _put(canvas, f"{_site()}{reverse('ideas:round_code', args=[round_.slug])}", BODY, bottom, beside)
    _put(canvas, care, BODY, min(bottom, top - QR_SIZE - 5 * mm))


def _put(canvas: Canvas, text: str, style: ParagraphStyle, top: float, width: float = TEXT_WIDTH) -> float:
    """Draw `text` below `top`; gives where it ends."""
    paragraph = Paragraph(escape(_printable(text)), style)
    _width, height = paragraph.wrapOn(canvas, width, HEIGHT)
    paragraph.drawOn(canvas, LEFT, top - height)
    return float(top - height - style.spaceAfter)


def _qr(canvas: Canvas, link: str, top: float) -> None:
    widget = QrCodeWidget(link, barLevel="M")
    left, bottom, right, upper = widget.getBounds()
    scale = QR_SIZE / (right - left), QR_SIZE / (upper - bottom)
    drawing = Drawing(QR_SIZE, QR_SIZE, transform=[scale[0], 0, 0, scale[1], 0, 0])
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, LEFT + TEXT_WIDTH - QR_SIZE, top - QR_SIZE)


def _printable(text: str) -> str:
    """What the built-in fonts can draw; a smiley in a title becomes a question mark and not a failure."""
    return text.encode("cp1252", "replace").decode("cp1252")
