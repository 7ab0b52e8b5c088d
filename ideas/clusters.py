"""Many points on a map as few: a grid over the part that is looked at, counted by PostgreSQL in one statement."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Avg, Count, F, Max, Min
from django.db.models.functions import Floor

from ideas.models.queries import IdeaQuerySet

TILE, CELL = 256, 64  # Pixels. So far apart, the numbers of two clusters do not cover each other.
DEEPEST = 20
HALF_ROUND, POLE = 180, 90  # Degrees.
MOST_CELLS = 1200  # More than a screen of 2,560 by 1,440 holds. Of a wider view the grid is coarser.
MOST_LISTED = 50  # So few ideas are also named in a list beside the map.


@dataclass(frozen=True, slots=True)
class View:
    """A part of the map, in degrees, and how close somebody looks; each step nearer is twice as close."""

    west: float = -180.0
    south: float = -85.0
    east: float = 180.0
    north: float = 85.0
    zoom: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """The view that `vak` (west,south,east,north) and `zoom` name; the whole world when they name none."""
        try:
            west, south, east, north = map(float, query.get("vak", "").split(","))
            zoom = int(query.get("zoom", ""))
        except (ValueError, OverflowError):
            return cls()
        in_order = -HALF_ROUND <= west < east <= HALF_ROUND and -POLE <= south < north <= POLE  # Never true of "nan".
        return cls(west, south, east, north, min(max(zoom, 0), DEEPEST)) if in_order else cls()

    @property
    def cell(self) -> tuple[float, float]:
        """How wide and how high a cell of the grid is. Square on the screen, where a degree of latitude is longer."""
        middle = round((self.south + self.north) / 2)  # Whole, so that the grid stays when the view moves a little.
        narrowing = math.cos(math.radians(middle))
        width = 360 / 2**self.zoom / TILE * CELL
        while (self.east - self.west) * (self.north - self.south) / (width * width * narrowing) > MOST_CELLS:
            width *= 2
        return width, width * narrowing


@dataclass(frozen=True, slots=True)
class Cluster:
    """Some ideas that lie together, around (`longitude`, `latitude`) and in `box`: south, west, north, east."""

    count: int
    longitude: float
    latitude: float
    box: tuple[float, float, float, float]
    newest: int

    @property
    def is_single(self) -> bool:
        return self.count == 1


def within(ideas: IdeaQuerySet, view: View) -> IdeaQuerySet:
    """Those of `ideas` whose point lies in the view."""
    return ideas.filter(longitude__range=(view.west, view.east), latitude__range=(view.south, view.north))


def clusters(ideas: IdeaQuerySet, view: View) -> list[Cluster]:
    """All of `ideas` in the view, in `MOST_CELLS` clusters or little more, in one statement."""
    width, height = view.cell
    cells: Any = (
        within(ideas, view)
        .order_by()
        .annotate(column=Floor(F("longitude") / width), row=Floor(F("latitude") / height))
        .values("column", "row")
        .annotate(
            count=Count("pk"), newest=Max("pk"), x=Avg("longitude"), y=Avg("latitude"),
            west=Min("longitude"), south=Min("latitude"), east=Max("longitude"), north=Max("latitude"),
        )
    )  # fmt: skip
    return [
        Cluster(
            cell["count"],
            cell["x"],
            cell["y"],
            (cell["south"], cell["west"], cell["north"], cell["east"]),
            cell["newest"],
        )
        for cell in cells
    ]
