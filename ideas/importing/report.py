"""What became of each row that was not simply taken over: on the screen in short, in a file in full."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Self

from ideas.importing.cleaning import shorten
from ideas.importing.errors import Unreadable

MOST_SHOWN = 20
MOST_REASONS = 10
VALUES = re.compile(r"'.*'|\".*\"|\d[\d,.]*")  # What differs from row to row, so that equal reasons can be counted.
FORMULA = ("=", "+", "-", "@", "\t")


class Outcome(StrEnum):
    """What can become of a row."""

    NEW = "new"
    THERE = "already there"
    REPEATED = "repeated in the file"
    REPAIRED = "repaired"
    REFUSED = "refused"


@dataclass(slots=True)
class Report:
    """Counts and remarks. `REPAIRED` rows are new ones too; every other outcome excludes the others."""

    path: Path | None = None
    counts: Counter[Outcome] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    remarks: int = 0
    _file: IO[str] | None = None
    _writer: Any = None

    def __enter__(self) -> Self:
        """Start the file, if one is wanted. Raises Unreadable when it cannot be written."""
        if self.path:
            try:
                self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            except OSError as problem:
                raise Unreadable(f"The report {self.path} cannot be written: {problem.strerror}.") from problem
            self._writer = csv.writer(self._file)
            self._writer.writerow(["line", "outcome", "reference", "title", "reason"])
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the file; what was written stays, also after a crash."""
        if self._file:
            self._file.close()

    @property
    def read(self) -> int:
        """How many rows were read."""
        return sum(count for outcome, count in self.counts.items() if outcome != Outcome.REPAIRED)

    def remark(
        self, line: int, outcome: Outcome, reasons: Sequence[str], *, reference: str = "", title: str = ""
    ) -> None:
        """Count a row that somebody should look at, and say why."""
        self.counts[outcome] += 1
        self.remarks += 1
        self.reasons.update(VALUES.sub("...", reason) for reason in reasons)
        reason = "; ".join(reasons)
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(f"line {line}: {outcome}: {reason}" + (f" ({shorten(title, 60)})" if title else ""))
        if self._writer:
            self._writer.writerow([line, outcome.value, *map(_harmless, (reference, title, reason))])

    def lines(self) -> list[str]:
        """The whole report for the screen."""
        counts = [f"{outcome.value}: {self.counts[outcome]:,}" for outcome in Outcome]
        rest = self.remarks - len(self.shown)
        more = [f"... and {rest:,} more" + (f", all in {self.path}" if self.path else "")] if rest else []
        why = [f"{count:,} x {reason}" for reason, count in self.reasons.most_common(MOST_REASONS)] if rest else []
        return [*self.shown, *more, *why, f"rows read: {self.read:,}; " + "; ".join(counts)]


def _harmless(value: str) -> str:
    """A spreadsheet takes a text that begins like a formula for one; a quotation mark in front prevents that."""
    return f"'{value}" if value.startswith(FORMULA) else value
