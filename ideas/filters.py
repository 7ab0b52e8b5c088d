"""How a list of ideas is narrowed and sorted: all of it stands in the address, so that it can be shared and kept."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.models.facets import PRESENT, Facets, Near
from ideas.models.orders import MOST_LOTS
from ideas.options import Option, options
from ideas.orders import BEST, NEWEST, ORDERS, RANDOM, Order

LONGEST_WORDS = 200
MOST_CHOSEN = 50  # Values of one facet: more than anybody clicks, and a bound for a made-up address.
RADII = (250, 500, 1000, 2000, 5000)  # Metres.
USUAL_RADIUS = 1000
DECIMALS = 3  # Of a degree: about a hundred metres, so that a shared link does not give away a house.

#: How the address calls each facet.
PARAMETERS = {
    "thema": "theme",
    "gebied": "area",
    "programma": "programme",
    "status": "status",
    "indiener": "organisation",
    "antwoord": "answered",
}
Pair = tuple[str, str]
MEANINGLESS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, section 2.2.


def readable(text: str) -> str:
    """`text` with spaces for characters that mean nothing, and that neither PostgreSQL nor a feed takes."""
    return MEANINGLESS.sub(" ", text)


class SearchBox(forms.Form):
    """The box for words. It is drawn with what was typed, and read by `IdeaFilter.of()`."""

    hide_optional = True

    q = forms.CharField(
        label=_("Zoeken"), required=False, max_length=LONGEST_WORDS, widget=forms.TextInput(attrs={"type": "search"})
    )


@dataclass(frozen=True)
class IdeaFilter:
    """What was chosen. `picked` has the options of each facet that narrows; `seed` names one draw of a random order."""

    words: str = ""
    picked: dict[str, list[Option]] = field(default_factory=dict)
    near: Near | None = None
    sort: str = ""
    seed: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "IdeaFilter":
        """As the query of an address says. What is no good there narrows nothing."""
        asked = {PARAMETERS[name]: keys[:MOST_CHOSEN] for name, keys in query.lists() if name in PARAMETERS}
        offered = options() if asked else {}
        picked = {facet: [option for option in offered[facet] if option.key in keys] for facet, keys in asked.items()}
        sort = query.get("sorteer", "")
        return cls(
            words=readable(query.get("q", "")).strip()[:LONGEST_WORDS],
            picked={facet: chosen for facet, chosen in picked.items() if chosen},
            near=_near(query),
            sort=sort if sort in ORDERS else "",
            seed=_whole(query.get("loting", ""), MOST_LOTS),
        )

    @cached_property
    def facets(self) -> Facets:
        """What is picked, as conditions. A district brings its neighbourhoods."""
        chosen: dict[str, Any] = {}
        for facet, picked in self.picked.items():
            values = [option.value for option in picked]
            if facet not in PRESENT:
                chosen[facet] = tuple(values)
            elif len(values) == 1:  # Both ways together narrow nothing.
                chosen[facet] = values[0]
        if areas := chosen.get("area"):
            parts = [option.value for option in options()["area"] if option.part_of in areas]
            chosen["area"] = tuple(dict.fromkeys([*areas, *parts]))
        return Facets(near=self.near, **chosen)

    @property
    def order_name(self) -> str:
        """The order that was chosen; without a choice the best hits, or the newest ideas."""
        sort = self.sort or BEST
        return NEWEST if sort == BEST and not self.words else sort

    @property
    def order(self) -> Order:
        """The order of the list."""
        return ORDERS[self.order_name]

    @property
    def needs_draw(self) -> bool:
        """Whether a random order was asked for, and the address does not say which."""
        return self.sort == RANDOM and self.seed is None

    @cached_property
    def pairs(self) -> list[Pair]:
        """The query of the address of this list, always in the same order."""
        pairs = [("q", self.words)] if self.words else []
        for parameter, facet in PARAMETERS.items():
            pairs += [(parameter, option.key) for option in self.picked.get(facet, ())]
        if self.near:
            pairs += [("lat", f"{self.near.latitude:g}"), ("lon", f"{self.near.longitude:g}")]
            pairs += [("straal", str(self.near.metres))]
        if self.sort:
            pairs += [("sorteer", self.sort)]
        if self.sort == RANDOM and self.seed is not None:
            pairs += [("loting", str(self.seed))]
        return pairs

    @property
    def query(self) -> str:
        """The same, as it stands in an address."""
        return urlencode(self.pairs)

    @property
    def content(self) -> "IdeaFilter":
        """The same ideas without an order of their own."""
        return replace(self, sort="", seed=None)

    def drawn(self, seed: int) -> "IdeaFilter":
        """The same with the random order that `seed` names."""
        return replace(self, sort=RANDOM, seed=seed)

    def without(self, *dropped: tuple[str, ...]) -> str:
        """The query without these (name, value) pairs, or without every pair of a (name,)."""
        return urlencode([pair for pair in self.pairs if pair not in dropped and pair[:1] not in dropped])


def _near(query: QueryDict) -> Near | None:
    latitude, longitude = _degrees(query.get("lat", ""), 90), _degrees(query.get("lon", ""), 180)
    if latitude is None or longitude is None:
        return None
    metres = _whole(query.get("straal", ""), RADII[-1] + 1)
    return Near(latitude=latitude, longitude=longitude, metres=metres if metres in RADII else USUAL_RADIUS)


def _degrees(text: str, most: int) -> float | None:
    try:
        number = round(float(text), DECIMALS)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) and abs(number) <= most else None


def _whole(text: str, limit: int) -> int | None:
    """The number under `limit` that stands there in digits."""
    is_one = text.isascii() and text.isdigit() and len(text) <= len(str(limit))
    return int(text) if is_one and int(text) < limit else None
