"""A file of rows, whatever its shape: CSV in its dialects, or JSON Lines."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from ideas.importing.encodings import sniff_encoding
from ideas.importing.errors import Unreadable
from ideas.importing.lines import TOO_LONG, LineFeed, csv_records

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE = 100  # Rows from which dialect and columns are guessed,
SAMPLE_WIDTH = 10_000  # and how much of each.
JSON_NAMES = {".jsonl", ".ndjson", ".jsonlines"}


class Row(NamedTuple):
    """One row of the file: its first line, and its values by column, or why it could not be read."""

    line: int
    values: dict[str, str]
    problem: str = ""


@dataclass(slots=True)
class Source:
    """A file that was recognised. `rows()` reads it from the start, a row at a time."""

    path: Path
    encoding: str
    delimiter: str = ""  # Empty for JSON Lines.
    columns: list[str] = field(default_factory=list)
    _stream: TextIO | None = None

    @property
    def bytes_read(self) -> int:
        """How far `rows()` has come."""
        return self._stream.buffer.tell() if self._stream and not self._stream.closed else 0

    def describe(self) -> str:
        """What was recognised, for people."""
        kind = f"CSV, {DELIMITERS.get(self.delimiter, self.delimiter)}" if self.delimiter else "JSON Lines"
        return f"{kind}, {self.encoding}, {len(self.columns)} columns"

    def rows(self) -> Iterator[Row]:
        """Every row after the header, as it comes: nothing is kept."""
        with _open(self.path, self.encoding) as stream:
            self._stream = stream
            feed = LineFeed(stream)
            yield from _csv_rows(feed, self) if self.delimiter else _json_rows(feed)


def open_source(path: Path, encoding: str = "", delimiter: str = "") -> Source:
    """Recognise the file at `path`; what is given is believed. Raises Unreadable."""
    try:
        if not path.is_file():
            raise Unreadable("There is no such file." if not path.exists() else "This is not a file.")
        source = Source(path, encoding or sniff_encoding(path), delimiter)
        with _open(path, source.encoding) as stream:
            head = [line.text[:SAMPLE_WIDTH] for line in islice(iter(LineFeed(stream).take, None), SAMPLE)]
        if not any(line.strip() for line in head):
            raise Unreadable("The file is empty.")
        if not delimiter and _is_json(path, head):
            source.columns = list(dict.fromkeys(name for row in islice(source.rows(), SAMPLE) for name in row.values))
            return source
        source.delimiter = delimiter or _guess_delimiter(head)
        source.columns = _header(source)
    except OSError as problem:
        raise Unreadable(f"The file cannot be opened: {problem.strerror}.") from problem
    except (UnicodeError, LookupError) as problem:
        raise Unreadable(f"The file cannot be read as {encoding}: {problem}.") from problem
    return source


def _open(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, errors="replace", newline="")


def _is_json(path: Path, head: list[str]) -> bool:
    start = next(line for line in head if line.strip()).lstrip("\ufeff \t")
    if start.startswith("["):
        raise Unreadable("The file is one JSON list. Write one object a line (JSON Lines).")
    return path.suffix.lower() in JSON_NAMES or start.startswith("{")


def _guess_delimiter(head: list[str]) -> str:
    """The one by which most rows have as many fields as the first, and by which there are most fields."""
    if named := re.match(r"sep=(.)\s*$", head[0].lstrip("\ufeff")):
        return named[1]

    def score(delimiter: str) -> tuple[float, int]:
        widths = [len(fields) for fields in csv.reader(head, delimiter=delimiter) if fields]
        even = sum(width == widths[0] for width in widths) / len(widths)
        return (even if widths[0] > 1 else 0, widths[0])

    return max(DELIMITERS, key=score)


def _header(source: Source) -> list[str]:
    """The names of the columns; nameless ones get a number, repeated ones too."""
    with _open(source.path, source.encoding) as stream:
        record = next(iter(_records(LineFeed(stream), source.delimiter)), None)
    if record is None or record.problem:
        raise Unreadable(f"The first line is no header: {record.problem if record else 'there is none'}.")
    names: list[str] = []
    for number, raw in enumerate(record.fields, 1):
        name = "".join(mark if mark.isprintable() else " " for mark in raw).strip() or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _records(feed: LineFeed, delimiter: str) -> Iterator[Any]:
    """The records without Excel's own first line `sep=;`."""
    records = csv_records(feed, delimiter)
    for record in records:
        if not (record.line == 1 and "".join(record.fields).lstrip("\ufeff").lower() in {"sep=", f"sep={delimiter}"}):
            yield record


def _csv_rows(feed: LineFeed, source: Source) -> Iterator[Row]:
    width = len(source.columns)
    for line, fields, problem in islice(_records(feed, source.delimiter), 1, None):
        if problem:
            yield Row(line, {}, problem)
        elif len(fields) < width or any(extra.strip() for extra in fields[width:]):
            yield Row(line, {}, f"has {len(fields)} columns where the header has {width}")
        elif any(value.strip() for value in fields):
            yield Row(line, dict(zip(source.columns, fields, strict=False)))


def _json_rows(feed: LineFeed) -> Iterator[Row]:
    while line := feed.take():
        if not line.text.strip("\ufeff \t\r\n"):
            continue
        yield Row(line.number, {}, TOO_LONG) if line.cut else _json_row(line.number, line.text)


def _json_row(number: int, text: str) -> Row:
    try:
        found = json.loads(text.strip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as problem:
        return Row(number, {}, f"is no JSON: {problem}"[:200])
    if not isinstance(found, dict):
        return Row(number, {}, "is no JSON object")
    return Row(number, dict(_flat(found)))


def _flat(found: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Names and texts; `{"title": {"nl": "Boom"}}` becomes `title.nl`, lists become lines."""
    for name, value in found.items():
        if isinstance(value, dict) and not before:
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            yield before + name, "\n".join(str(part) for part in value if part is not None)
        else:
            yield before + name, "" if value is None else str(value)
