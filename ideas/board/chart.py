"""The tables of the board as pictures: bars with their numbers beside them. Everything in them comes from the table.

A picture is a list of rectangles and texts in a box of WIDTH wide; the template writes it as SVG. Colours are classes
of the municipality's theme, and each series has a pattern of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from ideas.board.tables import Table

WIDTH = 720
LABELS, BAR, ROW, NUMBERS = 270, 20, 34, 44  # Room for names, the height of a bar and of its row, room for a number.
PLOT, UNDER, TOP = 200, 46, 22  # Of standing bars: their height, the room below and above.
SHORT, UNDER_A_BAR = 28, 18  # Characters of a name beside a bar, and of one below.
DIGITS = 14  # A bar narrower than this has no room for its number above it.
LETTER = 9.5  # As wide as a letter is at most on average, in the same measure.


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A bar or a part of one; `series` is its number, from 1."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place; `anchor` as SVG has it."""

    x: float
    y: float
    words: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of `table`. `legend` names the series by number, and is empty when there is one only."""

    table: Table
    height: int
    rectangles: list[Rectangle]
    texts: list[Text]
    legend: list[tuple[int, str]]

    @property
    def width(self) -> int:
        return WIDTH


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _legend(table: Table, series: Sequence[int]) -> list[tuple[int, str]]:
    return [(number, table.columns[column].label) for number, column in enumerate(series, 1)] if len(series) > 1 else []


def lying(table: Table, series: Sequence[int]) -> Chart:
    """A bar for each row, of the columns in `series` after each other. The total of a table is no bar."""
    rows = table.rows[:-1] if table.has_total else table.rows
    numbers = [[_number(row[column].value) for column in series] for row in rows]
    longest = max((sum(parts) for parts in numbers), default=0) or 1
    scale = (WIDTH - LABELS - NUMBERS) / longest
    rectangles, texts = list[Rectangle](), list[Text]()
    for place, (row, parts) in enumerate(zip(rows, numbers, strict=True)):
        top, x = place * ROW + (ROW - BAR) / 2, float(LABELS)
        texts.append(Text(LABELS - 10, top + BAR - 5, _short(str(row[0].value)), "end"))
        for number, part in enumerate(parts, 1):
            if part:
                rectangles.append(Rectangle(round(x, 1), top, round(part * scale, 1), BAR, number))
                x += part * scale
        texts.append(Text(round(x + 8, 1), top + BAR - 5, str(sum(parts))))
    return Chart(table, max(len(rows), 1) * ROW, rectangles, texts, _legend(table, series))


def standing(table: Table, series: Sequence[int]) -> Chart:
    """For each row a group of bars beside each other, one for each column in `series`."""
    numbers = [[_number(row[column].value) for column in series] for row in table.rows]
    highest = max((part for parts in numbers for part in parts), default=0) or 1
    group = WIDTH / max(len(numbers), 1)
    width = min(group * 0.8 / len(series), 40)
    longest = max((len(_short(str(row[0].value), UNDER_A_BAR)) for row in table.rows), default=0)
    every = ceil(longest * LETTER / group)  # Names that would write over each other are left out.
    rectangles, texts = list[Rectangle](), list[Text]()
    for place, (row, parts) in enumerate(zip(table.rows, numbers, strict=True)):
        middle = (place + 0.5) * group
        for number, part in enumerate(parts):
            x = middle + (number - len(series) / 2) * width
            height = part / highest * PLOT
            if part:
                rectangles.append(
                    Rectangle(
                        round(x, 1), round(TOP + PLOT - height, 1), round(width - 2, 1), round(height, 1), number + 1
                    )
                )
            if width > DIGITS:
                texts.append(Text(round(x + width / 2 - 1, 1), round(TOP + PLOT - height - 6, 1), str(part), "middle"))
        if place % every == 0:
            name = _short(str(row[0].value), UNDER_A_BAR)
            half = len(name) * LETTER / 2
            texts.append(Text(round(min(max(middle, half), WIDTH - half), 1), TOP + PLOT + 22, name, "middle"))
    return Chart(table, TOP + PLOT + UNDER, rectangles, texts, _legend(table, series))


def _short(name: str, most: int = SHORT) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
