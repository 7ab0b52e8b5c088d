"""Which pages may load something from elsewhere: those with a map, and only its pictures."""

import pytest

from tests.doors import sign_in

pytestmark = pytest.mark.django_db

TILES = "https://tiles.example.org"
WITH_A_MAP = ["/ideeen/kaart/", "/ideeen/nieuw/plek/", "/mijn-inbreng/zoekopdrachten/nieuw/"]
WITHOUT = [
    "/",
    "/ideeen/",
    "/programmas/",
    "/ideeen/nieuw/",
    "/mijn-inbreng/",
    "/mijn-inbreng/zoekopdrachten/",
    "/berichten/",
]


def policy(response):
    lines = response["Content-Security-Policy"].split("; ")
    return {name: set(sources) for name, *sources in (line.split() for line in lines)}


@pytest.fixture
def reader(client, resident, settings):
    settings.TILES_URL = f"{TILES}/{{z}}/{{x}}/{{y}}.png"
    return sign_in(client, resident)


@pytest.mark.parametrize("path", WITH_A_MAP)
def test_a_page_with_a_map_may_load_tiles_and_nothing_else(reader, path):
    usual = policy(reader.get("/"))
    assert policy(reader.get(path)) == {**usual, "img-src": usual["img-src"] | {TILES}}


@pytest.mark.parametrize("path", WITHOUT)
def test_other_pages_load_nothing_from_elsewhere(reader, path):
    assert TILES not in reader.get(path)["Content-Security-Policy"]


def test_the_page_of_an_idea_has_a_map_when_the_idea_has_a_place(reader, idea):
    assert TILES not in reader.get(idea.get_absolute_url())["Content-Security-Policy"]
    idea.longitude, idea.latitude = 4.5, 52.05
    idea.save(update_fields=["longitude", "latitude"])
    response = reader.get(idea.get_absolute_url())
    assert policy(response)["img-src"] >= {TILES}
    assert 'data-map-latitude="52.05" data-map-longitude="4.5"' in response.text


@pytest.mark.parametrize("path", WITH_A_MAP)
def test_without_tiles_no_page_does(reader, settings, path):
    usual = policy(reader.get("/"))
    settings.TILES_URL = ""
    assert policy(reader.get(path)) == usual


def test_a_page_that_comes_back_with_errors_keeps_its_map(reader):
    assert policy(reader.post("/mijn-inbreng/zoekopdrachten/nieuw/", {}))["img-src"] >= {TILES}
