"""A short day at the desk, by keyboard only: every idea in under three interactions, and without JavaScript too."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from ideas.models import Idea, Note, Watch
from ideas.statuses import Status
from tests import factories
from tests.doors import sign_in
from tests.journeys.test_browser import browser_context_args

__all__ = ["browser_context_args"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(context, page, owner, live_server):
    """The owner's browser."""
    cookie = sign_in(Client(), owner).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_default_timeout(15000)
    return page


@pytest.fixture
def ideas(programme, resident):
    return [factories.make_raw_idea(programme, author=resident, title=f"Plan {name}") for name in "ABCD"]


class Hands:
    """Presses keys and counts: a key, or a text that is typed, is an interaction."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.count += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.count += 1

    def spent(self):
        spent, self.count = self.count, 0
        return spent


def title(page):
    return page.locator("#desk-title")


def test_a_short_day_by_keyboard(page, ideas, owner):
    page.goto("/werkplek/?lijst=wacht&volgorde=oud")
    hands = Hands(page)
    hands.press("j")
    hands.press("o")
    expect(title(page)).to_have_text("Plan A")
    assert hands.spent() <= 3
    hands.press("t")  # Take it.
    expect(page.get_by_text("Owner behandelt nu “Plan A”.")).to_be_visible()
    assert hands.spent() == 1
    hands.press("1")  # Take it up: the key opens the form, and the cursor is in it.
    hands.type("Wij kijken deze week.")
    hands.press("Tab")
    hands.press("Enter")
    expect(title(page)).to_have_text("Plan B")  # The next idea comes, and the list is the same.
    assert "lijst=wacht&volgorde=oud" in page.url
    hands.spent()
    hands.press("w")
    expect(page.get_by_text("Kijken mee: Owner")).to_be_visible()
    assert hands.spent() == 1
    hands.press("n")
    hands.type("Eerst bellen. ja k j t 1")  # None of these is a shortcut while one types.
    hands.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-note__text")).to_have_text("Eerst bellen. ja k j t 1")
    assert hands.spent() <= 3
    hands.press("j")
    expect(title(page)).to_have_text("Plan C")
    expect(title(page)).to_be_focused()
    hands.press("k")
    expect(title(page)).to_have_text("Plan B")
    hands.press("b")
    expect(page.get_by_role("heading", name="Wacht", exact=True)).to_be_visible()
    assert hands.spent() == 3
    assert Idea.objects.get(title="Plan A").status == Status.IN_REVIEW
    assert Note.objects.count() == Watch.objects.count() == 1


def test_an_answer_by_template_takes_three_keys(page, ideas):
    words = {"reason": "Er is nu geen geld.", "next_step": "Wij kijken later."}
    factories.make_template(name="Later", decision=Status.NOT_NOW, **words)
    page.goto(f"{ideas[0].get_desk_url()}?lijst=wacht&volgorde=oud")
    hands = Hands(page)
    hands.press("a")
    hands.press("3")  # After "no" and "not now" comes the template, and no step of the idea is opened by this key.
    expect(page.locator("#answer_reason")).to_have_value("Er is nu geen geld.")
    page.locator("#answer_date").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    hands.press("Control+Enter")
    expect(title(page)).to_have_text("Plan B")
    assert hands.spent() == 3
    assert "lijst=wacht&volgorde=oud" in page.url
    assert Idea.objects.get(title="Plan A").status == Status.NOT_NOW


def test_many_ideas_are_handled_by_keyboard(page, ideas):
    theme = factories.make_theme("bomen")
    page.goto("/werkplek/?lijst=wacht&volgorde=oud")
    hands = Hands(page)
    hands.press("a")
    hands.press("s")
    expect(page.get_by_role("heading", name="Samen behandelen")).to_be_visible()
    hands.press("h")
    hands.type("Bomen")
    hands.press("Control+Enter")
    expect(page.get_by_text("Gedaan bij 4 van de 4 ideeën.")).to_be_visible()
    assert set(Idea.objects.values_list("theme", flat=True)) == {theme.pk}
    hands.press("b")
    expect(page.get_by_role("heading", name="Wacht", exact=True)).to_be_visible()
    assert "volgorde=oud" in page.url


def test_a_link_of_the_list_opens_in_a_tab_of_its_own(page, context, ideas):
    page.goto("/werkplek/?lijst=wacht&volgorde=oud")
    page.keyboard.press("j")
    with context.expect_page(timeout=5000) as opened:
        page.keyboard.press("Control+Enter")
    expect(title(opened.value)).to_have_text("Plan A")
    assert page.url.endswith("/werkplek/?lijst=wacht&volgorde=oud")


def test_a_step_is_put_back_by_one_key(page, ideas, owner):
    page.goto(f"{ideas[0].get_desk_url()}?volgorde=oud")
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="Zet terug")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("Teruggezet, bij “Plan A”.")).to_be_visible()
    assert Idea.objects.get(pk=ideas[0].pk).handler is None


def test_the_keys_are_listed_and_can_be_switched_off(page, ideas):
    page.goto(f"{ideas[0].get_desk_url()}?volgorde=oud")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Volgende idee")
    dialog.get_by_role("button", name="Zet de sneltoetsen uit").click()
    dialog.get_by_role("button", name="Sluit").click()
    page.keyboard.press("t")
    page.keyboard.press("j")
    page.reload()
    page.keyboard.press("j")
    expect(title(page)).to_have_text("Plan A")
    assert Idea.objects.get(pk=ideas[0].pk).handler is None


def test_back_leads_to_the_list_at_its_place(page, ideas):
    page.goto("/werkplek/?lijst=alle&q=Plan&volgorde=oud")
    page.get_by_role("link", name="Plan B").click()
    expect(title(page)).to_have_text("Plan B")
    page.keyboard.press("j")
    expect(title(page)).to_have_text("Plan C")
    page.go_back()
    expect(title(page)).to_have_text("Plan B")
    page.go_back()
    expect(page.locator("#desk_q")).to_have_value("Plan")
    assert "volgorde=oud" in page.url
    kept = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "Plan B" not in kept


def test_all_of_it_works_without_javascript(browser, browser_context_args, page, context, ideas):
    plain = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    tab = plain.new_page()
    tab.goto("/werkplek/?lijst=wacht&volgorde=oud")
    tab.get_by_role("link", name="Plan A").click()
    tab.get_by_role("button", name="Neem zelf").click()
    tab.get_by_role("button", name="Zet terug").click()
    expect(tab.get_by_text("Teruggezet, bij “Plan A”.")).to_be_visible()
    tab.get_by_role("link", name="Volgende", exact=True).click()
    expect(title(tab)).to_have_text("Plan B")
    plain.close()
