"""Lines and records of a text file, in constant memory whatever the file holds."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, TextIO

LONGEST = 1_000_000  # Characters in one record. Longer is refused, so that no file fills the memory.
TOO_LONG = f"is longer than {LONGEST:,} characters, which no idea is"
csv.field_size_limit(LONGEST + 1)


class Line(NamedTuple):
    """One physical line. `cut` says that the rest of it was thrown away."""

    number: int
    text: str
    cut: bool


class Record(NamedTuple):
    """What stands between two line ends that are no part of a field; `problem` says why it could not be read."""

    line: int
    fields: list[str]
    problem: str = ""


class NotClosed(Exception):
    """A quotation mark is still open after more text than a record may hold."""


class LineFeed:
    """Lines with their numbers; lines can be put back, to be read again in another way."""

    def __init__(self, stream: TextIO) -> None:
        """`stream` must be opened with `newline=""`."""
        self._stream = stream
        self._back: deque[Line] = deque()
        self._number = 0

    def take(self) -> Line | None:
        """The next line, None at the end."""
        if self._back:
            return self._back.popleft()
        text = self._stream.readline(LONGEST)
        if not text:
            return None
        self._number += 1
        cut = len(text) >= LONGEST and not text.endswith(("\n", "\r"))
        rest = text
        while rest and cut and not rest.endswith(("\n", "\r")):
            rest = self._stream.readline(LONGEST)
        return Line(self._number, text, cut)

    def put_back(self, lines: list[Line]) -> None:
        """Have `lines` read again, in this order, before all others."""
        self._back.extendleft(reversed(lines))


def csv_records(feed: LineFeed, delimiter: str) -> Iterator[Record]:
    """Every record of a CSV file; a broken one costs itself only, also when its quotation mark is never closed."""
    while first := feed.take():
        if first.cut:
            yield Record(first.number, [], TOO_LONG)
        elif first.text.strip("\r\n \t\ufeff\0"):
            yield _record(first, feed, delimiter)


def _record(first: Line, feed: LineFeed, delimiter: str) -> Record:
    taken = [first]
    try:
        return Record(first.number, next(csv.reader(_pull(taken, feed), delimiter=delimiter, strict=True)))
    except (csv.Error, NotClosed) as problem:
        open_end = isinstance(problem, NotClosed) or "unexpected end" in str(problem)
        if len(taken) == 1 and not open_end:
            # A stray quotation mark inside one line: read it as a spreadsheet would.
            return Record(first.number, next(csv.reader([first.text], delimiter=delimiter)))
        feed.put_back(taken[1:])
        return Record(first.number, [], "a quotation mark is opened and not closed")


def _pull(taken: list[Line], feed: LineFeed) -> Iterator[str]:
    """The lines that the CSV reader asks for to finish one record, each noted in `taken`."""
    yield taken[0].text
    length = len(taken[0].text)
    while line := feed.take():
        taken.append(line)
        length += len(line.text)
        if line.cut or length > LONGEST:
            raise NotClosed
        yield line.text
