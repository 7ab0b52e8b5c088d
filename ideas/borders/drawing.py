"""Borders as a picture that the server draws: no script, and nothing from elsewhere."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from shapely import total_bounds
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ideas.borders.comparing import Comparison, Fate, gone
from participation.geojson import AreaDraft

WIDTH = 640  # Of the picture, in its own units; a border is drawn to the nearest half of one.
HIGHEST = 640


class Drawn(NamedTuple):
    """One area: its name, what becomes of it, and its borders in the language of SVG."""

    name: str
    fate: Fate
    path: str


class Picture(NamedTuple):
    """The areas, and how wide and high the picture is."""

    areas: list[Drawn]
    width: int
    height: int


def draw(drafts: Sequence[AreaDraft], comparison: Comparison) -> Picture | None:
    """Every area of the file, and dashed what disappears; None when nothing has a border."""
    fates = {line.code: line.fate for line in comparison.lines}
    found: list[tuple[str, Fate, Any]] = [
        *((area.name, Fate.GONE, area.geometry) for area in gone(drafts) if area.geometry),
        *((draft.name, fates[draft.code], draft.geometry) for draft in drafts if draft.geometry),
    ]
    if not found:
        return None
    shapes = [shape(geometry) for *_words, geometry in found]
    west, south, east, north = total_bounds(shapes).tolist()
    narrower = math.cos(math.radians((south + north) / 2))  # A degree to the east is shorter than one to the north.
    scale = min(WIDTH / max((east - west) * narrower, 1e-9), HIGHEST / max(north - south, 1e-9))
    areas = [
        Drawn(name, fate, " ".join(_rings(geometry.simplify(0.5 / scale), west, north, narrower * scale, scale)))
        for (name, fate, _geometry), geometry in zip(found, shapes, strict=True)
    ]
    return Picture(areas, math.ceil((east - west) * narrower * scale), math.ceil((north - south) * scale))


def _rings(geometry: BaseGeometry, west: float, north: float, across: float, down: float) -> Iterator[str]:
    for polygon in getattr(geometry, "geoms", [geometry]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = (f"{(x - west) * across:.1f} {(north - y) * down:.1f}" for x, y in ring.coords)
            yield f"M{'L'.join(points)}Z"
