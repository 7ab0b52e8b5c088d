"""Files with borders from anybody's browser: what is read, and what is refused with a sentence."""

import json

import pytest

from participation.borders import MOST_AREAS, MOST_BYTES, BadBorders, read_borders
from participation.geojson import AreaDraft
from participation.models import AreaKind
from tests import factories

pytestmark = pytest.mark.django_db
RING = [[4.0, 52.0], [5.0, 52.0], [5.0, 53.0], [4.0, 52.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
CROSSED = {"type": "Polygon", "coordinates": [[[4, 52], [5, 53], [5, 52], [4, 53], [4, 52]]]}


def feature(code="BU1", name="Oost", geometry=POLYGON, **properties):
    return {"type": "Feature", "properties": {"code": code, "name": name, **properties}, "geometry": geometry}


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


def read(found, kind=AreaKind.NEIGHBOURHOOD):
    data = found if isinstance(found, bytes) else json.dumps(found).encode()
    return read_borders(data, kind=kind, attribution="Kadaster")


def ring(*points):
    return feature(geometry={"type": "Polygon", "coordinates": [list(points)]})


def test_districts_and_neighbourhoods_are_read_as_they_stand():
    high = {"type": "MultiPolygon", "coordinates": [[[[*point, 12.5] for point in RING]]]}
    found = read(
        collection(
            feature("WK1", "Centrum", kind="wijk"),
            {**feature(geometry=high), "properties": {"buurtcode": "BU1", "buurtnaam": "Oost", "wijkcode": "WK1"}},
        )
    )
    flat = {"type": "MultiPolygon", "coordinates": [[RING]]}
    said = {"attribution": "Kadaster"}
    assert found == [
        AreaDraft(code="WK1", name="Centrum", kind=AreaKind.DISTRICT, parent="", geometry=POLYGON, **said),
        AreaDraft(code="BU1", name="Oost", kind=AreaKind.NEIGHBOURHOOD, parent="WK1", geometry=flat, **said),
    ]


def test_a_byte_order_mark_and_the_usual_system_are_fine():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    data = b"\xef\xbb\xbf" + json.dumps(collection(feature(), crs=crs)).encode()
    assert [draft.code for draft in read(data)] == ["BU1"]


def test_a_district_that_is_there_already_may_stay_out_of_the_file():
    inside = feature(parent="WK9")
    with pytest.raises(BadBorders, match="Deze wijken zijn er niet: WK9"):
        read(collection(inside))
    factories.make_area("WK9", "Elders", kind=AreaKind.DISTRICT)
    assert read(collection(inside))[0].parent == "WK9"


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (b"", "geen JSON"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (json.dumps(collection(feature(name="Café")), ensure_ascii=False).encode("latin-1"), "UTF-8"),
        (b"<script>alert(1)</script>", "geen JSON"),
        (b"[" * 100_000, "geen JSON"),
        (b'{"a":' * 100_000, "geen JSON"),
        (b"x" * (MOST_BYTES + 1), "te groot"),
        (b"9" * 10_000, "geen JSON"),
        ([], "FeatureCollection"),
        ({"type": "Feature"}, "FeatureCollection"),
        ({"type": "FeatureCollection", "features": {}}, "geen gebied"),
        (collection(), "geen gebied"),
        (collection(*[1] * (MOST_AREAS + 1)), "te veel gebieden"),
        (collection(feature(), crs={"properties": {"name": "EPSG:28992"}}), "WGS84"),
        (collection(feature(), crs="rd"), "WGS84"),
        (collection(None), "Gebied 1: het heeft geen eigenschappen"),
        (collection({"type": "Feature", "properties": None}), "geen eigenschappen"),
        (collection(feature(code="")), "geen code"),
        (collection(feature(code=["BU1"])), "geen code"),
        (collection(feature(name="")), "geen naam"),
        (collection(feature(code="x" * 17)), "te lang"),
        (collection(feature(name="x" * 81)), "te lang"),
        (collection(feature(name="Oost\u202e")), "vreemde tekens"),
        (collection(feature(), feature(name="Ander")), "Gebied 2: de code BU1 komt vaker voor"),
        (collection(feature(geometry=None)), "geen Polygon"),
        (collection(feature(geometry={"type": "Point", "coordinates": [4, 52]})), "geen Polygon"),
        (collection(feature(geometry={"type": "Polygon", "coordinates": []})), "geen Polygon"),
        (collection(feature(geometry={"type": "Polygon", "coordinates": "RING"})), "geen Polygon"),
        (collection(feature(geometry={"type": "Polygon", "coordinates": [7]})), "niet te lezen"),
        (collection(feature(geometry={"type": "MultiPolygon", "coordinates": [RING]})), "niet gesloten|lengte"),
        (collection(feature(geometry=CROSSED)), "kruist zichzelf"),
        (collection(ring(*RING[:-1], [4.0, 52.1])), "niet gesloten"),
        (collection(ring([4, 52], [5, 52], [4, 52])), "niet gesloten"),
        (collection(ring([4], [4], [4], [4])), "lengte en breedte"),
        (collection(ring(*[[True, False]] * 4)), "lengte en breedte"),
        (collection(ring(*[["4", "52"]] * 4)), "lengte en breedte"),
        (collection(ring([92000, 455000], [93000, 455000], [93000, 456000], [92000, 455000])), "geen graden"),
        (json.dumps(collection(feature())).replace("53.0", "NaN").encode(), "geen JSON"),
        (json.dumps(collection(feature())).replace("53.0", "-Infinity").encode(), "geen JSON"),
        (json.dumps(collection(feature())).replace("53.0", "1e999").encode(), "geen graden"),
        (json.dumps(collection(feature())).replace("53.0", "9" * 400).encode(), "geen graden"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(found, why):
    with pytest.raises(BadBorders, match=why):
        read(found)


def test_everything_wrong_is_told_at_once_up_to_a_few():
    with pytest.raises(BadBorders) as bad:
        read(collection(*[feature(code="") for _ in range(20)]))
    assert [problem.partition(":")[0] for problem in bad.value.problems] == [f"Gebied {n}" for n in range(1, 11)]


def test_too_many_points_are_refused(monkeypatch):
    monkeypatch.setattr("participation.borders.MOST_POINTS", 7)
    with pytest.raises(BadBorders, match="te veel punten"):
        read(collection(feature(), feature(code="BU2")))
