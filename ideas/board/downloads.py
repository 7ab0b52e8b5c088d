"""The board as files: the same tables as on the page, in CSV, for a spreadsheet and on paper.

What people or officials wrote is never calculated by a spreadsheet: in CSV it is quoted away, in XLSX it is text.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

import xlsxwriter
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from ideas.board.tables import Board, Cell, Column, Table, Value
from ideas.desk.bulk import plain_cell

LONGEST_SHEET = 31  # Characters that a sheet's name may have.
NO_SHEET = str.maketrans("", "", "[]:*?/\\")
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=17, leading=22, spaceAfter=2 * mm)
PART = ParagraphStyle(
    "part", fontName="Helvetica-Bold", fontSize=12.5, leading=17, spaceBefore=6 * mm, spaceAfter=1 * mm
)
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=8.5, leading=11.5)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=8.5, leading=11)
HEAD = ParagraphStyle("head", parent=CELL, fontName="Helvetica-Bold")
MARGIN = 15 * mm
LINES = [
    ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
    ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.grey),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def days_in_words(board: Board) -> str:
    """Which days it is about, and with which it compares."""
    now, before = board.period.now, board.period.before
    words = _("Van %(first)s tot en met %(last)s. Periode ervoor: %(before)s tot en met %(until)s.")
    return words % {
        "first": date_format(now.first), "last": date_format(now.last),
        "before": date_format(before.first), "until": date_format(before.last),
    }  # fmt: skip


def as_csv(board: Board) -> Iterator[str]:
    """The tables under each other, table by table."""
    yield "\ufeff"
    yield _rows([[days_in_words(board)]])
    for table in board.tables():
        yield _rows([[], [table.title], *([line] for line in table.about), table.head, *table.flat()])


def table_as_csv(table: Table) -> bytes:
    """One table, as on the page that it is from."""
    return f"\ufeff{_rows([table.head, *table.flat()])}".encode()


def _rows(rows: Sequence[Sequence[Value]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(
        [plain_cell(value) if isinstance(value, str) else value for value in row] for row in rows
    )
    return text.getvalue()


def as_xlsx(board: Board) -> bytes:
    """A sheet for each table."""
    return _book((table, [days_in_words(board), *table.about]) for table in board.tables())


def table_as_xlsx(table: Table) -> bytes:
    """One table, as on the page that it is from."""
    return _book([(table, table.about)])


def _book(tables: Iterable[tuple[Table, Sequence[str]]]) -> bytes:
    """A sheet for each table, below the lines that say what it is about."""
    file = io.BytesIO()
    text_only = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, text_only)
    bold, title = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"bold": True, "font_size": 14})
    for table, about in tables:
        sheet = book.add_worksheet(table.title.translate(NO_SHEET)[:LONGEST_SHEET])
        sheet.write_string(0, 0, table.title, title)
        for row, line in enumerate(about, 1):
            sheet.write_string(row, 0, line)
        top = len(about) + 2
        sheet.write_row(top, 0, table.head, bold)
        for row, values in enumerate(table.flat(), top + 1):
            _write(sheet, row, values)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, len(table.head), 16)
        sheet.freeze_panes(top + 1, 1)
    book.close()
    return file.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, values: Sequence[Value]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value)


def as_pdf(board: Board) -> bytes:
    """The tables on paper, A4 lying."""
    file = io.BytesIO()
    name = _("Bord van de werkplek")
    paper = SimpleDocTemplate(
        file, pagesize=landscape(A4), leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=name, author=settings.MUNICIPALITY_NAME, lang=get_language() or settings.LANGUAGE_CODE,
    )  # fmt: skip
    brackets = _("Tussen haakjes: de periode ervoor.")
    parts: list[Flowable] = [_words(name, TITLE), _words(f"{days_in_words(board)} {brackets}", BODY)]
    for table in board.tables():
        about = [_words(line, BODY) for line in table.about]
        parts += [KeepTogether([_words(table.title, PART), *about, Spacer(1, 2 * mm)]), _grid(table, paper.width)]
    paper.build(parts)
    return file.getvalue()


def _grid(table: Table, width: float) -> Grid:
    head = [_words(column.label, HEAD) for column in table.columns]
    rows = [[_words(_in_words(*pair), CELL) for pair in line] for line, _is_total in table.lines]
    first = width * 0.24
    others = (width - first) / (len(head) - 1)
    return Grid([head, *rows], colWidths=[first, *[others] * (len(head) - 1)], repeatRows=1, style=LINES)


def _in_words(column: Column, cell: Cell) -> str:
    """A figure with the one of the period before in brackets."""
    value, was = ("–" if one is None else str(one) for one in (cell.value, cell.was))
    return f"{value} ({was})" if column.compared else value


def _words(text: str, style: ParagraphStyle) -> Paragraph:
    """What the built-in fonts can draw; a smiley in a name becomes a question mark and not a failure."""
    return Paragraph(escape(text.encode("cp1252", "replace").decode("cp1252")), style)
