"""The whole way of one file: read, understood, handed over a batch at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ideas.actions.take_over import add_themes, already_there, take_over
from ideas.importing.errors import Refused
from ideas.importing.readers import Row, Source
from ideas.importing.report import Outcome, Report
from ideas.importing.rows import Reader, Taken
from ideas.importing.seen import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What whoever starts an import decides."""

    batch: int = 500
    promise: bool = False
    notify: bool = False
    dry_run: bool = False


def run(source: Source, reader: Reader, report: Report, choices: Choices, step: Callable[[int], object]) -> None:
    """Take over every row of `source`; calls `step` with the number of rows after each batch.

    What `report` counts is stored: a run that is stopped half-way can be repeated, and goes on where it was.
    Raises NotPossible when no routing rule catches all.
    """
    rows = source.rows()
    with Seen() as seen:
        while batch := list(islice(rows, choices.batch)):
            taken = list(_understood(batch, reader, report))
            single = _without_repeats(taken, seen, report)
            fresh = _stored(single, reader, choices)
            for row in single:
                _count(row, report, is_new=row.arrival.key in fresh)
            step(len(batch))


def _understood(batch: list[Row], reader: Reader, report: Report) -> Iterator[Taken]:
    for row in batch:
        try:
            yield reader.read(row)
        except Refused as reason:
            report.remark(row.line, Outcome.REFUSED, [str(reason)])


def _without_repeats(taken: list[Taken], seen: Seen, report: Report) -> list[Taken]:
    """The rows whose reference did not come by before. Another text under a known reference is refused."""
    repeats = seen.earlier(taken)
    single = []
    for row in taken:
        if row.line not in repeats:
            single.append(row)
            continue
        first, same = repeats[row.line]
        reference, title = row.arrival.reference, row.arrival.title
        if same:
            report.remark(row.line, Outcome.REPEATED, [f"as line {first}"], reference=reference, title=title)
        else:
            reasons = [f"reference {reference!r} is that of line {first}, which says something else"]
            report.remark(row.line, Outcome.REFUSED, reasons, reference=reference, title=title)
    return single


def _stored(rows: list[Taken], reader: Reader, choices: Choices) -> set[tuple[str, str]]:
    """Hand the rows over; gives the keys of those that are (in a dry run: would be) new."""
    keys = {row.arrival.key for row in rows}
    if choices.dry_run:
        return keys - already_there(keys)
    if missing := [row.theme for row in rows if row.theme]:
        reader.lookups.add_themes(add_themes(missing))
        for row in rows:
            if row.theme:
                row.arrival = replace(row.arrival, theme=reader.lookups.theme(row.theme))
    if not rows:
        return set()
    ideas = take_over([row.arrival for row in rows], promise=choices.promise, notify=choices.notify)
    return {(idea.source, idea.source_reference) for idea in ideas}


def _count(row: Taken, report: Report, *, is_new: bool) -> None:
    report.counts[Outcome.NEW if is_new else Outcome.THERE] += 1
    if is_new and row.repairs:
        arrival = row.arrival
        report.remark(row.line, Outcome.REPAIRED, row.repairs, reference=arrival.reference, title=arrival.title)
