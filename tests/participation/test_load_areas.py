import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from shapely.geometry import shape

from participation.areas import AreaFinder, area_of
from participation.models import Area, AreaKind

OPEN_DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "geo"
pytestmark = pytest.mark.django_db


def square(west=4.0, south=52.0, size=1.0):
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(geometry=None, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


WIJK = feature(square(), wijkcode="WK01", wijknaam="Centrum", gemeentenaam="Voorbeeldstad")
BUURT = feature(square(4.2, 52.2, 0.2), buurtcode="BU0101", buurtnaam="Dorp", wijkcode="WK01", wijknaam="Centrum")


@pytest.fixture
def write(tmp_path):
    def write(*features, name="areas.geojson", **more):
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
        return path

    return write


def load(*paths, **options):
    out = io.StringIO()
    call_command("load_areas", *paths, stdout=out, **options)
    return out.getvalue().splitlines()


def stored():
    fields = ("code", "name", "kind", "parent__code", "attribution")
    return list(Area.objects.order_by("code").values_list(*fields))


def test_districts_and_neighbourhoods_come_in_whatever_their_order(write):
    path = write(BUURT, WIJK, attribution="CBS, 2024")
    assert load(path) == ["areas read: 2; new: 2; changed: 0; as they were: 0"]
    assert stored() == [
        ("BU0101", "Dorp", AreaKind.NEIGHBOURHOOD, "WK01", "CBS, 2024"),
        ("WK01", "Centrum", AreaKind.DISTRICT, None, "CBS, 2024"),
    ]
    assert Area.objects.get(code="WK01").geometry == square()


def test_loading_again_changes_what_changed_and_keeps_the_rest(write):
    path = write(WIJK, BUURT)
    load(path)
    rows = list(Area.objects.order_by("pk").values())
    assert load(path) == ["areas read: 2; new: 0; changed: 0; as they were: 2"]
    assert list(Area.objects.order_by("pk").values()) == rows
    renamed = feature(square(), wijkcode="WK01", wijknaam="Binnenstad")
    assert load(write(renamed)) == ["areas read: 1; new: 0; changed: 1; as they were: 0"]
    assert [row[1] for row in stored()] == ["Dorp", "Binnenstad"]


def test_several_files_are_one_load(write):
    districts = write(WIJK, name="wijken.geojson")
    neighbourhoods = write(BUURT, name="buurten.geojson")
    assert load(neighbourhoods, districts) == ["areas read: 2; new: 2; changed: 0; as they were: 0"]


def test_other_names_are_guessed_or_given(write):
    load(write(feature(square(), id=112852, Area="Herttoniemi")))
    load(
        write(feature(square(), nr="7", label="Kallio", stadsdeel="112852")),
        code="nr", name="label", parent="stadsdeel", kind="buurt", attribution="City of Helsinki",
    )  # fmt: skip
    assert stored() == [
        ("112852", "Herttoniemi", AreaKind.DISTRICT, None, ""),
        ("7", "Kallio", AreaKind.NEIGHBOURHOOD, "112852", "City of Helsinki"),
    ]


def test_a_border_that_crosses_itself_is_repaired_and_said(write):
    bow = {"type": "Polygon", "coordinates": [[[4, 52], [5, 53], [5, 52], [4, 53], [4, 52]]]}
    assert load(write(feature(bow, code="X", name="Strik"))) == [
        "areas.geojson: X Strik: its border crossed itself and was repaired",
        "areas read: 1; new: 1; changed: 0; as they were: 0",
    ]
    assert shape(Area.objects.get().geometry).is_valid


def test_heights_are_dropped_and_no_geometry_is_allowed(write):
    high = {"type": "Polygon", "coordinates": [[[*point, 12.5] for point in square()["coordinates"][0]]]}
    load(write(feature(high, code="H", name="Hoog"), feature(None, code="N", name="Nergens")))
    assert list(Area.objects.order_by("code").values_list("geometry", flat=True)) == [square(), None]


RD = {"type": "Polygon", "coordinates": [[[92000, 450000], [93000, 450000], [93000, 451000], [92000, 450000]]]}


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (
            feature(RD, code="A", name="A"),
            "feature 2: its coordinates are no degrees: 92000 450000; convert the file to",
        ),
        (feature({"type": "Point", "coordinates": [4, 52]}, code="A", name="A"), "no polygon but Point"),
        (feature({"type": "Polygon", "coordinates": []}, code="A", name="A"), "without points"),
        (feature({"type": "Polygon", "coordinates": [[[4, 52]]]}, code="A", name="A"), "cannot be read"),
        (feature({"type": "Blob"}, code="A", name="A"), "cannot be read"),
        (
            feature(
                {"type": "Polygon", "coordinates": [[[4, float("nan")], [5, 5], [6, 6], [4, 4]]]}, code="A", name="A"
            ),
            "2: its",
        ),
        (feature(square(), name="A"), "feature 2: it has no code; its properties are: name (--code, --name say which)"),
        (feature(square(), code="A", name=""), "it has no name"),
        (feature(square(), code="A" * 17, name="A"), "longer than 16 characters"),
        (feature(square(), code="WK01", name="A"), "feature 2: code WK01 is also that of feature 1"),
        (feature(square(), buurtcode="B", buurtnaam="B", wijkcode="WK99"), "lies in WK99, which is not there"),
        ({"type": "Feature", "properties": None, "geometry": None}, "it has no properties"),
        ("text", "it has no properties"),
    ],
)
def test_one_bad_area_and_nothing_is_stored(write, bad, message):
    with pytest.raises(CommandError) as raised:
        load(write(WIJK, bad))
    assert message in str(raised.value)
    assert stored() == []


def test_every_problem_is_told_at_once(write):
    with pytest.raises(CommandError) as raised:
        load(write(feature(None, code="A"), feature(RD, code="B", name="B")))
    assert [line.split(":")[1] for line in str(raised.value).splitlines()] == [" feature 1", " feature 2"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no JSON"),
        (b"\x89PNG\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "no GeoJSON FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "no GeoJSON FeatureCollection"),
        (
            b'{"features": [1], "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}}',
            "in urn:ogc:def:crs:epsg::28992; convert it to WGS84",
        ),
        (None, "cannot be opened: No such file"),
    ],
)
def test_a_file_that_is_no_geojson_gets_a_clear_message(tmp_path, content, message):
    path = tmp_path / "areas.geojson"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as raised:
        load(path)
    assert message in str(raised.value)


def test_a_point_is_found_in_the_neighbourhood_or_else_in_the_district(write):
    load(write(WIJK, BUURT))
    points = [(4.3, 52.3), (4.1, 52.1), (6.0, 52.0)]
    with CaptureQueriesContext(connection) as queries:
        finder = AreaFinder()
        found = [finder.find(*point) for point in points]
    assert [str(area) for area in found] == ["Dorp", "Centrum", "None"]
    assert len(queries) == 1
    assert [area_of(*point) for point in points] == found


@pytest.mark.skipif(not OPEN_DATA.is_dir(), reason="The folder with open data is not here.")
def test_the_areas_of_zoetermeer():
    wijken, buurten = (OPEN_DATA / f"zoetermeer_{kind}_2024.geojson" for kind in ("wijken", "buurten"))
    assert load(buurten, wijken) == ["areas read: 35; new: 35; changed: 0; as they were: 0"]
    assert str(area_of(4.4959, 52.0547)) == "Dorp"
    assert not Area.objects.filter(attribution="").exists()
