"""Maps in a real browser: pointing out a place, looking at all ideas, and going on when no map comes. No network."""

import json

import pytest
from playwright.sync_api import expect

from ideas.models import Concept, SavedSearch
from tests import factories
from tests.journeys.barriers import AXE, barriers
from tests.journeys.test_accessibility import VIEWS, scale
from tests.journeys.test_browser import browser_context_args, by_keyboard, enter, tab_to
from tests.map_service import MARKET, STATION

__all__ = ["browser_context_args", "enter"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[4.46, 52.06], [4.48, 52.06], [4.48, 52.08], [4.46, 52.08], [4.46, 52.06]]],
}
AWAY = "De kaart laadt nu niet. U kunt verder zonder kaart."


@pytest.fixture
def strangers(context, live_server):
    """Every request to another place than ours."""
    asked = []
    context.on(
        "request", lambda request: request.url.startswith((live_server.url, "data:")) or asked.append(request.url)
    )
    return asked


def check(page, name):
    """What axe-core finds on the page as it stands, and whether it is too wide, in every view."""
    found = []
    for width, letters, rules in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        scale(page, letters)
        complaints = barriers(page, rules)
        found += [f"{name} at {width}, letters {letters}%: {one}" for one in complaints]
    scale(page, 100)
    return found


@pytest.fixture
def page(context, page, map_service, strangers):
    context.add_init_script(path=AXE)  # Scripts of the test are not held by the content security policy.
    page.set_default_timeout(8000)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: "Content Security Policy" in line.text and faults.append(line.text))
    yield page
    assert faults == []


@pytest.fixture
def area(db):
    return factories.make_area("BU01", "Dorp", geometry=SQUARE)


def answers():
    kept = Concept.objects.get().answers
    return {name: kept[name] for name in ("latitude", "longitude", "area", "address")}


@pytest.mark.usefixtures("last_rule")
class TestThePlaceOfAnIdea:
    def test_an_address_gives_the_point_and_the_area(self, page, area, map_service, strangers):
        map_service.documents = [MARKET, STATION]
        page.goto("/ideeen/nieuw/plek/")
        page.get_by_role("button", name="Zoek deze plek op").click()
        expect(page.get_by_text("Schrijf eerst een straat of een plein op.")).to_be_visible()
        page.locator("#id_address").fill("plein")
        page.get_by_role("button", name="Zoek deze plek op").click()
        expect(page.get_by_role("button", name="Marktplein, Voorbeeldstad")).to_be_focused()
        with page.expect_response("**/ideeen/nieuw/bewaren/"):
            page.keyboard.press("Enter")
            expect(page.get_by_text("Iedereen kan die plek zien. De plek ligt in: Dorp.")).to_be_visible()
        assert answers() == {
            "latitude": "52.06800", "longitude": "4.46950", "area": str(area.pk), "address": MARKET["weergavenaam"],
        }  # fmt: skip
        assert strangers == []

    def test_a_point_is_set_and_moved_on_the_map(self, page, area, map_service, strangers):
        page.goto("/ideeen/nieuw/plek/")
        assert strangers == []
        by_keyboard(page, page.get_by_role("button", name="Wijs de plek aan op een kaart"))
        expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
        assert strangers
        assert {url.partition("/tiles/")[0] for url in strangers} == {map_service.url}
        expect(page.locator("[data-map-canvas]")).to_be_focused()
        expect(page.locator(".map__area")).to_have_count(1)
        by_keyboard(page, page.get_by_role("button", name="Zet de plek in het midden van de kaart"))
        expect(page.get_by_text("De plek ligt in: Dorp.")).to_be_visible()
        first = [page.locator(f"#id_{name}").input_value() for name in ("latitude", "longitude")]
        assert [float(value) for value in first] == [pytest.approx(52.07, abs=0.01), pytest.approx(4.47, abs=0.01)]
        pin = page.locator(".map__pin").bounding_box()
        page.mouse.move(pin["x"] + pin["width"] / 2, pin["y"] + pin["height"] / 2)
        page.mouse.down()
        page.mouse.move(pin["x"] + 60, pin["y"] - 40, steps=4)
        with page.expect_response("**/ideeen/nieuw/bewaren/"):
            page.mouse.up()
        kept = answers()
        assert (kept["latitude"] > first[0], kept["longitude"] > first[1]) == (True, True)
        page.get_by_role("button", name="Haal de plek weg").click()
        expect(page.locator(".map__pin")).to_have_count(0)
        expect(page.get_by_text("De plek is weg.")).to_be_visible()
        assert check(page, "new idea with a map") == []

    def test_it_goes_on_without_map_and_without_addresses(self, page, map_service):
        map_service.status = 500
        page.route("**/map.js", lambda route: route.abort())
        page.goto("/ideeen/nieuw/plek/")
        page.get_by_role("button", name="Wijs de plek aan op een kaart").click()
        expect(page.get_by_text(AWAY)).to_be_visible()
        page.locator("#id_address").fill("Markt")
        page.get_by_role("button", name="Zoek deze plek op").click()
        expect(page.get_by_text("Adressen zoeken lukt nu niet.")).to_be_visible()
        expect(page.locator("#id_address")).to_have_value("Markt")

    def test_a_map_whose_tiles_are_away_still_takes_a_point(self, page, area, map_service):
        map_service.status = 503
        page.goto("/ideeen/nieuw/plek/")
        page.get_by_role("button", name="Wijs de plek aan op een kaart").click()
        expect(page.get_by_text("De straten laden nu niet.")).to_be_visible()
        page.locator("[data-map-canvas]").click(position={"x": 150, "y": 150})
        expect(page.locator(".map__pin")).to_be_visible()
        assert page.locator("#id_latitude").input_value()


@pytest.fixture
def town(programme, area):
    for number in range(12):
        factories.make_raw_idea(programme, title=f"Bij elkaar {number}", area=area, longitude=4.4701, latitude=52.0701)
    factories.make_raw_idea(programme, title="Alleen", area=area, longitude=4.4790, latitude=52.0790)


@pytest.mark.usefixtures("town")
class TestTheMapOfTheList:
    def test_by_keyboard_one_comes_closer_and_to_an_idea(self, page, strangers):
        page.goto("/ideeen/kaart/")
        assert strangers == []
        by_keyboard(page, page.get_by_role("button", name="Toon de kaart"))
        expect(page.get_by_text("13 ideeën in dit stuk van de kaart.")).to_be_visible()
        expect(page.locator("[data-map-list] li")).to_have_count(13)
        tab_to(page, page.locator(".map__cluster"))
        page.keyboard.press("Enter")
        expect(page.locator("[data-map-canvas]")).to_be_focused()
        expect(page.get_by_text("12 ideeën in dit stuk van de kaart.")).to_be_visible()
        page.goto("/ideeen/kaart/?q=alleen")
        page.get_by_role("button", name="Toon de kaart").click()
        expect(page.get_by_text("1 idee in dit stuk van de kaart.")).to_be_visible()
        tab_to(page, page.locator(".map__pin"))
        page.keyboard.press("Enter")
        expect(page.locator(".leaflet-popup").get_by_role("link", name="Alleen")).to_be_focused()
        assert check(page, "map with an open idea") == []
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Alleen", level=1)).to_be_visible()

    def test_the_page_holds_at_every_width_before_and_after(self, page):
        page.goto("/ideeen/kaart/")
        found = check(page, "map before")
        page.get_by_role("button", name="Toon de kaart").click()
        expect(page.locator(".map__cluster")).to_be_visible()
        assert found + check(page, "map after") == []

    def test_without_tiles_nobody_else_is_asked(self, page, settings, strangers):
        settings.TILES_URL = ""
        page.goto("/ideeen/kaart/")
        page.get_by_role("button", name="Toon de kaart").click()
        expect(page.locator(".map__cluster")).to_be_visible()
        assert strangers == []

    def test_points_that_do_not_come_are_said(self, page):
        page.route("**/ideeen/kaart/punten/**", lambda route: route.abort())
        page.goto("/ideeen/kaart/")
        page.get_by_role("button", name="Toon de kaart").click()
        expect(page.get_by_text(AWAY)).to_be_visible()

    def test_a_title_is_text(self, page, programme):
        factories.make_raw_idea(
            programme, title='Gevaar <img src=x onerror="alert(1)">', longitude=4.46, latitude=52.06
        )
        page.goto("/ideeen/kaart/?q=gevaar")
        page.get_by_role("button", name="Toon de kaart").click()
        expect(page.locator("[data-map-list] a")).to_have_text('Gevaar <img src=x onerror="alert(1)">')
        assert page.locator("main img[src=x]").count() == 0


def test_the_page_of_an_idea_shows_its_place_when_asked(page, programme, strangers):
    idea = factories.make_raw_idea(programme, address="Markt 1", longitude=4.47, latitude=52.07)
    page.goto(idea.get_absolute_url())
    expect(page.get_by_text("Markt 1").last).to_be_visible()
    assert strangers == []
    page.get_by_role("button", name="Toon de plek op de kaart").click()
    expect(page.locator(".map__pin")).to_be_visible()
    assert check(page, "idea with a map") == []


def test_an_own_area_is_kept_with_the_search(page, enter, resident, map_service):
    enter(resident)
    page.goto("/ideeen/?q=bomen")
    page.get_by_role("link", name="Bewaar deze zoekopdracht").click()
    page.get_by_label("Hoe ver van een plek?").select_option("500")
    page.locator("#id_address").fill("Markt")
    page.get_by_role("button", name="Zoek deze plek op").click()
    expect(page.get_by_text("De plek is gekozen. Niemand anders ziet die plek.")).to_be_visible()
    assert check(page, "keep a search") == []
    page.get_by_role("button", name="Bewaar deze zoekopdracht").click()
    expect(page.get_by_text("Uw zoekopdracht is bewaard.")).to_be_visible()
    assert check(page, "my searches") == []
    kept = SavedSearch.objects.values("query", "longitude", "latitude", "radius").get()
    assert json.dumps(kept) == json.dumps({"query": "q=bomen", "longitude": 4.4695, "latitude": 52.068, "radius": 500})
