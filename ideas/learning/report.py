"""How good a model is on texts that it has not seen: counted by hand, so that anyone can follow the figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ideas.learning.model import Model

TOP = 3
LEVELS = (40, 50, 60, 70, 80, 90)


@dataclass(frozen=True, slots=True)
class Report:
    """Figures over `count` texts, as shares of 1; `levels` and `confusion` are rows for a table."""

    count: int
    accuracy: float
    top3: float
    macro_f1: float
    levels: tuple[dict[str, Any], ...] = ()
    confusion: tuple[dict[str, Any], ...] = ()

    def at_least(self, other: "Report") -> bool:
        """Equal or better in both figures that people notice: the first suggestion, and the three together."""
        return self.accuracy >= other.accuracy and self.top3 >= other.top3


def measure(model: Model, texts: Sequence[str], labels: Sequence[str]) -> Report:
    """Let `model` suggest for each text, and compare with what was decided."""
    ranked, sure = [], []
    for text in texts:
        confidences = model.confidences(model.scores(text))
        order = sorted(range(len(confidences)), key=lambda place: -confidences[place])
        ranked.append([model.labels[place] for place in order[:TOP]])
        sure.append(confidences[order[0]])
    return report_of(ranked, sure, labels)


def guess_the_commonest(learned_from: Sequence[str], labels: Sequence[str]) -> Report:
    """What it would be to suggest always the three commonest labels: less than that is no model."""
    commonest = [label for label, _count in Counter(learned_from).most_common(TOP)]
    return report_of([commonest] * len(labels), [0.0] * len(labels), labels)


def report_of(ranked: Sequence[list[str]], sure: Sequence[float], labels: Sequence[str]) -> Report:
    """The figures for these rankings, with how sure the first of each was."""
    pairs = [(order[0], label) for order, label in zip(ranked, labels, strict=True)]
    hits = [guess == label for guess, label in pairs]
    rows = _confusion(pairs)
    return Report(
        count=len(labels),
        accuracy=_share(hits),
        top3=_share([label in order for order, label in zip(ranked, labels, strict=True)]),
        macro_f1=sum(row["f1"] for row in rows) / len(rows) if rows else 0.0,
        levels=tuple(_level(level, sure, hits) for level in LEVELS),
        confusion=tuple(rows),
    )


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def _level(level: int, sure: Sequence[float], hits: Sequence[bool]) -> dict[str, Any]:
    """Of the texts of which the model was at least so sure: how many there are, what it said, and what was right."""
    those = [(share, hit) for share, hit in zip(sure, hits, strict=True) if share * 100 >= level]
    return {
        "level": level,
        "count": len(those),
        "said": sum(share for share, _hit in those) / len(those) if those else 0.0,
        "right": _share([hit for _share_, hit in those]),
    }


def _confusion(pairs: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """For each label that was decided or guessed: how often it was, was found, and what was guessed in its place."""
    counted = Counter(pairs)
    decided, guessed = Counter(label for _guess, label in pairs), Counter(guess for guess, _label in pairs)
    rows = []
    for label in sorted(decided | guessed, key=lambda one: (-decided[one], one)):
        right = counted[label, label]
        wrong = [(guess, many) for (guess, truth), many in counted.most_common() if truth == label != guess]
        both = decided[label] + guessed[label]
        rows.append({
            "label": label, "decided": decided[label], "guessed": guessed[label], "right": right,
            "f1": 2 * right / both if both else 0.0, "instead": wrong,
        })  # fmt: skip
    return rows
