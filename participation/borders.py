"""A GeoJSON file with borders that somebody uploads, checked strictly: nothing is guessed right, nothing repaired.

`participation.geojson` reads files of whoever runs the server; what comes in by a browser may be anything.
"""

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from shapely.geometry import shape

from participation.geojson import DATE_LINE, KINDS, NAMES, POLE, WORLD, AreaDraft
from participation.models import Area, AreaKind

MOST_BYTES = 5 * 1024 * 1024  # The borders of a large city in full detail take two.
MOST_AREAS, MOST_POINTS, MOST_TOLD = 500, 200_000, 10
SHORTEST_RING = 4  # A triangle, with its first point once more.
LONGEST = {"code": 16, "name": 80}  # As the columns of an area.


class BadBorders(Exception):
    """The file cannot be used. `problems` are sentences for people that say why, a few at most."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems[:MOST_TOLD]


def read_borders(data: bytes, *, kind: AreaKind, attribution: str = "") -> list[AreaDraft]:
    """Every area in the file. `kind` is what those are that do not say it. Raises BadBorders with what is wrong."""
    features = _features(data)
    drafts, problems, points = dict[str, AreaDraft](), list[str](), 0
    for number, feature in enumerate(features, 1):
        try:
            draft, size = _draft(feature, kind, attribution)
        except BadBorders as bad:
            problems.append(_("Gebied %(number)d: %(problem)s") % {"number": number, "problem": bad.problems[0]})
            continue
        if draft.code in drafts:
            problems.append(_("Gebied %(number)d: de code %(code)s komt vaker voor.") % _named(number, draft.code))
        drafts[draft.code] = draft
        points += size
    if points > MOST_POINTS:
        problems.append(_("De grenzen hebben te veel punten. Hoogstens %(most)d.") % {"most": MOST_POINTS})
    if problems:
        raise BadBorders(*problems)
    _check_parents(drafts)
    return list(drafts.values())


def _features(data: bytes) -> list[Any]:
    if len(data) > MOST_BYTES:
        raise BadBorders(_("Het bestand is te groot. Hoogstens 5 MB."))
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise BadBorders(_("De letters in het bestand zijn niet te lezen. Bewaar het als UTF-8.")) from None
    except (ValueError, RecursionError):
        raise BadBorders(_("Dit is geen JSON. Kies een GeoJSON-bestand.")) from None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise BadBorders(_("Dit is geen FeatureCollection van GeoJSON."))
    features = found.get("features")
    if not isinstance(features, list) or not features:
        raise BadBorders(_("Er staat geen gebied in het bestand."))
    if len(features) > MOST_AREAS:
        raise BadBorders(_("Er staan te veel gebieden in het bestand. Hoogstens %(most)d.") % {"most": MOST_AREAS})
    crs = found.get("crs")
    if crs is not None and _system(crs) not in WORLD:
        raise BadBorders(_("De coördinaten zijn niet in WGS84. Zet het bestand eerst om naar EPSG:4326."))
    return features


def _system(crs: Any) -> str:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name")).lower() if isinstance(properties, dict) else ""


def _refuse(_constant: str) -> NoReturn:
    """NaN and Infinity are no JSON, although Python reads them."""
    raise ValueError


def _draft(feature: Any, kind: AreaKind, attribution: str) -> tuple[AreaDraft, int]:
    """The area, and how many points its borders have."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or feature.get("type") != "Feature":
        raise BadBorders(_("het heeft geen eigenschappen."))
    has = {str(name).lower(): str(value).strip() for name, value in properties.items() if isinstance(value, str | int)}
    said = {name: next((has[word] for word in words if has.get(word)), "") for name, words in NAMES.items()}
    for name, missing in (("code", _("het heeft geen code.")), ("name", _("het heeft geen naam."))):
        if not said[name]:
            raise BadBorders(missing)
        if len(said[name]) > LONGEST[name] or not said[name].isprintable():
            raise BadBorders(_("de naam of de code is te lang, of heeft vreemde tekens."))
    own = KINDS.get(said["kind"].lower()) or (AreaKind.NEIGHBOURHOOD if "buurtcode" in has else kind)
    within = said["parent"] if own == AreaKind.NEIGHBOURHOOD and said["parent"] != said["code"] else ""
    geometry, size = _geometry(feature.get("geometry"))
    return AreaDraft(
        code=said["code"], name=said["name"], kind=own, parent=within, geometry=geometry, attribution=attribution
    ), size


def _geometry(found: Any) -> tuple[dict[str, Any], int]:
    """The polygons in two dimensions, and how many points they have."""
    kind = found.get("type") if isinstance(found, dict) else None
    coordinates = found.get("coordinates") if isinstance(found, dict) else None
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(coordinates, list) or not coordinates:
        raise BadBorders(_("het is geen Polygon of MultiPolygon."))
    parts = [coordinates] if kind == "Polygon" else coordinates
    plain = [[list(_ring(ring)) for ring in _list(part)] for part in parts]
    geometry = {"type": kind, "coordinates": plain[0] if kind == "Polygon" else plain}
    if not shape(geometry).is_valid:
        raise BadBorders(_("de grens kruist zichzelf."))
    return geometry, sum(len(ring) for part in plain for ring in part)


def _ring(found: Any) -> Iterator[list[float]]:
    ring = _list(found)
    if len(ring) < SHORTEST_RING or ring[0] != ring[-1]:
        raise BadBorders(_("de grens is niet gesloten: het eerste en het laatste punt moeten gelijk zijn."))
    for point in ring:
        numbers = [
            number for number in _list(point) if isinstance(number, int | float) and not isinstance(number, bool)
        ]
        if len(numbers) != len(point) or not 2 <= len(numbers) <= 3:  # noqa: PLR2004 a height may stand behind it
            raise BadBorders(_("een punt is geen lengte en breedte."))
        longitude, latitude = numbers[:2]
        if not (math.isfinite(longitude) and abs(longitude) <= DATE_LINE and abs(latitude) <= POLE):
            raise BadBorders(_("de coördinaten zijn geen graden. Zet het bestand eerst om naar WGS84 (EPSG:4326)."))
        yield [longitude, latitude]


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list) or not found:
        raise BadBorders(_("de coördinaten zijn niet te lezen."))
    return found


def _check_parents(drafts: dict[str, AreaDraft]) -> None:
    """A neighbourhood lies in a district that the file has, or that is there already. Raises BadBorders."""
    wanted = {draft.parent for draft in drafts.values() if draft.parent} - {
        draft.code for draft in drafts.values() if draft.kind == AreaKind.DISTRICT
    }
    there = Area.objects.active().filter(kind=AreaKind.DISTRICT, code__in=wanted).values_list("code", flat=True)
    if missing := sorted(wanted - set(there)):
        message = _("Deze wijken zijn er niet: %(codes)s. Zet ze in hetzelfde bestand.")
        raise BadBorders(message % {"codes": ", ".join(missing[:MOST_TOLD])})


def _named(number: int, code: str) -> dict[str, Any]:
    return {"number": number, "code": code}
