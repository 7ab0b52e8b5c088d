"""Keyset pages: page 1,000 costs what page 1 costs, and a new row on top moves nothing."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, Q, QuerySet

PAGE_SIZE = 20
MOST_COUNTED = 1000
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
    place = _read(cursor, datetime if field.endswith("_at") else int)
    backwards = place is not None and place[0] == "<"
    upwards = backwards != rising
    ordered = rows.order_by(F(field).asc(), "pk") if upwards else rows.order_by(F(field).desc(), "-pk")
    if place is not None:
        _, value, pk = place
        step = "gt" if upwards else "lt"
        # Two conditions, not one OR: the first lets PostgreSQL start in the middle of the index.
        beside = Q(**{f"{field}__{step}": value}) | Q(**{f"pk__{step}": pk})
        ordered = ordered.filter(Q(**{f"{field}__{step}e": value}) & beside)
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


def count_up_to(rows: QuerySet[Any], most: int) -> int:
    """How many rows there are, or `most` + 1 when there are more: nobody counts a million rows to show a page."""
    return rows.order_by().values("pk")[: most + 1].count()


def _write(direction: str, row: Model, field: str) -> str:
    value = getattr(row, field)
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([direction, plain, row.pk]).encode()).decode().rstrip("=")


def _read(cursor: str, kind: type) -> tuple[str, Any, int] | None:
    value: Any
    try:
        direction, value, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value = datetime.fromisoformat(value) if isinstance(value, str) else int(value)
        fits = direction in {"<", ">"} and isinstance(value, kind) and abs(int(pk)) < MOST_PK
        fits = fits and (abs(value) < MOST_INTEGER if kind is int else value.tzinfo is not None)
        return (direction, value, int(pk)) if fits else None
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError):
        return None
