"""A point's area: the neighbourhood, or else the district."""

import pytest

from participation.areas import AreaFinder, area_of
from participation.models import AreaKind
from tests import factories

pytestmark = pytest.mark.django_db


def square(west, south, size):
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


@pytest.fixture
def town():
    district = factories.make_area("WK01", "Centrum", kind=AreaKind.DISTRICT, geometry=square(4, 52, 2))
    factories.make_area("BU02", "Oost", parent=district, geometry=square(5, 52, 1))
    factories.make_area("BU01", "West", parent=district, geometry=square(4, 52, 1))
    factories.make_area("BU03", "Nergens")


@pytest.mark.parametrize(
    ("point", "name"),
    [
        ((4.5, 52.5), "West"),
        ((5.5, 52.5), "Oost"),
        ((5.0, 52.5), "West"),  # On the line between two: the lower code.
        ((4.0, 52.0), "West"),
        ((4.5, 53.5), "Centrum"),
        ((7.0, 52.5), None),
        ((52.5, 4.5), None),
    ],
)
def test_where_a_point_lies(town, point, name):
    found = area_of(*point)
    assert (found and found.name) == name


def test_without_areas_nothing_is_found():
    assert area_of(4.5, 52.5) is None


def test_a_hole_and_two_parts():
    ring, hole = square(4, 52, 3)["coordinates"][0], square(5, 53, 1)["coordinates"][0]
    far = square(9, 52, 1)["coordinates"]
    factories.make_area(geometry={"type": "MultiPolygon", "coordinates": [[ring, hole], far]})
    assert [bool(area_of(*point)) for point in [(4.5, 52.5), (5.5, 53.5), (9.5, 52.5)]] == [True, False, True]


def test_many_points_cost_one_statement(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        finder = AreaFinder()
        assert all(finder.find(4.5, 52 + n / 200) for n in range(100))
