"""Writing an idea in a real browser: in few steps, with help on the spot, and with a network that comes and goes."""

import pytest
from playwright.sync_api import expect

from ideas.models import Concept, Idea, IdeaPhoto
from tests.ideas.heic import HEIC
from tests.ideas.test_photos import SVG, picture
from tests.journeys.people import WORDS, code_in
from tests.journeys.test_browser import EMAIL, browser_context_args, complaints, enter, fill_in, page

__all__ = ["browser_context_args", "complaints", "enter", "page"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "/ideeen/nieuw/"
#: What the browser and htmx say of a request without a network.
OFFLINE = ("error: htmx:", "error: Failed to load resource: net::ERR_INTERNET_DISCONNECTED")
MOST_STEPS, MOST_FIELDS, MOST_NEEDED = 4, 10, 5


def controls(page):
    """(how many fields stand on the page, how many of them must be filled in)."""
    fields = page.locator("main form").first.locator("input, textarea, select")
    visible = [one for one in fields.all() if one.is_visible() and one.get_attribute("type") != "radio"]
    return len(visible), sum(one.get_attribute("required") is not None for one in visible)


def test_it_takes_four_steps_and_five_answers(page, last_rule, mail_server):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(NEW)
    seen = [controls(page)]
    page.locator("#id_problem").fill(WORDS["problem"])
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.locator("#id_title")).to_be_visible()
    seen.append(controls(page))
    page.locator("#id_proposal").fill(WORDS["proposal"])
    page.locator("#id_title").fill(WORDS["title"])
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.locator("#id_email")).to_be_visible()
    seen.append(controls(page))
    page.locator("#id_email").fill(EMAIL)
    page.get_by_role("button", name="Verstuur uw idee").click()
    expect(page.locator("#id_code")).to_be_visible()
    seen.append(controls(page))
    page.locator("#id_code").fill(code_in(mail_server.to(EMAIL)[0]))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Uw idee is ontvangen.")).to_be_visible()
    fields, needed = (sum(one) for one in zip(*seen, strict=True))
    assert len(seen) <= MOST_STEPS
    assert (fields <= MOST_FIELDS, needed <= MOST_NEEDED) == (True, True), seen


def test_the_network_goes_in_the_middle_and_the_answer_goes_when_it_is_back(page, context, last_rule, complaints):
    page.goto(NEW)
    context.set_offline(True)
    page.locator("#id_problem").fill(WORDS["problem"])
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_text("Wij gaan verder zodra u weer verbinding hebt.")).to_be_visible()
    assert not Concept.objects.exists()
    context.set_offline(False)
    expect(page.locator("#id_proposal")).to_be_visible()
    assert Concept.objects.get().answers["problem"] == WORDS["problem"]
    complaints[:] = [one for one in complaints if not one.startswith(OFFLINE)]


def test_a_tab_that_was_closed_without_a_network_opens_with_its_text(page, context, last_rule, complaints):
    page.goto(NEW)
    context.set_offline(True)
    page.locator("#id_problem").fill(WORDS["problem"])
    expect(page.get_by_text("Geen verbinding.")).to_be_visible()
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(NEW)
    expect(again.locator("#id_problem")).to_have_value(WORDS["problem"])
    expect(again.get_by_text("Bewaard om ")).to_be_visible()
    assert Concept.objects.get().answers["problem"] == WORDS["problem"]
    complaints[:] = [one for one in complaints if not one.startswith(OFFLINE)]


def test_two_tabs_keep_both_texts(page, context, last_rule):
    page.goto(NEW)
    page.locator("#id_problem").fill("Te warm.")
    expect(page.get_by_text("Bewaard om ")).to_be_visible()
    other = context.new_page()
    other.goto(NEW)
    expect(other.locator("#id_problem")).to_have_value("Te warm.")
    page.locator("#id_problem").fill("Te warm voor kinderen.")
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.locator("#id_proposal")).to_be_visible()
    other.locator("#id_problem").fill("Te warm voor ouderen.")
    expect(other.get_by_text("Wij bewaren beide teksten.")).to_be_visible()
    other.get_by_role("button", name="Verder", exact=True).click()
    expect(other.locator("#id_proposal")).to_be_visible()
    texts = sorted(one.answers["problem"] for one in Concept.objects.all())
    assert texts == ["Te warm voor kinderen.", "Te warm voor ouderen."]


def test_advice_comes_while_typing_and_never_blocks(page, last_rule):
    page.goto(NEW)
    page.locator("#id_problem").press_sequentially("Bel mij derhalve op 06-12345678.")
    expect(page.locator("mark")).to_have_text(["06-12345678", "derhalve"])
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.locator("#id_proposal")).to_be_visible()


def test_photos_are_there_at_once_with_a_question_for_each(page, enter, resident, last_rule):
    enter(resident)
    page.goto(NEW)
    fill_in(page)
    photos = [
        {"name": "plein.heic", "mimeType": "image/heic", "buffer": HEIC},
        {"name": "boom.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(400, 300))},
    ]
    page.locator("#id_photo").set_input_files(photos)
    page.get_by_label("Wat staat er op foto 2?").fill("Een boom")
    expect(page.locator(".new-photos__item img")).to_have_count(2)
    page.locator("#id_photo").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": SVG})
    expect(page.locator("#id_photo_error")).to_contain_text("Dit bestand kunnen wij niet lezen.")
    page.get_by_role("button", name="Haal foto 1 weg").click()
    expect(page.locator(".new-photos__item img")).to_have_count(1)
    expect(page.get_by_label("Wat staat er op foto 1?")).to_have_value("Een boom")
    page.get_by_role("button", name="Verstuur uw idee").click()
    expect(page.get_by_role("img", name="Een boom")).to_be_visible()
    assert list(IdeaPhoto.objects.values_list("idea", "description")) == [(Idea.objects.get().pk, "Een boom")]
