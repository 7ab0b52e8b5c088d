"""Places on the map for made-up ideas, when real areas are loaded: anywhere in the area that the idea is about."""

import random

from shapely import Point
from shapely.geometry import shape

from participation.models import Area

MOST_TRIES = 200


def point_in(area: Area | None, ref: str) -> tuple[float | None, float | None]:
    """Longitude and latitude somewhere in `area`, the same for the same idea each time; nothing without an outline."""
    if area is None or not area.geometry:
        return None, None
    outline, chance = shape(area.geometry), random.Random(ref)  # noqa: S311 nothing secret
    west, south, east, north = outline.bounds
    for _ in range(MOST_TRIES):
        point = Point(chance.uniform(west, east), chance.uniform(south, north))
        if outline.contains(point):
            return round(point.x, 6), round(point.y, 6)
    middle = outline.representative_point()
    return middle.x, middle.y
