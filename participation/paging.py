"""Keyset pages: page 1,000 costs what page 1 costs, and a new row on top moves nothing."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, Q, QuerySet

PAGE_SIZE = 20
MOST_COUNTED = 1000
COUNTED = "(SELECT count(*) FROM ({rows}) AS counted)"
MOST_INTEGER, MOST_PK = 2**31, 2**63  # What the columns hold; a cursor beyond that was made up.


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the cursors of the pages beside it; None where there is no such page."""

    rows: list[Any]
    previous: str | None
    next: str | None

    @property
    def previous_url(self) -> str | None:
        """The page before, in an address that says nothing but where one is."""
        return self.previous and f"?vanaf={self.previous}"

    @property
    def next_url(self) -> str | None:
        """The page after, likewise."""
        return self.next and f"?vanaf={self.next}"


def page_of(rows: QuerySet[Any], field: str, cursor: str = "", size: int = PAGE_SIZE, *, rising: bool = False) -> Page:
    """The page of `rows` at `cursor`, by `field` from high to low, then by id; or, `rising`, from low to high.

    A cursor that is no good is page 1.
    """
    place = _read(cursor, _kind_of(field))
    backwards = place is not None and place[0] == "<"
    upwards = backwards != rising
    ordered = rows.order_by(F(field).asc(), "pk") if upwards else rows.order_by(F(field).desc(), "-pk")
    if place is not None:
        ordered = ordered.filter(_beyond(field, place[1], place[2], "gt" if upwards else "lt"))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous = more if backwards else place is not None
    has_next = backwards or more
    return Page(
        found,
        _write("<", found[0], field) if found and has_previous else None,
        _write(">", found[-1], field) if found and has_next else None,
    )


def around(
    rows: QuerySet[Any], field: str, value: Any, pk: int, *, before: int, after: int, rising: bool = False
) -> tuple[list[Any], list[Any]]:
    """The rows just before and just after (`value`, `pk`) in the order of `page_of()`, each in that order.

    The row itself is in neither, and need not be in the list: whoever worked it away still stands at its place.
    """
    up = rows.filter(_beyond(field, value, pk, "gt")).order_by(F(field).asc(), "pk")
    down = rows.filter(_beyond(field, value, pk, "lt")).order_by(F(field).desc(), "-pk")
    first, last = (down, up) if rising else (up, down)
    return list(first[:before])[::-1], list(last[:after])


def _beyond(field: str, value: Any, pk: int, step: str) -> Q:
    """Beyond a place. Two conditions, not one OR: by the first PostgreSQL starts in the middle of the index."""
    return Q(**{f"{field}__{step}e": value}) & (Q(**{f"{field}__{step}": value}) | Q(**{f"pk__{step}": pk}))


def counts_up_to(lists: Mapping[str, QuerySet[Any]], most: int) -> dict[str, int]:
    """`count_up_to()` of each of `lists`, in one statement for all."""
    counts = dict.fromkeys(lists, 0)
    names, parts, values = list[str](), list[str](), list[Any]()
    for name, rows in lists.items():
        try:
            sql, params = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            continue  # Django knows that nothing can be in it.
        names.append(name)
        parts.append(COUNTED.format(rows=sql))
        values += params
    if names:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(parts), values)
            counts |= dict(zip(names, cursor.fetchone(), strict=True))
    return counts


def count_up_to(rows: QuerySet[Any], most: int) -> int:
    """How many rows there are, or `most` + 1 when there are more: nobody counts a million rows to show a page."""
    return rows.order_by().values("pk")[: most + 1].count()


def _write(direction: str, row: Model, field: str) -> str:
    value = getattr(row, field)
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([direction, plain, row.pk]).encode()).decode().rstrip("=")


def _kind_of(field: str) -> type:
    """What the values of a field are, by the name that it has everywhere here."""
    if field == "name":
        return str
    return datetime if field.endswith("_at") else date if field.endswith("_on") else int


def _text(value: Any) -> str:
    """Text that PostgreSQL takes. Raises ValueError."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()
    return value


READ: dict[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    int: int,
    str: _text,
}


def _read(cursor: str, kind: type) -> tuple[str, Any, int] | None:
    value: Any
    try:
        direction, value, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value = READ[kind](value)
        fits = direction in {"<", ">"} and abs(int(pk)) < MOST_PK
        fits = fits and (kind is not int or abs(value) < MOST_INTEGER)
        fits = fits and (kind is not datetime or value.tzinfo is not None)
        return (direction, value, int(pk)) if fits else None
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError):
        return None
