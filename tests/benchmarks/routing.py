"""How well suggestions do on real texts: `python -m tests.benchmarks.routing --data ../shared/data`.

Learned and suggested as in production, with the pure predictor over the stored bytes. Needs no database. The figures
stand in docs/algorithm.md.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ideas.learning.model import Model
from ideas.learning.packing import digest_of, pack, unpack
from ideas.learning.report import TOP, Report, report_of
from ideas.learning.training import train

FOLDS = 5
SEED = 2026
CORRECTIONS = (50, 200, 800, 1600)


@dataclass(frozen=True, slots=True)
class Set:
    """Texts in the order in which they came, and what was decided."""

    name: str
    texts: list[str]
    labels: list[str]

    def of(self, places: Sequence[int]) -> tuple[list[str], list[str]]:
        """The texts and labels at these places."""
        return [self.texts[place] for place in places], [self.labels[place] for place in places]


class Clock:
    """Adds up what learning and suggesting took."""

    def __init__(self) -> None:
        self.trainings: list[float] = []
        self.guesses: list[float] = []
        self.sizes: list[int] = []

    def learn(self, texts: list[str], labels: list[str]) -> Model:
        """A model that was packed and unpacked."""
        began = time.perf_counter()
        data = pack(train(texts, labels))
        self.trainings.append(time.perf_counter() - began)
        self.sizes.append(len(data))
        return unpack(data, digest_of(data))

    def rank(self, model: Model, text: str) -> tuple[list[str], float]:
        """The first three, and how sure of the first."""
        began = time.perf_counter()
        guesses = model.guesses(text, TOP)
        self.guesses.append(time.perf_counter() - began)
        return [guess.label for guess in guesses] or [""], guesses[0].confidence if guesses else 0.0

    def __str__(self) -> str:
        slowest = sorted(self.guesses)[int(len(self.guesses) * 0.95)]
        return (
            f"training {max(self.trainings):.1f} s, suggestion {1000 * sum(self.guesses) / len(self.guesses):.1f} ms "
            f"(95 % within {1000 * slowest:.1f}), stored {max(self.sizes) / 1e6:.2f} MB"
        )


def main() -> None:
    """Measure, and print a line for each task."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="")
    wanted = parser.parse_args()
    for line in measured(wanted.data, wanted.only):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def measured(folder: Path, only: str) -> Iterator[str]:
    """Each task in turn."""
    if only in "amsterdam":
        yield from in_folds(read("Amsterdam, 7 themes", folder / "nl_amsterdam_buurtbudget_2019_2020.csv", "theme"))
    if only in "chamber":
        yield from in_folds(read("Chamber, 18 ministries", folder / "nl_dekamer_vragen_2017.csv", "category"))
    if only in "corrections":
        yield from after_corrections(read("Chamber", folder / "nl_dekamer_vragen_2017.csv", "category"))
    if only in "german":
        yield from in_folds(read("Austria, topics", folder / "de_polis_klimarat_oostenrijk.csv", "category"))


def read(name: str, path: Path, label: str) -> Set:
    """The labelled rows of a file, oldest first; without those that came in twice."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row[label]]
    if "dekamer" in path.name:
        rows = [row for row in rows if not row["dup_group"]]
    rows.sort(key=lambda row: row["created_at"])
    return Set(name, [f"{row['title']}\n{row['body']}" for row in rows], [row[label] for row in rows])


def in_folds(whole: Set) -> Iterator[str]:
    """Every text is suggested for once, by what the other four fifths teach."""
    places = list(range(len(whole.texts)))
    Random(SEED).shuffle(places)
    clock, ranked, sure, truth = Clock(), [], [], []
    for fold in range(FOLDS):
        model = clock.learn(*whole.of([place for at, place in enumerate(places) if at % FOLDS != fold]))
        texts, labels = whole.of(places[fold::FOLDS])
        for text, label in zip(texts, labels, strict=True):
            order, share = clock.rank(model, text)
            ranked.append(order)
            sure.append(share)
            truth.append(label)
    yield f"{whole.name:<24} 5-fold       {figures(report_of(ranked, sure, truth))}"
    yield f"    {clock}"


def after_corrections(whole: Set) -> Iterator[str]:
    """What the first so many decisions teach about the ones that follow."""
    for count in CORRECTIONS:
        clock = Clock()
        model = clock.learn(whole.texts[:count], whole.labels[:count])
        told = [clock.rank(model, text) for text in whole.texts[count:]]
        report = report_of([order for order, _sure in told], [share for _order, share in told], whole.labels[count:])
        yield f"{whole.name:<24} after {count:>5}  {figures(report)}"
    yield f"    {clock}"


def figures(report: Report) -> str:
    """The figures, and what confidence is worth at 60 %."""
    level = next(row for row in report.levels if row["level"] == 60)
    return (
        f"accuracy {report.accuracy:.3f}  macro-F1 {report.macro_f1:.3f}  top-3 {report.top3:.3f}  n {report.count}  "
        f"from 60 %: {level['count'] / report.count:.2f} of all, said {level['said']:.2f}, right {level['right']:.2f}"
    )


if __name__ == "__main__":
    main()
