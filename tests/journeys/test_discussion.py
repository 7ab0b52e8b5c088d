"""A discussion in a real browser: the check against robots with and without scripts, by keyboard, and what axe finds."""

import pytest
from playwright.sync_api import expect

from ideas.models import Comment
from tests import factories
from tests.journeys.barriers import barriers
from tests.journeys.test_browser import browser_context_args, complaints, enter, page

__all__ = ["browser_context_args", "complaints", "enter", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def states():
    return list(Comment.objects.order_by("pk").values_list("state", "signs"))


def test_a_new_account_proves_that_it_is_no_robot(page, idea, enter):
    enter(factories.make_resident("nieuw"))
    page.goto(idea.get_absolute_url())
    page.get_by_label("Uw reactie").fill("Ik ben nieuw hier.")
    expect(page.locator("input[name=altcha]")).not_to_have_value("", timeout=30_000)
    page.get_by_role("button", name="Plaats uw reactie").press("Enter")
    expect(page.get_by_text("Uw reactie is geplaatst.")).to_be_visible()
    assert states() == [("public", [])]


def test_without_scripts_it_waits_for_a_person(browser, live_server, browser_context_args, idea, context, enter):
    enter(factories.make_resident("nieuw"))
    plain = browser.new_context(
        **browser_context_args, java_script_enabled=False, storage_state=context.storage_state()
    )
    page = plain.new_page()
    page.goto(idea.get_absolute_url())
    expect(page.locator("noscript p")).to_be_visible()
    page.get_by_label("Uw reactie").fill("Ik heb geen scripts.")
    page.get_by_role("button", name="Plaats uw reactie").click()
    expect(page.get_by_text("De controle tegen robots is niet gedaan.")).to_be_visible()
    plain.close()
    assert states() == [("held", ["no_proof"])]


def test_marks_and_more_comments_keep_the_keyboards_place(page, idea, neighbour, enter):
    enter(neighbour)
    for number in range(12):
        factories.make_raw_comment(idea, text=f"Nummer {number}.")
    page.goto(f"{idea.get_absolute_url()}reacties/?volgorde=oudste")
    mark = page.get_by_role("button", name="Nuttig").first
    mark.focus()
    mark.press("Enter")
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(mark).to_be_focused()
    page.get_by_role("link", name="Meer reacties").press("Enter")
    expect(page.get_by_text("Nummer 11.")).to_be_visible()
    expect(page.locator("[data-comments-page]").last).to_be_focused()
    expect(page.get_by_role("link", name="Meer reacties")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(page, idea, neighbour, owner, enter, width):
    page.set_viewport_size({"width": width, "height": 900})
    start = factories.make_raw_comment(idea, author=neighbour, text="W" * 300, side="pro")
    factories.make_raw_comment(idea, thread=start, author=owner, team="Team Groen")
    factories.make_raw_comment(idea, thread=start, state="hidden")
    held = factories.make_raw_comment(idea, author=neighbour, state="held")
    enter(owner)
    path = idea.get_absolute_url()
    for each in (path, f"{path}reacties/", start.get_absolute_url(), held.get_absolute_url(), "/werkplek/moderatie/"):
        page.goto(each)
        assert barriers(page) == [], each
