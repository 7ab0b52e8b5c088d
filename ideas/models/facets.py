"""What a list of ideas is narrowed by: in the table, and beside the words in the index of the search."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Power
from django.db.models.lookups import LessThanOrEqual

COLUMNS = {"theme": "theme_id", "area": "area_id", "status": "status", "programme": "programme_id"}
NAMES = ("theme", "area", "status")
PRESENT = {"organisation": "organisation_id", "answered": "answered_at"}
METRES_A_DEGREE = 111_195  # Of latitude, on a globe with a radius of 6,371 km.

# Texts as `theme7`. In one index with the words, where PostgreSQL follows the shortest list and skips in the others.
INDEXED = Func(
    *(Concat(Value(name), Cast(F(name), TextField())) for name in NAMES),
    template="ARRAY[%(expressions)s]",
    output_field=ArrayField(TextField()),
)


def _is_present(name: str, column: str) -> Case:
    absent = When(**{f"{column.removesuffix('_id')}__isnull": True}, then=Value(f"{name}False"))
    return Case(absent, default=Value(f"{name}True"), output_field=TextField())


# The facets that the index of the search does not hold, written likewise.
TOKENS_BESIDE = Func(
    Concat(Value("programme"), Cast(F("programme"), TextField())),
    *(_is_present(name, column) for name, column in PRESENT.items()),
    template="ARRAY[%(expressions)s]",
    output_field=ArrayField(TextField()),
)


def narrowing_at(latitude: float) -> float:
    """How much shorter a degree of longitude is there than one of latitude."""
    return max(cos(radians(latitude)), 0.01)


def is_within(up: Combinable, aside: Combinable, reach: Combinable | float) -> LessThanOrEqual:
    """Whether what lies so far up and aside is within reach, all in degrees of latitude.

    As flat as a town: within 10 km the error is under a metre.
    """
    return LessThanOrEqual(Power(up, 2) + Power(aside, 2), Power(reach, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A circle on the map (WGS84)."""

    latitude: float
    longitude: float
    metres: int

    @property
    def _bounds(self) -> list[float]:
        """South, north, west and east, for the index."""
        high = self.metres / METRES_A_DEGREE
        wide = high / narrowing_at(self.latitude)
        return [self.latitude - high, self.latitude + high, self.longitude - wide, self.longitude + wide]

    def in_table(self) -> Q:
        """The condition on the columns."""
        south, north, west, east = self._bounds
        up, aside = F("latitude") - self.latitude, (F("longitude") - self.longitude) * narrowing_at(self.latitude)
        inside = is_within(up, aside, self.metres / METRES_A_DEGREE)
        return Q(latitude__range=(south, north), longitude__range=(west, east)) & Q(inside)

    def as_sql(self) -> tuple[str, list[Any]]:
        """The same condition, and its values."""
        condition = (
            "latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s"
            " AND power(latitude - %s, 2) + power((longitude - %s) * %s, 2) <= %s"
        )
        circle = [self.latitude, self.longitude, narrowing_at(self.latitude), (self.metres / METRES_A_DEGREE) ** 2]
        return condition, [*self._bounds, *circle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What each facet may be; an empty one does not narrow.

    `organisation` says whether an organisation sent the idea in, `answered` whether the municipality answered it.
    """

    theme: Sequence[int] = ()
    area: Sequence[int] = ()
    status: Sequence[str] = ()
    programme: Sequence[int] = ()
    organisation: bool | None = None
    answered: bool | None = None
    near: Near | None = None

    @property
    def are_chosen(self) -> bool:
        """Whether they narrow anything."""
        present = any(getattr(self, name) is not None for name in PRESENT)
        return present or self.near is not None or any(self._lists(COLUMNS))

    def without(self, name: str) -> Self:
        """The same when the facet of that name does not narrow."""
        nothing: dict[str, Any] = {name: None if name in PRESENT else ()}
        return replace(self, **nothing)

    def in_table(self) -> Q:
        """The condition on the columns."""
        return Q(**{f"{name}__in": values for name, values in self._lists(COLUMNS)}) & self._beside_lists()

    def as_sql(self) -> tuple[str, list[Any]]:
        """The same condition, and its values, for a statement that is written by hand."""
        conditions, values = ["TRUE"], list[Any]()
        for name, chosen in self._lists(COLUMNS):
            conditions.append(f"{COLUMNS[name]} = ANY(%s)")
            values.append(list(chosen))
        for name, column in PRESENT.items():
            if (present := getattr(self, name)) is not None:
                conditions.append(f"{column} IS {'NOT NULL' if present else 'NULL'}")
        if self.near:
            condition, circle = self.near.as_sql()
            conditions.append(condition)
            values += circle
        return " AND ".join(conditions), values

    def in_index(self) -> Q:
        """The same condition on `INDEXED`, when a query calls that `facets`; on columns for what it does not hold."""
        conditions = self._beside_lists()
        if self.programme:
            conditions &= Q(programme__in=self.programme)
        for name, values in self._lists(NAMES):
            conditions &= Q(facets__overlap=[f"{name}{value}" for value in values])
        return conditions

    @property
    def tokens(self) -> list[list[str]]:
        """For each facet that narrows, its values as `INDEXED` and `TOKENS_BESIDE` write them. A circle has none."""
        present = ((name, getattr(self, name)) for name in PRESENT)
        chosen = [*self._lists(COLUMNS), *((name, [value]) for name, value in present if value is not None)]
        return [[f"{name}{value}" for value in values] for name, values in chosen]

    def _lists(self, names: "Sequence[str] | dict[str, str]") -> Iterator[tuple[str, Sequence[Any]]]:
        """The facets that are chosen out of a list, with what they may be."""
        return ((name, values) for name in names if (values := getattr(self, name)))

    def _beside_lists(self) -> Q:
        conditions = Q()
        for name, column in PRESENT.items():
            if (present := getattr(self, name)) is not None:
                conditions &= Q(**{f"{column.removesuffix('_id')}__isnull": not present})
        return conditions & self.near.in_table() if self.near else conditions
