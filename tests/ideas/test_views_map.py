"""The map of the list, and what it asks for."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea
from ideas.statuses import Status, Visibility
from ideas.views import map as maps
from participation.limits import Limit
from tests import factories
from tests.map_service import STATION

pytestmark = pytest.mark.django_db

SQUARE = {"type": "Polygon", "coordinates": [[[4.4, 52.0], [4.5, 52.0], [4.5, 52.1], [4.4, 52.1], [4.4, 52.0]]]}
VIEW = "vak=4,52,5,53&zoom=12"


@pytest.fixture
def town(programme):
    """Three areas, of which two hold ideas with and without a point, and one that the public may not read."""
    district = factories.make_area("WK01", "Oost", kind="wijk")
    area = factories.make_area("BU01", "Dorp", parent=district, geometry=SQUARE)
    factories.make_area("BU02", "Leeg", parent=district)
    here = {"longitude": 4.45, "latitude": 52.05}
    factories.make_raw_idea(programme, title="Bank <b>", area=area, **here)
    factories.make_raw_idea(programme, title="Boom", area=area, problem="Bomen.", status=Status.ADOPTED)
    factories.make_raw_idea(programme, title="Wijkfeest", area=district, longitude=4.8, latitude=52.5)
    factories.make_raw_idea(programme, title="Geheim", area=area, visibility=Visibility.HIDDEN, **here)
    return area


def cost(client, path):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "path", ["/ideeen/kaart/", f"/ideeen/kaart/punten/?{VIEW}", f"/ideeen/kaart/punten/?q=bomen&{VIEW}"]
)
def test_the_map_costs_the_same_for_one_idea_and_for_thirty(client, programme, path):
    def fill(number):
        area = factories.make_area(f"BU{number}", f"Buurt {number}")
        for step in range(number):
            factories.make_raw_idea(programme, area=area, longitude=4.4 + step / 100, latitude=52.1)
        cache.clear()

    fill(1)
    client.get(path)
    one = cost(client, path)
    fill(30)
    client.get(path)
    assert cost(client, path) == one <= 8


def test_the_page_says_how_many_and_where(client, town):
    page = BeautifulSoup(client.get("/ideeen/kaart/?sorteer=steun&vanaf=x").content, "html.parser")
    said = " ".join(page.select_one(".columns__main [role=status]").get_text(" ").split())
    assert said == "3 ideeën. 1 daarvan heeft geen plek op de kaart. U vindt het in de lijst."
    assert [(link.get_text(), link["href"]) for link in page.select(".area-list a")] == [
        ("Oost", "/ideeen/?gebied=WK01"),
        ("Dorp", "/ideeen/?gebied=BU01"),
    ]
    assert " ".join(page.select_one(".area-list").get_text(" ").split()) == "Oost (3) Dorp (2)"


def test_the_map_and_the_list_lead_to_each_other_with_the_same_question(client, town):
    question = "q=boom&gebied=BU01"
    for path in ("/ideeen/", "/ideeen/kaart/"):
        page = BeautifulSoup(client.get(f"{path}?{question}").content, "html.parser")
        links = {link.get_text(): link["href"] for link in page.select(".view-switch a")}
        assert links == {
            "Lijst": f"/ideeen/?{question}",
            "Kaart": f"/ideeen/kaart/?{question}",
            "Bewaar deze zoekopdracht": f"/mijn-inbreng/zoekopdrachten/nieuw/?{question}",
        }
        assert page.select_one(".view-switch [aria-current=page]")["href"].partition("?")[0] == path


def test_few_points_are_named(client, town):
    bank, feast = Idea.objects.get(title="Bank <b>"), Idea.objects.get(title="Wijkfeest")
    of_bank = {"title": "Bank <b>", "url": bank.get_absolute_url(), "status": "Ontvangen"}
    of_feast = {"title": "Wijkfeest", "url": feast.get_absolute_url(), "status": "Ontvangen"}
    answer = client.get(f"/ideeen/kaart/punten/?{VIEW}").json()
    answer["clusters"].sort(key=lambda one: one["at"])
    assert answer == {
        "total": 2,
        "clusters": [{"count": 1, "at": [52.05, 4.45], **of_bank}, {"count": 1, "at": [52.5, 4.8], **of_feast}],
        "ideas": [of_feast, of_bank],
    }


def test_many_points_are_counted_and_only_those_alone_are_named(client, programme):
    for _ in range(51):
        factories.make_raw_idea(programme, longitude=4.45, latitude=52.05)
    alone = factories.make_raw_idea(programme, title="Alleen", longitude=4.8, latitude=52.5)
    answer = client.get(f"/ideeen/kaart/punten/?{VIEW}").json()
    answer["clusters"].sort(key=lambda one: -one["count"])
    assert answer == {
        "total": 52,
        "clusters": [
            {"count": 51, "at": [pytest.approx(52.05), pytest.approx(4.45)], "box": [[52.05, 4.45], [52.05, 4.45]]},
            {"count": 1, "at": [52.5, 4.8], "title": "Alleen", "url": alone.get_absolute_url(), "status": "Ontvangen"},
        ],
        "ideas": [],
    }


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("q=zwembad", []),
        ("q=feest", []),
        ("q=wijkfeest", ["Wijkfeest"]),
        ("gebied=BU01", ["Bank <b>"]),
        ("status=adopted", []),
    ],
)
def test_the_points_are_of_what_the_list_finds(client, town, question, titles):
    answer = client.get(f"/ideeen/kaart/punten/?{question}&{VIEW}").json()
    assert [idea["title"] for idea in answer["ideas"]] == titles
    assert answer["total"] == len(titles)


@pytest.mark.parametrize(
    "path", ["/ideeen/kaart/", "/ideeen/kaart/punten/", "/ideeen/kaart/gebieden/", "/plek/gebied/?punt=4.45,52.05"]
)
def test_visitors_share_an_answer_without_a_cookie(client, town, path):
    response = client.get(path)
    assert (response.status_code, response.same_for_visitors, dict(response.cookies)) == (200, True, {})


def test_the_borders_are_drawn_for_areas_that_have_them(client, town):
    answer = client.get("/ideeen/kaart/gebieden/").json()
    (ring,) = answer["features"][0]["geometry"].pop("coordinates")
    assert (ring[0], sorted(ring[1:])) == (ring[-1], sorted(SQUARE["coordinates"][0][1:]))
    feature = {"type": "Feature", "properties": {"name": "Dorp", "kind": "buurt"}, "geometry": {"type": "Polygon"}}
    assert answer == {"type": "FeatureCollection", "features": [feature]}


@pytest.mark.parametrize(
    "point", ["4.7,52.05", "", "x,y", "nan,nan", "inf,1", "4.45", "4.45,52.05,1", "999,52", "\0,1"]
)
def test_a_point_that_is_none_or_elsewhere_has_no_area(client, town, point):
    assert client.get("/plek/gebied/", {"punt": point}).json() == {}


def test_a_point_has_the_area_around_it(client, town):
    assert client.get("/plek/gebied/?punt=4.45,52.05").json() == {"id": town.pk, "name": "Dorp"}


def test_one_place_on_the_network_asks_for_so_many_points(client, town, monkeypatch):
    monkeypatch.setattr(maps, "AREAS_FROM_ONE_PLACE", Limit("area_at_place", size=1, seconds=60))
    assert [client.get("/plek/gebied/?punt=4.45,52.05").status_code for _ in range(2)] == [200, 429]


def test_addresses_are_found_by_our_server(client, map_service):
    map_service.documents = [STATION]
    assert client.get("/plek/adressen/?q=station").json() == {
        "found": [{"name": "Stationsplein, Voorbeeldstad", "point": [52.0458, 4.4898]}]
    }


def test_no_words_find_nothing(client, map_service):
    assert client.get("/plek/adressen/?q=+").json() == {"found": []}
    assert map_service.asked == []


def test_a_service_that_is_away_is_said(client, map_service):
    map_service.status = 503
    response = client.get("/plek/adressen/?q=markt")
    assert (response.status_code, response.json()) == (200, {"error": "Adressen zoeken lukt nu niet."})


def test_one_place_on_the_network_asks_so_often(client, map_service, monkeypatch):
    monkeypatch.setattr(maps, "ADDRESSES_FROM_ONE_PLACE", Limit("address_search_place", size=1, seconds=60))
    assert client.get("/plek/adressen/?q=markt").status_code == 200
    response = client.get("/plek/adressen/?q=markt")
    assert (response.status_code, list(response.json())) == (429, ["error"])
    assert client.get("/plek/adressen/?q=markt", REMOTE_ADDR="192.0.2.7").status_code == 200
