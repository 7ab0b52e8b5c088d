"""What is kept of a person: a register, which every room fills in its `holdings.py`.

The archive of one's own data is written from it, and an account leaves by it. A test fails when a table
points at people and no room lists it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from participation.models import User

Text = str | Promise
Ends = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a row in the archive: its name in JSON, in words, and where it comes from when not by that name."""

    name: str
    label: Text
    source: str | Combinable = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Rows of one table that belong to a person by `person`, a field or a path to one.

    `columns` and `photos` go into the archive: what is the person's own and nothing of anybody else's. Without columns
    nothing does, and `silence` says why. `leave(person, ideas_go)` does what deleting the account does not do by itself
    (the field's `on_delete`); it runs inside the transaction of that. `sign_out(person, ends)` does what belongs to
    signing out, in the browsers of whose session keys `ends` says so.
    """

    model: type[Model]
    person: str
    title: Text
    columns: tuple[Column, ...] = ()
    photos: tuple[str, ...] = ()
    silence: str = ""
    leave: Callable[[User, bool], None] | None = None
    sign_out: Callable[[User, Ends], None] | None = None

    def rows(self, person: User) -> QuerySet[Any]:
        """The person's rows, in the order in which they came."""
        return self.model._base_manager.filter(**{self.person: person.pk}).order_by("pk")

    def values(self, person: User) -> Iterator[dict[str, Any]]:
        """The person's rows as the archive shows them, some at a time."""
        sources = [column.source or column.name for column in self.columns]
        for row in self.rows(person).values_list(*sources).iterator(chunk_size=500):
            yield {column.name: value for column, value in zip(self.columns, row, strict=True)}


_REGISTER: list[Holding] = []


def register(*holdings: Holding) -> None:
    """Add what a room keeps of people. Called once, when the room is loaded."""
    _REGISTER.extend(holdings)


def every() -> tuple[Holding, ...]:
    """All that any room keeps of people, the ground floor first."""
    return tuple(_REGISTER)
