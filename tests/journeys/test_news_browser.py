"""In a real browser: a page that stays open says that there is news, and what people choose is within their reach."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from notifications.models import MailTrouble
from notifications.statuses import Group
from notifications.subscriptions import Subscription
from tests.doors import sign_in
from tests.journeys.barriers import check
from tests.notifications.conftest import mail_server, news, supporter, watched

__all__ = ["mail_server", "news", "supporter", "watched"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HALF_A_MINUTE = 31_000


@pytest.fixture
def open_page(page, context, live_server, neighbour):
    """The inbox of the neighbour, whose clock the test moves."""
    cookie = sign_in(Client(), neighbour).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_default_timeout(8000)
    page.clock.install()
    page.goto(f"{live_server.url}/berichten/")
    return page


def counted(page):
    return page.locator(".site-header__tools .count")


@pytest.mark.parametrize("width", [1280, 360])
def test_news_shows_without_reloading(open_page, news, width):
    open_page.set_viewport_size({"width": width, "height": 800})
    place = counted(open_page) if width == 1280 else open_page.locator(".menu__button .count")
    expect(place).to_have_count(0)
    news(2)
    with open_page.expect_response("**/berichten/aantal/**") as asked:
        open_page.clock.run_for(HALF_A_MINUTE)
    assert "cookie" not in asked.value.request.all_headers()
    expect(place).to_have_text("2 ongelezen")
    expect(open_page.locator("[data-inbox-status]")).to_have_text("U hebt een nieuw bericht.")
    expect(open_page.get_by_text("Er zijn nieuwe berichten.")).to_be_visible()
    open_page.get_by_role("link", name="Toon ze").click()
    expect(open_page.get_by_text("Een medewerker neemt het idee in behandeling.")).to_have_count(2)


def test_a_page_that_nobody_looks_at_asks_nothing(open_page):
    asked = []
    open_page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    open_page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {configurable: true, get: () => 'hidden'});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    open_page.clock.run_for(10 * HALF_A_MINUTE)
    assert asked == []
    with open_page.expect_response("**/berichten/aantal/**"):
        open_page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {configurable: true, get: () => 'visible'});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )


def test_choices_by_keyboard_and_nothing_that_axe_finds(open_page, live_server, watched, neighbour):
    MailTrouble.objects.create(address=neighbour.email, kind="hard", is_blocked=True)
    page = open_page
    page.goto(f"{live_server.url}/berichten/voorkeuren/")
    found = check(page, "choices, and mail that came back", widths=[1280, 320])
    page.get_by_label("Nieuws over ideeën die u volgt of steunt: E-mail").focus()
    for _ in ("daily", "weekly"):
        page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Bewaar mijn keuze").press("Enter")
    expect(page.get_by_text("Uw keuze is bewaard.")).to_be_visible()
    assert [(row.group, row.channel, row.frequency) for row in neighbour.preferences.filter(frequency="weekly")] == [
        ("followed", "email", "weekly")
    ]
    page.locator("#id_own_email option").first.evaluate("option => (option.value = 'off')")
    page.get_by_role("button", name="Bewaar mijn keuze").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    found += check(page, "choices with an error", widths=[1280, 320])
    page.get_by_role("button", name="Mijn adres klopt, stuur mij weer mail").click()
    expect(page.get_by_text("Wij sturen u weer mail.")).to_be_visible()
    for path in (f"/berichten/?idee={watched.reference}", Subscription(neighbour, Group.FOLLOWED).get_absolute_url()):
        page.goto(live_server.url + path)
        found += check(page, path, widths=[1280, 320])
    assert not found, "\n".join(found)
