"""What comes while somebody types, in a real browser and by keyboard: results of a search, and ideas like one's own."""

import pytest
from playwright.sync_api import expect

from ideas.actions.vocabulary import count_words
from ideas.models import Follow, Idea, Support
from ideas.statuses import Visibility
from ideas.vocabulary import KEEPER
from tests import factories
from tests.journeys.barriers import check
from tests.journeys.test_browser import browser_context_args, by_keyboard, complaints, enter, page, tab_to

__all__ = ["browser_context_args", "complaints", "enter", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "/ideeen/nieuw/"
PROBLEM = "Nergens bankjes in het park, ouderen kunnen niet zitten."


@pytest.fixture
def shelf(last_rule, resident, neighbour):
    """Ideas of a resident, one of them hidden, and one of the neighbour; the words of them are known."""
    said = {"problem": "Ouderen kunnen niet zitten.", "proposal": "Zet er bankjes neer."}
    first = factories.make_idea(resident, title="Meer bankjes in het park", **said)
    factories.make_idea(resident, title="Bankjes bij de vijver", **said)
    factories.make_idea(neighbour, title="Mijn eigen bankjes", **said)
    hidden = factories.make_idea(resident, title="Verborgen bankjes", **said)
    Idea.objects.filter(pk=hidden.pk).update(visibility=Visibility.HIDDEN, hidden_reason="Reclame.")
    factories.make_idea(resident, title="Zebrapad bij de school", problem="Er rijden auto's.", proposal="Verf een pad.")
    count_words(anew=True)
    KEEPER.forget()
    return first


@pytest.fixture
def results(page):
    return page.locator(".instant")


def typed(page, words):
    """Type in the field of the search, letter by letter."""
    page.goto("/ideeen/")
    page.locator("#id_q").press_sequentially(words, delay=20)


def item(box, title):
    """The idea with that title among those that are alike."""
    return box.locator("[data-similar-item]", has_text=title)


def test_results_come_from_two_letters_and_are_told(page, shelf, results):
    typed(page, "b")
    page.wait_for_timeout(400)  # Longer than the pause after the last key: nothing is expected to come.
    expect(results).to_be_hidden()
    page.locator("#id_q").press_sequentially("ank")
    expect(results.get_by_role("list", name="Ideeën").get_by_role("listitem")).to_have_count(3)
    expect(results.get_by_role("link", name="bankjes", exact=True)).to_have_attribute("href", "/ideeen/?q=bankjes")
    expect(results.get_by_text("Verborgen bankjes")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="3 ideeën bij wat u typt.")).to_have_count(1)
    assert check(page, "instant results") == []
    page.locator("#id_q").press_sequentially("xyz")
    expect(results).to_be_hidden()


def test_results_are_reached_and_left_by_keyboard(page, shelf, results):
    typed(page, "zebrapad")
    idea = results.get_by_role("link", name="Zebrapad bij de school")
    expect(idea).to_be_visible()
    tab_to(page, idea)
    page.keyboard.press("Escape")
    expect(page.locator("#id_q")).to_be_focused()
    expect(page.locator("#id_q")).to_have_value("zebrapad")
    expect(results).to_be_hidden()
    page.locator("#id_q").press_sequentially(" ")
    expect(idea).to_be_visible()
    by_keyboard(page, idea)
    expect(page.get_by_role("heading", name="Zebrapad bij de school", level=1)).to_be_visible()


def test_results_go_when_the_keyboard_goes_on(page, shelf, results):
    typed(page, "zebrapad")
    expect(results).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Zoeken", exact=True))
    expect(results).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/ideeen/?q=zebrapad")


def test_an_idea_that_is_like_it_is_supported_by_keyboard_and_the_text_stays(page, enter, shelf, neighbour):
    enter(neighbour)
    page.goto(NEW)
    box = page.locator("[data-similar]")
    expect(box).to_be_hidden()
    page.locator("#id_problem").press_sequentially(PROBLEM)
    expect(box.get_by_role("heading", name="Is dit wat u bedoelt?")).to_be_visible()
    shown = box.locator(".similar__title")
    expect(shown).to_have_count(2)
    assert set(shown.all_inner_texts()) == {"Meer bankjes in het park", "Bankjes bij de vijver"}
    expect(box.get_by_role("status").first).to_have_text("2 ideeën lijken op wat u schrijft.")
    assert check(page, "ideas that are alike") == []
    by_keyboard(page, item(box, "Meer bankjes in het park").get_by_role("button", name="Steun dit idee"))
    said = box.get_by_text("U steunt dit idee.")
    expect(said).to_be_focused()
    by_keyboard(page, item(box, "Bankjes bij de vijver").get_by_role("button", name="Volg dit idee"))
    expect(box.get_by_text("U volgt dit idee.")).to_be_focused()
    expect(page.locator("#id_problem")).to_have_value(PROBLEM)
    assert Support.objects.filter(idea=shelf, person=neighbour).exists()
    assert Follow.objects.filter(idea__title="Bankjes bij de vijver", person=neighbour).exists()
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.locator("#id_proposal")).to_be_visible()


def test_what_somebody_is_reading_stays_and_what_is_no_longer_alike_goes(page, shelf):
    page.goto(NEW)
    box = page.locator("[data-similar]")
    page.locator("#id_problem").fill(PROBLEM)
    link = item(box, "Meer bankjes in het park").get_by_role("link", name="Log in om te steunen")
    expect(link).to_be_visible()
    page.locator("#id_problem").fill("Auto's rijden te hard langs de school, er is geen zebrapad.")
    expect(box.get_by_role("link", name="Zebrapad bij de school", exact=True)).to_be_visible()
    expect(link).to_have_count(0)
    page.locator("#id_problem").fill("Qwx zxcv asdfgh.")
    expect(box).to_be_hidden()
