"""In a real browser: the main way by keyboard, what is being written, without scripts, without cookies."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from ideas.actions import concept as concepts
from ideas.actions.support import follow_idea, support_idea
from ideas.actions.triage import move_idea
from ideas.models import Concept, Idea
from ideas.statuses import Status, Visibility
from notifications.fanout import fan_out_waiting
from participation.limits import Limit
from tests import factories
from tests.doors import sign_in
from tests.journeys.people import WORDS, code_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "nieuw@example.org"
PUBLIC = [
    *(
        "/",
        "/ideeen/",
        "/ideeen/kaart/",
        "/ideeen/?q=bomen",
        "/ideeen/?q=niets&status=declined",
        "/programmas/",
        "/programmas/groen/",
    ),
    *("/hoe-het-werkt/", "/toegankelijkheid/", "/privacy/", "/bronnen/", "/ideeen/nieuw/", "/bestaat-niet/"),
    *("/ideeen/nieuw/voorstel/", "/ideeen/nieuw/plek/"),
    *("/inloggen/", "/inloggen/medewerker/", "/account/wachtwoord/vergeten/"),
]


@pytest.fixture
def browser_context_args(browser_context_args, live_server):
    return {**browser_context_args, "base_url": live_server.url, "locale": "nl-NL", "reduced_motion": "reduce"}


@pytest.fixture
def complaints(context, live_server):
    """What the browser complained about, and every request to another place. Checked after the test."""
    heard = []
    ours = urlsplit(live_server.url).netloc

    def asked(request):
        if not request.url.startswith(("data:", "blob:")) and urlsplit(request.url).netloc != ours:
            heard.append(f"request to {request.url}")

    def said(message):
        # The browser also logs that a page had status 404 or 422, which is what these pages are for.
        if message.type in {"error", "warning"} and "Failed to load resource: the server responded" not in message.text:
            heard.append(f"{message.type}: {message.text}")

    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", lambda error: heard.append(str(error.error)))
    yield heard
    assert not heard


@pytest.fixture
def page(complaints, page):
    page.set_default_timeout(8000)
    return page


@pytest.fixture
def enter(context, live_server):
    """Give this browser the session of a person."""

    def give(person):
        cookie = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return give


def tab_to(page, target, most=90):
    """Press Tab until `target` has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {target}")


def by_keyboard(page, target, text=None):
    """Go to `target`; type the text, or press Enter."""
    tab_to(page, target)
    page.keyboard.type(text) if text else page.keyboard.press("Enter")


def fill_in(page):
    """The first two screens of a new idea."""
    page.locator("#id_problem").fill(WORDS["problem"])
    page.get_by_role("button", name="Verder", exact=True).click()
    page.locator("#id_proposal").fill(WORDS["proposal"])
    page.locator("#id_title").fill(WORDS["title"])
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.locator("#id_address")).to_be_visible()


@pytest.fixture
def town(idea, owner, resident, neighbour, programme, coordinator):
    """Ideas in many statuses, among them one with everything on it."""
    theme = factories.make_theme()
    area = factories.make_area()
    for status in Status:
        factories.make_raw_idea(
            programme,
            status=status,
            theme=theme,
            area=area,
            author=resident,
            title=f"Bomen langs de laan, {status.label}",
        )
    factories.make_raw_idea(programme, visibility=Visibility.HIDDEN, author=resident)
    support_idea(idea, actor=neighbour)
    follow_idea(idea, actor=neighbour)
    move_idea(idea, "ask", actor=owner, question="Welke straat bedoelt u?")
    fan_out_waiting()
    return idea


@pytest.mark.parametrize("width", [1280, 360])
def test_an_idea_goes_in_and_gets_its_answer_by_keyboard(page, enter, width, last_rule, owner, mail_server):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ga direct naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    by_keyboard(page, page.get_by_role("link", name="Vertel uw idee").first)
    for names in (("problem",), ("proposal", "title")):
        for name in names:
            by_keyboard(page, page.locator(f"#id_{name}"), WORDS[name])
        by_keyboard(page, page.get_by_role("button", name="Verder", exact=True))
        expect(page.locator(f"#id_{names[0]}")).to_be_hidden()
    by_keyboard(page, page.get_by_role("button", name="Verstuur uw idee"))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    by_keyboard(page, page.locator("[data-error-summary] a"))
    expect(page.locator("#id_email")).to_be_focused()
    by_keyboard(page, page.locator("#id_email"), EMAIL)
    by_keyboard(page, page.get_by_role("button", name="Verstuur uw idee"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Typ de code uit uw mail")
    by_keyboard(page, page.locator("#id_code"), code_in(mail_server.to(EMAIL)[0]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS["title"])
    expect(page.get_by_text("Uw idee is ontvangen.")).to_be_visible()

    idea = Idea.objects.get()
    page.context.clear_cookies()
    enter(owner)
    page.goto("/werkplek/")
    by_keyboard(page, page.get_by_role("link", name=idea.title))
    form = page.locator("details", has=page.locator("summary", has_text="In behandeling nemen"))
    by_keyboard(page, form.locator("summary"))
    expect(form).to_have_attribute("open", "")
    by_keyboard(page, form.locator("textarea"), "Wij gaan kijken.")
    by_keyboard(page, form.get_by_role("button", name="In behandeling nemen"))
    expect(page.get_by_text("Gedaan: in behandeling nemen.")).to_be_visible()
    assert Idea.objects.get().status == Status.IN_REVIEW


def test_writing_is_kept_and_survives_a_reload(page, last_rule):
    page.goto("/ideeen/nieuw/")
    with page.expect_response("**/ideeen/nieuw/bewaren/") as kept:
        page.locator("#id_problem").press_sequentially("Te warm.")
    assert kept.value.status == 204
    expect(page.get_by_text("Bewaard om ")).to_be_visible()
    assert Concept.objects.get().answers["problem"] == "Te warm."
    page.reload()
    expect(page.locator("#id_problem")).to_have_value("Te warm.")


def test_writing_that_cannot_be_saved_is_kept_on_the_device(page, last_rule, complaints):
    page.route("**/ideeen/nieuw/bewaren/", lambda route: route.abort())
    page.goto("/ideeen/nieuw/")
    page.locator("#id_problem").press_sequentially("Te warm.")
    expect(page.get_by_text("Geen verbinding.")).to_be_visible()
    page.reload()
    expect(page.locator("#id_problem")).to_have_value("Te warm.")
    page.unroute("**/ideeen/nieuw/bewaren/")
    page.locator("#id_problem").press("End")
    page.locator("#id_problem").press_sequentially(" Elke zomer.")
    expect(page.get_by_text("Bewaard om ")).to_be_visible()
    assert Concept.objects.get().answers["problem"] == "Te warm. Elke zomer."
    complaints[:] = [one for one in complaints if "net::ERR_FAILED" not in one]


def test_a_save_that_is_refused_says_why_and_keeps_the_text_on_the_device(page, last_rule, monkeypatch):
    monkeypatch.setattr(concepts, "STARTED_FROM_ONE_PLACE", Limit("concept_place", size=1, seconds=3600))
    Client().post("/ideeen/nieuw/bewaren/", {"key": uuid4(), "title": "Van een ander"})
    page.goto("/ideeen/nieuw/")
    page.get_by_label("Welk probleem ziet u?").fill("Geen schaduw.")
    expect(page.locator("[data-autosave-status]")).to_have_text(str(concepts.STARTED_TOO_OFTEN))
    page.reload()
    expect(page.get_by_label("Welk probleem ziet u?")).to_have_value("Geen schaduw.")


def test_the_place_where_somebody_is_goes_with_the_idea_when_they_say_so(page, context, enter, resident, last_rule):
    enter(resident)
    context.set_geolocation({"latitude": 52.0607123, "longitude": 4.4940456})
    page.goto("/ideeen/nieuw/plek/")
    page.get_by_role("button", name="Gebruik de plek waar ik nu ben").click()
    expect(page.get_by_text("Wij kunnen uw plek niet vinden.")).to_be_visible()
    context.grant_permissions(["geolocation"])
    with page.expect_response("**/ideeen/nieuw/bewaren/"):
        page.get_by_role("button", name="Gebruik de plek waar ik nu ben").click()
        expect(page.get_by_text("De plek waar u nu bent staat bij uw idee.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("De plek staat bij uw idee.")).to_be_visible()
    with page.expect_response("**/ideeen/nieuw/bewaren/"):
        page.get_by_role("button", name="Haal de plek weg").click()
    assert Concept.objects.get().answers["latitude"] == ""
    page.get_by_role("button", name="Gebruik de plek waar ik nu ben").click()
    expect(page.get_by_role("button", name="Haal de plek weg")).to_be_visible()
    with page.expect_response("**/ideeen/nieuw/bewaren/"):
        page.locator("#id_address").fill("Het plein")
    page.goto("/ideeen/nieuw/")
    fill_in(page)
    page.get_by_role("button", name="Verstuur uw idee").click()
    expect(page.get_by_text("Uw idee is ontvangen.")).to_be_visible()
    assert Idea.objects.values_list("latitude", "longitude").get() == (52.06071, 4.49405)


def test_nothing_public_sets_a_cookie(page, town):
    # The forms that can be sent need a token, and so a cookie; reading does not.
    sent = ("/ideeen/nieuw/", "/inloggen/", "/account/wachtwoord/vergeten/")
    for path in [*(one for one in PUBLIC if not one.startswith(sent)), town.get_absolute_url()]:
        page.goto(path)
        assert page.context.cookies() == [], path


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_an_idea_goes_in(self, page, last_rule, mail_server):
        page.goto("/ideeen/nieuw/")
        fill_in(page)
        page.locator("#id_email").fill(EMAIL)
        page.get_by_role("button", name="Verstuur uw idee").click()
        page.locator("#id_code").fill(code_in(mail_server.to(EMAIL)[0]))
        page.get_by_role("button", name="Verstuur uw idee").click()
        expect(page.get_by_text("Uw idee is ontvangen.")).to_be_visible()
        assert Idea.objects.get().title == WORDS["title"]
