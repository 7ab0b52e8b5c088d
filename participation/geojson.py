"""A GeoJSON file of districts and neighbourhoods, read and checked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shapely import force_2d, make_valid
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from participation.models import Area, AreaKind

# Property names that are understood, likeliest first, as the Dutch statistics office and others write them.
NAMES = {
    "code": ("buurtcode", "wijkcode", "code", "statcode", "gebiedscode", "id"),
    "name": ("buurtnaam", "wijknaam", "name", "naam", "statnaam", "gebiedsnaam", "area"),
    "kind": ("kind", "soort", "type"),
    "parent": ("parent", "wijkcode", "district_code"),
}
POLE, DATE_LINE = 90, 180  # Degrees.
KINDS = {"district": AreaKind.DISTRICT, "neighbourhood": AreaKind.NEIGHBOURHOOD}
KINDS |= {kind.value: kind for kind in AreaKind}
WORLD = ("urn:ogc:def:crs:ogc:1.3:crs84", "urn:ogc:def:crs:epsg::4326", "epsg:4326", "crs84")


class BadFile(Exception):
    """The file cannot be used; every line of `problems` says why."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDraft:
    """An area as the file has it. `parent` is the code of the district around it, when there is one."""

    code: str
    name: str
    kind: AreaKind
    parent: str
    geometry: dict[str, Any] | None
    attribution: str


@dataclass(slots=True)
class Drafts:
    """The areas of a file, and what had to be repaired in them."""

    areas: list[AreaDraft] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)


def read_areas(path: Path, names: Mapping[str, str], *, kind: str = "", attribution: str = "") -> Drafts:
    """Every area in the file. `names` says in which property code, name, kind and parent stand; the rest is guessed.

    `kind` holds for areas that do not say it themselves. Raises BadFile with everything that is wrong.
    """
    found = _collection(path)
    source = attribution or str(found.get("attribution") or found.get("source") or "")
    drafts, problems = Drafts(), []
    codes: dict[str, int] = {}
    for number, feature in enumerate(found["features"], 1):
        try:
            draft = _draft(feature, names, kind, _fit(source, "attribution"), drafts.repairs)
        except BadFile as problem:
            problems.append(f"feature {number}: {problem}")
            continue
        if draft.code in codes:
            problems.append(f"feature {number}: code {draft.code} is also that of feature {codes[draft.code]}")
        codes[draft.code] = number
        drafts.areas.append(draft)
    if problems:
        raise BadFile(*problems)
    return drafts


def _collection(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise BadFile(f"it cannot be opened: {problem.strerror}") from problem
    except (ValueError, RecursionError) as problem:
        raise BadFile(f"it is no JSON: {problem}") from problem
    if not isinstance(found, dict) or not isinstance(found.get("features"), list) or not found["features"]:
        raise BadFile("it is no GeoJSON FeatureCollection with features")
    try:
        system = str(found["crs"]["properties"]["name"]).lower()
    except (KeyError, TypeError):
        return found
    if system not in WORLD:
        raise BadFile(f"its coordinates are in {system}; convert it to WGS84 (EPSG:4326), for example with ogr2ogr")
    return found


def _draft(feature: Any, names: Mapping[str, str], kind: str, source: str, repairs: list[str]) -> AreaDraft:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise BadFile("it has no properties")
    lowered = {str(name).lower(): str(value).strip() for name, value in properties.items() if value is not None}
    has = {name: _pick(name, lowered, names) for name in NAMES}
    code, name = has["code"] or str(feature.get("id") or ""), has["name"]
    if not code or not name:
        have = ", ".join(properties) or "none"
        raise BadFile(f"it has no {'name' if code else 'code'}; its properties are: {have} (--code, --name say which)")
    if len(code) > _length("code"):
        raise BadFile(f"its code {code[:40]!r} is longer than {_length('code')} characters")
    own_kind = KINDS.get(has["kind"].lower()) or ("buurtcode" in lowered and AreaKind.NEIGHBOURHOOD)
    chosen = own_kind or KINDS.get(kind) or AreaKind.DISTRICT
    return AreaDraft(
        code=code,
        name=_fit(name, "name"),
        kind=chosen,
        parent=has["parent"] if chosen == AreaKind.NEIGHBOURHOOD and has["parent"] != code else "",
        geometry=_geometry(feature.get("geometry"), f"{code} {name}", repairs),
        attribution=source,
    )


def _pick(name: str, lowered: Mapping[str, str], names: Mapping[str, str]) -> str:
    wanted = (names[name].lower(),) if names.get(name) else NAMES[name]
    return next((lowered[word] for word in wanted if lowered.get(word)), "")


def _length(name: str) -> int:
    return getattr(Area._meta.get_field(name), "max_length", None) or 0


def _fit(text: str, name: str) -> str:
    most = _length(name)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _geometry(found: Any, label: str, repairs: list[str]) -> dict[str, Any] | None:
    """The polygon(s) of an area, repaired when they cross themselves. None when the file has none."""
    if found is None:
        return None
    try:
        geometry = force_2d(shape(found))
    except Exception as problem:  # Shapely raises whatever its parts raise; a file must never end in a traceback.
        raise BadFile(f"its geometry cannot be read: {problem}") from problem
    if geometry.geom_type not in {"Polygon", "MultiPolygon"} or geometry.is_empty:
        raise BadFile(f"its geometry is no polygon but {geometry.geom_type}{' without points' * geometry.is_empty}")
    west, south, east, north = geometry.bounds
    # Written so that a coordinate that is no number is refused as well.
    if not (-DATE_LINE <= west <= east <= DATE_LINE and -POLE <= south <= north <= POLE):
        raise BadFile(f"its coordinates are no degrees: {west:.0f} {south:.0f}; convert the file to WGS84 (EPSG:4326)")
    if not geometry.is_valid:
        geometry = MultiPolygon([*_polygons(make_valid(geometry))])
        if geometry.is_empty:
            raise BadFile("its geometry has no surface")
        repairs.append(f"{label}: its border crossed itself and was repaired")
    return json.loads(json.dumps(mapping(geometry)))


def _polygons(geometry: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(geometry, Polygon):
        yield geometry
    for part in getattr(geometry, "geoms", ()):
        yield from _polygons(part)
