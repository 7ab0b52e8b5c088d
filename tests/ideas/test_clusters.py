"""Clusters: all that is found, counted once each, however many there are and however somebody looks."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.clusters import MOST_CELLS, View, clusters, within
from ideas.models import Idea
from ideas.statuses import Visibility
from tests import factories

pytestmark = pytest.mark.django_db

TOWN = {"vak": "4.4,52.0,4.6,52.1"}


def view(zoom, vak=TOWN["vak"]):
    return View.read({"vak": vak, "zoom": str(zoom)})


@pytest.fixture
def crowd(programme):
    chance = random.Random(7)
    kept = factories.make_raw_idea(programme)
    rows = [
        Idea(
            reference=f"2002-{number:05d}", title=f"Punt {number}", programme=kept.programme,
            longitude=chance.uniform(4.4, 4.6), latitude=chance.uniform(52.0, 52.1),
        )
        for number in range(500)
    ]  # fmt: skip
    Idea.objects.bulk_create(rows)


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("zoom", [0, 5, 10, 12, 14, 16, 18, 20])
def test_everything_in_view_is_counted_once(zoom):
    shown = clusters(Idea.objects.public(), view(zoom))
    assert sum(cluster.count for cluster in shown) == 500
    for cluster in shown:
        south, west, north, east = cluster.box
        inside = Idea.objects.filter(longitude__range=(west, east), latitude__range=(south, north))
        assert west <= cluster.longitude <= east
        assert south <= cluster.latitude <= north
        assert inside.filter(pk=cluster.newest).exists()
        assert cluster.count <= inside.count()


@pytest.mark.usefixtures("crowd")
def test_the_closer_one_looks_the_more_there_are():
    numbers = [len(clusters(Idea.objects.public(), view(zoom))) for zoom in range(8, 15)]
    assert numbers == sorted(numbers)
    assert numbers[0] <= 4  # All of the town in a cell, or on the corner of four.
    assert numbers[-1] > 100


@pytest.mark.usefixtures("crowd")
def test_a_wide_view_from_close_by_is_counted_coarser():
    shown = clusters(Idea.objects.public(), view(20, "-180,-85,180,85"))
    assert len(shown) < MOST_CELLS
    width, height = view(20, "-180,-85,180,85").cell
    assert 360 / width * 170 / height <= MOST_CELLS


@pytest.mark.usefixtures("crowd")
def test_it_is_one_statement():
    with CaptureQueriesContext(connection) as seen:
        clusters(Idea.objects.public(), view(14))
    assert len(seen) == 1


def test_only_what_lies_in_view_and_has_a_point(programme):
    inside = factories.make_raw_idea(programme, longitude=4.5, latitude=52.05)
    factories.make_raw_idea(programme, longitude=4.7, latitude=52.05)
    factories.make_raw_idea(programme, longitude=4.5, latitude=52.2)
    factories.make_raw_idea(programme)
    factories.make_raw_idea(programme, longitude=4.5, latitude=52.05, visibility=Visibility.HIDDEN)
    (cluster,) = clusters(Idea.objects.public(), view(12))
    assert (cluster.newest, cluster.count, cluster.is_single) == (inside.pk, 1, True)
    assert (cluster.longitude, cluster.latitude, cluster.box) == (4.5, 52.05, (52.05, 4.5, 52.05, 4.5))
    assert list(within(Idea.objects.public(), view(12))) == [inside]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"vak": "4.4,52.0,4.6,52.1"},
        {"zoom": "3"},
        {"vak": "4.6,52.0,4.4,52.1", "zoom": "3"},
        {"vak": "nan,52.0,4.6,52.1", "zoom": "3"},
        {"vak": "4.4,52.0,inf,52.1", "zoom": "3"},
        {"vak": "4.4,52.0,4.6", "zoom": "3"},
        {"vak": "4.4,52.0,4.6,52.1,1", "zoom": "3"},
        {"vak": "a,b,c,d", "zoom": "3"},
        {"vak": "-999,52.0,4.6,52.1", "zoom": "3"},
        {"vak": TOWN["vak"], "zoom": "1" * 5000},
        {"vak": TOWN["vak"], "zoom": "x"},
        {"vak": "\0", "zoom": "3"},
    ],
)
def test_a_view_that_is_none_is_the_whole_world(asked):
    assert View.read(asked) == View()


@pytest.mark.parametrize(("asked", "zoom"), [("-5", 0), ("0", 0), ("20", 20), ("999", 20)])
def test_one_looks_from_so_far_and_so_near(asked, zoom):
    assert view(asked).zoom == zoom


def test_the_grid_stays_when_the_view_moves():
    assert view(14, "4.4,52.0,4.6,52.1").cell == view(14, "4.45,52.02,4.65,52.12").cell
