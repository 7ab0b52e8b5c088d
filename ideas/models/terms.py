"""What a routing rule asks of an idea, as plain data: the rule of now, one that is being written, or one of then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

#: The columns behind each condition, in the order in which they are asked and told. An empty one asks nothing.
COLUMNS = {
    "theme": ("themes",),
    "area": ("areas",),
    "word": ("words",),
    "without": ("not_words",),
    "place": ("place",),
    "sender": ("senders",),
    "channel": ("channels",),
    "anonymity": ("anonymity",),
    "weekday": ("weekdays",),
    "time": ("from_time", "until_time"),
    "date": ("starts_on", "ends_on"),
}
#: The part of it that is a column of the rule's own.
OWN_COLUMNS = tuple(name for names in COLUMNS.values() for name in names if name not in {"themes", "areas"})
LISTS = ("words", "not_words", "senders", "channels", "weekdays")
TIMES, DATES = ("from_time", "until_time"), ("starts_on", "ends_on")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The conditions of one rule. Themes and areas are names by key; `parents` gives the district around an area."""

    themes: dict[int, str]
    areas: dict[int, str]
    parents: dict[int, int | None]
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    place: str = ""
    senders: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    anonymity: str = ""
    weekdays: tuple[int, ...] = ()
    from_time: time | None = None
    until_time: time | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The conditions that ask something."""
        return tuple(key for key, names in COLUMNS.items() if any(getattr(self, name) for name in names))

    @classmethod
    def of(cls, rule: Any, themes: Iterable[dict[str, Any]], areas: Iterable[dict[str, Any]]) -> "Terms":
        """The terms of a row, with the names of its themes and areas as `{"pk", "name", "parent"}`."""
        areas = list(areas)
        own: dict[str, Any] = {name: getattr(rule, name) for name in OWN_COLUMNS}
        own |= {name: tuple(own[name]) for name in LISTS}
        return cls(
            themes={theme["pk"]: theme["name"] for theme in themes},
            areas={area["pk"]: area["name"] for area in areas},
            parents={area["pk"]: area["parent"] for area in areas},
            **own,
        )

    def as_facts(self) -> dict[str, Any]:
        """Plain JSON, of what is asked only."""
        facts: dict[str, Any] = {
            "themes": [{"pk": pk, "name": name} for pk, name in self.themes.items()],
            "areas": [{"pk": pk, "name": name, "parent": self.parents.get(pk)} for pk, name in self.areas.items()],
        }
        for name in OWN_COLUMNS:
            value = getattr(self, name)
            facts[name] = list(value) if name in LISTS else value.isoformat() if hasattr(value, "isoformat") else value
        return {name: value for name, value in facts.items() if value}

    @classmethod
    def read(cls, facts: dict[str, Any]) -> "Terms":
        """The terms that `as_facts()` wrote down."""
        areas = facts.get("areas", [])
        own = {name: facts[name] for name in OWN_COLUMNS if name in facts}
        own |= {name: tuple(own[name]) for name in LISTS if name in own}
        own |= {name: time.fromisoformat(own[name]) for name in TIMES if name in own}
        own |= {name: date.fromisoformat(own[name]) for name in DATES if name in own}
        return cls(
            themes={theme["pk"]: theme["name"] for theme in facts.get("themes", [])},
            areas={area["pk"]: area["name"] for area in areas},
            parents={area["pk"]: area["parent"] for area in areas},
            **own,
        )
