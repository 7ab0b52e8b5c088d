"""Which area a point lies in, by shapely, on the few dozen polygons that a municipality has."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.cache import cache
from shapely import STRtree, set_precision
from shapely import points as shapely_points
from shapely.geometry import mapping, shape

from participation.models import Area, AreaKind

Place = tuple[float | None, float | None]  # Longitude and latitude, WGS84.


class AreaFinder:
    """The areas as they were when it was made, ready for many points."""

    def __init__(self, areas: Iterable[Area] | None = None) -> None:
        """Look in `areas`, or else read every area in use, in one statement."""
        areas = sorted(
            (area for area in (Area.objects.active() if areas is None else areas) if area.geometry),
            key=lambda area: area.code,
        )
        self._layers = []
        for kind in (AreaKind.NEIGHBOURHOOD, AreaKind.DISTRICT):
            layer = [area for area in areas if area.kind == kind]
            self._layers.append((layer, STRtree([shape(area.geometry or {}) for area in layer])))

    def find(self, longitude: float, latitude: float) -> Area | None:
        """The neighbourhood around the point (WGS84), or else the district; None outside every area."""
        return self.find_many([(longitude, latitude)])[0]

    def find_many(self, points: Sequence[Place]) -> list[Area | None]:
        """`find()` for each of `points`, at once. A point without coordinates lies nowhere."""
        # No number is a point too, which lies in nothing.
        shapes = shapely_points([[math.nan if part is None else part for part in point] for point in points])
        found: list[Area | None] = [None] * len(points)
        for areas, tree in reversed(self._layers):  # The neighbourhoods last, before whom the districts give way.
            hits = dict[int, int]()
            for point, area in tree.query(shapes, "intersects").T.tolist():
                hits[point] = min(area, hits.get(point, area))
            for point, area in hits.items():
                found[point] = areas[area]
        return found


def area_of(longitude: float, latitude: float) -> Area | None:
    """The area around one point: see `AreaFinder.find()`."""
    return AreaFinder().find(longitude, latitude)


def surface(area: Area) -> str:
    """How large the area is, in square kilometres; empty without borders. A degree is taken as long as it is there."""
    if not area.geometry:
        return ""
    borders = shape(area.geometry)
    narrower = math.cos(math.radians(borders.centroid.y))
    return f"{borders.area * narrower * KILOMETRES_A_DEGREE**2:.2f} km²"


KILOMETRES_A_DEGREE = 111.32
#: Degrees, some ten metres: an outline on a screen does not show less, and is a tenth of the size.
COARSE, DIGIT = 0.0001, 0.00001


#: Under which name the outlines are kept, until `forget_outlines()`.
OUTLINES = "areas.outlines"


def forget_outlines() -> None:
    """Have maps drawn by the borders of now. For after the commit that changed some."""
    cache.delete(OUTLINES)


def outlines() -> dict[str, Any]:
    """The areas in use as GeoJSON to draw, with name and kind; coarser than the borders by which a point is found."""
    areas = Area.objects.active().filter(geometry__isnull=False).order_by("-kind", "code")
    features = [
        {
            "type": "Feature",
            "properties": {"name": area.name, "kind": area.kind},
            "geometry": mapping(set_precision(shape(area.geometry or {}).simplify(COARSE), DIGIT)),
        }
        for area in areas
    ]
    return {"type": "FeatureCollection", "features": features}
