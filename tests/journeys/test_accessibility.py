"""WCAG 2.2 AA as far as a machine can tell, on every page in every state, on narrow screens and with large letters."""

import itertools

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.doors import sign_in
from tests.journeys.barriers import AXE, OF_SIZE, barriers
from tests.journeys.pages import STATES, build_town
from tests.journeys.test_browser import browser_context_args

__all__ = ["browser_context_args"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Width, how large letters are beside what the reader's browser says, and which rules are looked at: all, in both layouts.
#: What has room at 320 has room at 360.
VIEWS = [(1280, 100, None), (1280, 200, OF_SIZE), (320, 100, None)]

#: What has the focus must be seen at least in part (2.4.11): some point of it is not below anything else.
HIDDEN = """() => {
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
  const found = [];
  for (const one of all) {
    if (!one.checkVisibility() || one.disabled) continue;
    one.focus();
    if (document.activeElement !== one) continue;
    const points = [...one.getClientRects()].flatMap(box => [[.5, .5], [.1, .5], [.9, .5], [.5, .15], [.5, .85]].map(
      ([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)));
    const label = one.labels && one.labels[0];
    const seen = points.some(at => at && (one.contains(at) || at.contains(one) && at !== document.body
      && at !== document.documentElement || label && label.contains(at)
      || one.type === "checkbox" && one.parentElement.contains(at)));  // A tick or a clock is drawn on the box.
    if (!seen) found.push(one.outerHTML.slice(0, 120));
  }
  return found;
}"""


@pytest.fixture
def town(last_rule, programme, owner, resident, neighbour):
    return build_town(programme, owner, resident, neighbour)


@pytest.fixture
def page(context, page):
    context.add_init_script(path=AXE)  # Scripts of the test are not held by the content security policy.
    page.set_default_timeout(8000)
    return page


@pytest.fixture
def enter(context, live_server):
    """Give this browser the session of a person, or nobody's."""

    def give(person):
        context.clear_cookies()
        if person is not None:
            cookie = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return give


@pytest.fixture
def visit(page, town, enter):
    """Go to a page in the state in which people meet it."""

    def go(state):
        page.set_viewport_size({"width": 1280, "height": 900})
        enter(town.people.get(state.who))
        page.goto(state.path.format(**town.places))
        if state.then:
            state.then(page)

    return go


def scale(page, letters):
    page.evaluate("size => (document.documentElement.style.fontSize = size)", f"{letters}%")


def test_nothing_is_in_the_way_on_any_page(page, visit):
    """Nothing that axe finds, nothing too wide, no focus out of sight; and errors are told first."""
    found = []
    for state in STATES:
        visit(state)
        if getattr(state.then, "shows_errors", False):
            found += [f"{state.name}: {one}" for one in untold_errors(page)]
        for width, letters, rules in VIEWS:
            page.set_viewport_size({"width": width, "height": 900})
            scale(page, letters)
            found += [f"{state.name} at {width}, letters {letters}%: {one}" for one in barriers(page, rules)]
        if state.then and not getattr(state.then, "shows_errors", False):
            found += [f"{state.name} at {one}" for one in hidden_focus(page)]
    assert not found, "\n".join(found)


def hidden_focus(page):
    """What has the focus and is not seen, on high and low screens."""
    for width, height in itertools.product((1280, 320), (900, 400)):
        page.set_viewport_size({"width": width, "height": height})
        yield from (f"{width} by {height}: {one}" for one in page.evaluate(HIDDEN))


def untold_errors(page):
    """What is wrong with how errors are told: their summary has the focus, and leads to each field, which says so too."""
    summary = page.locator("[data-error-summary]").first
    expect(summary).to_be_focused()
    links = summary.locator("a")
    if not page.title().startswith("Fout: ") or not links.count():
        yield "no error in the title, or none in the summary"
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href").removeprefix("#")
        links.nth(number).click()
        if (focused := page.evaluate("document.activeElement.id")) != target:
            yield f"{target} has not the focus, but {focused}"
        if page.locator(f"[id='{target}']").get_attribute("aria-invalid") != "true":
            yield f"{target} does not say that it is wrong"


def test_there_are_pages_with_errors_among_them():
    assert len([state for state in STATES if getattr(state.then, "shows_errors", False)]) >= 8


def test_the_tests_would_see_it(page, visit, town):
    """A page made bad on purpose is found bad, by each of the three looks."""
    visit(STATES[0])
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x><input>')")
    assert {one.partition(":")[0] for one in barriers(page)} == {"image-alt", "label"}
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<pre>' + 'x'.repeat(900) + '</pre>')"
    )
    assert [one for one in barriers(page) if "pixels too wide" in one]
    page.evaluate(
        """() => {
          const lid = document.createElement("div");
          Object.assign(lid.style, {position: "fixed", inset: "0", background: "red", zIndex: "99"});
          document.body.append(lid);
        }"""
    )
    assert page.evaluate(HIDDEN)


def test_there_is_a_way_to_complain(client, settings):
    settings.MUNICIPALITY_CONTACT = "inbreng@example.org"
    page = client.get("/toegankelijkheid/").content.decode()
    assert 'href="mailto:inbreng@example.org?subject=' in page
    settings.MUNICIPALITY_CONTACT = ""
    assert "mailto:" not in client.get("/toegankelijkheid/").content.decode()
