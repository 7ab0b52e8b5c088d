"""What a list of ideas is narrowed by: in the table, and beside the words in the index of the search."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from participation.models import Area, Theme

COLUMNS = {"theme": "theme_id", "area": "area_id", "status": "status"}
NAMES = tuple(COLUMNS)

# Texts as `theme7`. In one index with the words, where PostgreSQL follows the shortest list and skips in the others.
INDEXED = Func(
    *(Concat(Value(name), Cast(F(name), TextField())) for name in NAMES),
    template="ARRAY[%(expressions)s]",
    output_field=ArrayField(TextField()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What each facet may be; an empty one does not narrow."""

    theme: Iterable[int] = ()
    area: Iterable[int] = ()
    status: Iterable[str] = ()

    @classmethod
    def chosen(cls, *, theme: Theme | None = None, area: Area | None = None, status: str = "") -> Self:
        """As chosen in a form. An area brings the areas in it."""
        areas = [area.pk, *area.parts.values_list("pk", flat=True)] if area else []
        return cls(theme=[theme.pk] if theme else [], area=areas, status=[status] if status else [])

    @property
    def are_chosen(self) -> bool:
        """Whether they narrow anything."""
        return any(getattr(self, name) for name in NAMES)

    def in_table(self) -> Q:
        """The condition on the columns."""
        return Q(**{f"{name}__in": values for name in NAMES if (values := getattr(self, name))})

    def as_sql(self) -> tuple[str, list[Any]]:
        """The same condition, and its values, for a statement that is written by hand."""
        chosen = {COLUMNS[name]: list(values) for name in NAMES if (values := getattr(self, name))}
        return " AND ".join(["TRUE", *(f"{column} = ANY(%s)" for column in chosen)]), list(chosen.values())

    def in_index(self) -> Q:
        """The same condition on `INDEXED`, when a query calls that `facets`."""
        conditions = Q()
        for name in NAMES:
            if values := getattr(self, name):
                conditions &= Q(facets__overlap=[f"{name}{value}" for value in values])
        return conditions
