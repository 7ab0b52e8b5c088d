"""Which area a point lies in, by shapely, on the few dozen polygons that a municipality has."""

from typing import Any

from shapely import Point, STRtree, set_precision
from shapely.geometry import mapping, shape

from participation.models import Area, AreaKind


class AreaFinder:
    """The areas as they were when it was made, ready for many points."""

    def __init__(self) -> None:
        """Read every area in use with a geometry, in one statement."""
        areas = list(Area.objects.active().filter(geometry__isnull=False).order_by("code"))
        self._layers = []
        for kind in (AreaKind.NEIGHBOURHOOD, AreaKind.DISTRICT):
            layer = [area for area in areas if area.kind == kind]
            self._layers.append((layer, STRtree([shape(area.geometry or {}) for area in layer])))

    def find(self, longitude: float, latitude: float) -> Area | None:
        """The neighbourhood around the point (WGS84), or else the district; None outside every area."""
        for areas, tree in self._layers:
            hits = tree.query(Point(longitude, latitude), "intersects")
            if len(hits):
                return areas[min(hits)]
        return None


def area_of(longitude: float, latitude: float) -> Area | None:
    """The area around one point: see `AreaFinder.find()`."""
    return AreaFinder().find(longitude, latitude)


#: Degrees, some ten metres: an outline on a screen does not show less, and is a tenth of the size.
COARSE, DIGIT = 0.0001, 0.00001


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
