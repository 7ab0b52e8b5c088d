"""Finding in a real browser: filters that fold on a phone, by keyboard, around one's own place, and data blocks."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from ideas.statuses import Status
from tests import factories
from tests.journeys.barriers import check
from tests.journeys.test_browser import browser_context_args, by_keyboard, complaints, page, tab_to

__all__ = ["browser_context_args", "complaints", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(programme):
    """Twenty-five ideas with a theme, and one on the map. What was counted of another test's ideas is gone."""
    cache.delete("ideas.counts")
    theme, area = factories.make_theme("bomen"), factories.make_area("WK01", "Centrum", kind="wijk")
    for number in range(25):
        factories.make_raw_idea(programme, title=f"Boom {number}", theme=theme, area=area)
    return factories.make_raw_idea(
        programme, title="Bank bij het water", problem="n" * 300, latitude=52.06, longitude=4.494, status=Status.ADOPTED
    )


def test_filters_fold_on_a_phone_and_stand_open_beside_the_list(page, town):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/ideeen/")
    themes = page.locator("summary", has_text="Thema")
    expect(themes).to_be_hidden()
    page.get_by_text("Filters en volgorde").click()
    expect(themes).to_be_visible()
    page.get_by_role("link", name="Bomen 25").click()
    expect(page.get_by_role("list", name="Gekozen filters")).to_be_visible()
    expect(themes).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(themes).to_be_visible()
    expect(page.get_by_text("Filters en volgorde")).to_be_hidden()


def test_filters_are_chosen_and_taken_back_by_keyboard(page, town):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/ideeen/")
    by_keyboard(page, page.get_by_role("link", name="Bomen 25"))
    expect(page).to_have_url("/ideeen/?thema=bomen")
    by_keyboard(page, page.locator("summary", has_text="Volgorde:"))
    by_keyboard(page, page.get_by_role("link", name="Nu populair"))
    expect(page).to_have_url("/ideeen/?thema=bomen&sorteer=populair")
    by_keyboard(page, page.get_by_role("link", name="Haal dit filter weg: Thema: Bomen"))
    expect(page).to_have_url("/ideeen/?sorteer=populair")
    tab_to(page, page.get_by_role("link", name="Bank bij het water"))


@pytest.mark.parametrize(
    "path",
    [
        "/ideeen/",
        "/ideeen/?thema=bomen&sorteer=willekeurig&loting=7",
        "/ideeen/?lat=52.06&lon=4.49&q=bank",
        "/ideeen/?q=zebra&thema=bomen",
    ],
)
def test_the_list_is_for_everybody_also_with_all_open(page, town, path):
    page.goto(path)
    found = check(page, path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert found + check(page, f"{path} open") == []


def test_around_the_place_where_somebody_is(page, context, town):
    context.set_geolocation({"latitude": 52.0607123, "longitude": 4.4940456})
    page.goto("/ideeen/?status=adopted")
    page.locator("summary", has_text="Bij mij in de buurt").click()
    page.get_by_role("button", name="Zoek rond mijn plek").click()
    expect(page.get_by_text("Wij kunnen uw plek niet vinden.")).to_be_visible()
    context.grant_permissions(["geolocation"])
    page.get_by_role("button", name="Zoek rond mijn plek").click()
    expect(page).to_have_url("/ideeen/?status=adopted&lat=52.061&lon=4.494")
    expect(page.get_by_role("link", name="Bank bij het water")).to_be_visible()
    page.get_by_role("link", name="250 meter").click()
    expect(page).to_have_url("/ideeen/?status=adopted&lat=52.061&lon=4.494&straal=250")
    expect(page.get_by_role("link", name="Bank bij het water")).to_be_visible()


def test_the_data_block_of_an_idea_stays_within_the_policy(page, town):
    """A block that the content security policy refused would be among the complaints."""
    page.goto(town.get_absolute_url())
    block = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert block["headline"] == "Bank bij het water"
    assert check(page, "an idea that is shared") == []


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_filters_are_links(self, page, town):
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto("/ideeen/")
        page.get_by_text("Filters en volgorde").click()
        page.get_by_role("link", name="Bomen 25").click()
        expect(page).to_have_url("/ideeen/?thema=bomen")
        page.get_by_text("Filters en volgorde").click()
        page.locator("summary", has_text="Bij mij in de buurt").click()
        expect(page.get_by_text("Met JavaScript aan kunt u zoeken")).to_be_visible()
