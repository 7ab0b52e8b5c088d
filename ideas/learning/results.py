"""What became of suggestions, and a version's report, as rows for a page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ideas.models import LearnedModel, Suggestion, Target

MOST_COUNTED = 1_000  # The newest choices say how it goes now.
MOST_CONFUSED = 3


@dataclass(frozen=True, slots=True)
class Followed:
    """Of the newest choices about one target: how often people chose the first suggestion, and one of the three."""

    target: str
    count: int
    first: int
    three: int

    @property
    def label(self) -> str:
        return str(Target(self.target).label)

    @property
    def first_percent(self) -> int:
        return round(100 * self.first / self.count)

    @property
    def three_percent(self) -> int:
        return round(100 * self.three / self.count)


def followed() -> list[Followed]:
    """How people and suggestions agree, for each target about which anything was chosen."""
    rows = Suggestion.objects.filter(chosen__isnull=False, ranking__0__isnull=False).order_by("-made_at", "-pk")
    counts: dict[str, list[int]] = {}
    for target, ranking, key in rows.values_list("learned__target", "ranking", "chosen__key")[:MOST_COUNTED]:
        keys = [one["key"] for one in ranking]
        count = counts.setdefault(target, [0, 0, 0])
        for number, hit in enumerate((True, keys[0] == key, key in keys)):
            count[number] += hit
    return [Followed(target, *count) for target, count in sorted(counts.items())]


def confusion_of(version: LearnedModel) -> list[dict[str, Any]]:
    """The rows of the report with names: what was decided, how much of it was found, and what was said instead."""
    return [
        {
            **row,
            "name": _name(version, row["label"]),
            "found_percent": round(100 * row["right"] / row["decided"]) if row["decided"] else None,
            "instead": [(_name(version, label), count) for label, count in row["instead"][:MOST_CONFUSED]],
        }
        for row in version.confusion
    ]


def _name(version: LearnedModel, label: str) -> str:
    return str(version.labels.get(label) or _("bestaat niet meer"))
