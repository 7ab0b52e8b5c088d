"""In a real browser: news on a device is asked for by a click only, shown by our own service worker, and not needed."""

import json

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from notifications.actions import Browser, add_device
from notifications.models import PushDevice
from tests.doors import sign_in
from tests.journeys.barriers import check
from tests.notifications.push_service import Browser as ReadingBrowser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/berichten/voorkeuren/"
BUTTON = "Zet meldingen aan op dit apparaat"
SUBSCRIPTION = ReadingBrowser("https://push.example.org/echt").fields()

# A push service of its maker is what a browser in a test does not have; everything else is the browser's own.
STAND_IN = """
  window.asked = 0;
  const ask = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = () => { window.asked += 1; return ask(); };
  const fields = FIELDS;
  const made = (key) => ({
    options: { applicationServerKey: key },
    toJSON: () => ({ endpoint: fields.endpoint, keys: { p256dh: fields.p256dh, auth: fields.auth } }),
    unsubscribe: async () => { localStorage.removeItem("made"); return true; },
  });
  const key = () => new Uint8Array(JSON.parse(localStorage.getItem("made"))).buffer;
  PushManager.prototype.getSubscription = async () => localStorage.getItem("made") ? made(key()) : null;
  PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
    if (!userVisibleOnly) throw new Error("Each message must be shown.");
    localStorage.setItem("made", JSON.stringify(Array.from(applicationServerKey)));
    return made(key());
  };
""".replace("FIELDS", json.dumps(SUBSCRIPTION))


@pytest.fixture
def enter(context, live_server, neighbour):
    """Sign the browser in as the neighbour; a second time in another session."""

    def sign():
        cookie = sign_in(Client(), neighbour).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    sign()
    return sign


@pytest.fixture
def visit(page, live_server, enter):
    page.set_default_timeout(15_000)

    def go(path=PAGE):
        page.goto(f"{live_server.url}{path}")
        return page

    return go


@pytest.fixture
def allowed(context, page, live_server):
    context.grant_permissions(["notifications"], origin=live_server.url)
    page.add_init_script(STAND_IN)


def switch_on(page):
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("U krijgt nu meldingen op dit apparaat.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_click_switches_it_on_and_another_off(visit, page, allowed, neighbour, width):
    page.set_viewport_size({"width": width, "height": 800})
    visit()
    assert page.evaluate("window.asked") == 0
    expect(page.locator("[data-push-unable]")).to_be_hidden()
    switch_on(page)
    device = PushDevice.objects.get()
    assert (device.person, device.endpoint) == (neighbour, SUBSCRIPTION["endpoint"])
    where = page.evaluate("navigator.serviceWorker.ready.then((it) => [it.scope, it.active.scriptURL])")
    assert where == [page.url.replace(PAGE, "/"), page.url.replace(PAGE, "/service-worker.js")]
    expect(page.get_by_text("Dit apparaat", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()
    assert check(page, "news on devices") == []
    page.get_by_role("button", name=f"Verwijder {device.name}").click()
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    assert not PushDevice.objects.exists()
    page.wait_for_function("localStorage.getItem('made') === null && localStorage.getItem('push-device') === null")


def test_our_service_worker_shows_what_comes_and_a_second_try_takes_the_place_of_the_first(visit, page, allowed):
    visit()
    switch_on(page)
    line = page.context.new_cdp_session(page)
    seen = []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda event: seen.extend(event["registrations"]))
    line.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.ready")
    origin = page.url.removesuffix(PAGE)
    notice = {
        "title": "In behandeling: Bomen",
        "text": "Wij kijken.",
        "url": "/ideeen/1/",
        "tag": "a",
        "language": "nl",
    }
    for title in ("Eerst", "In behandeling: Bomen"):
        data = json.dumps({**notice, "title": title})
        line.send("ServiceWorker.deliverPushMessage", {
            "origin": origin, "registrationId": seen[0]["registrationId"], "data": data,
        })  # fmt: skip
    shown = """navigator.serviceWorker.ready.then((it) => it.getNotifications()).then((all) =>
        all.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url })))"""
    page.wait_for_function(f"{shown}.then((all) => all.length && all[0].title !== 'Eerst')")
    assert page.evaluate(shown) == [
        {"title": "In behandeling: Bomen", "body": "Wij kijken.", "tag": "a", "url": "/ideeen/1/"}
    ]


def test_who_says_no_reads_how_to_change_that(visit, page):
    visit()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator("[data-push-status]")).to_contain_text("U hebt meldingen van deze site geblokkeerd.")
    assert not PushDevice.objects.exists()


def test_another_session_renews_the_device_and_one_that_was_removed_is_forgotten(visit, page, allowed, enter):
    visit()
    switch_on(page)
    before = PushDevice.objects.get()
    enter()
    with page.expect_response("**/apparaten/vernieuwen/") as asked:
        visit("/berichten/")
    assert asked.value.status == 204
    after = PushDevice.objects.get()
    assert (after.pk, after.session_key == before.session_key) == (before.pk, False)
    PushDevice.objects.all().delete()
    enter()
    with page.expect_response("**/apparaten/vernieuwen/") as asked:
        visit("/berichten/")
    assert asked.value.status == 404
    page.wait_for_function("localStorage.getItem('push-device') === null")


def test_a_browser_that_cannot_says_so(visit, page):
    page.add_init_script("delete window.PushManager")
    visit()
    expect(page.locator("[data-push-unable]")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()


def test_without_javascript_devices_are_listed_and_removed(browser, live_server, neighbour):
    add_device(Browser(**SUBSCRIPTION, session_key="s"), name="Firefox, Android", actor=neighbour)
    cookie = sign_in(Client(), neighbour).cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}{PAGE}")
    expect(page.locator("[data-push-unable]")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()
    page.locator("select[name=own_push]").select_option("off")
    page.get_by_role("button", name="Bewaar mijn keuze").click()
    expect(page.locator("select[name=own_push]")).to_have_value("off")
    page.get_by_role("button", name="Verwijder Firefox, Android").click()
    assert not PushDevice.objects.exists()
    context.close()
