"""A day at the desk, in a browser: `python -m tests.benchmarks.desk_day --data ../shared/data [--ideas 300]`.

Real ideas wait in the demonstration. An official signs in once and goes through all of them, first by keyboard alone
and then by mouse, each time on a fresh copy. What it took is written into docs/desk.md.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import django

from participation import embedded
from tests.benchmarks import installation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.settings")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("VAR_DIR", str(installation.CODE / "var" / "desk"))
django.setup()  # Before the models are imported.

from django.conf import settings  # noqa: E402
from playwright.sync_api import Browser, Error, Page, sync_playwright  # noqa: E402

from participation.demo.people import PEOPLE  # noqa: E402
from tests.benchmarks import desk_ground  # noqa: E402
from tests.benchmarks.desk_deeds import SOON, TITLE, Impossible, plan, reference  # noqa: E402
from tests.benchmarks.desk_hands import Hands, Keyboard, Mouse  # noqa: E402
from tests.benchmarks.desk_report import Day, written  # noqa: E402
from tests.participation.walk import app_code  # noqa: E402

LIST = "lijst=wacht&volgorde=oud"
IN_REVIEW = "lijst=alle&status=in_review&volgorde=oud"
OFFICIAL, COLLEAGUE = "coordinator@example.org", "owner@example.org"
SEED, PATIENCE = 2026, 15000
TOGETHER = 10
DOCUMENT = installation.CODE / "docs" / "desk.md"
BEGIN, END = "<!-- A day at the desk: written by tests.benchmarks.desk_day -->", "<!-- End of the day -->"


def main() -> None:
    """Load, play twice, let two officials meet, and write down what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ideas", type=int, default=300)
    parser.add_argument("--only", default="", help="keyboard or mouse")
    wanted = parser.parse_args()
    embedded.use("postgres", settings.VAR)
    desk_ground.say(f"Loading {wanted.ideas} ideas")
    desk_ground.load(wanted.data, wanted.ideas)
    days = [played(hands) for hands in (Keyboard, Mouse) if wanted.only in hands.name]
    table = written(days)
    sys.stdout.write(table)
    if not wanted.only:
        text = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[0].rstrip()
        DOCUMENT.write_text(f"{text}\n\n{BEGIN}\n\n{table}\n{END}\n", encoding="utf-8")


def played(kind: type[Hands]) -> Day:
    """One day on a fresh copy."""
    day, count = Day(kind.name), len(desk_ground.waiting_ideas())
    with desk_ground.served(f"desk_{kind.name}") as (address, spent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium")
        context = browser.new_context(base_url=address, locale="nl-NL", viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        enter(page, OFFICIAL)
        day.watch(page)
        hands, began = kind(page), time.monotonic()
        day.bravely(lambda: go_through(hands, day, count))
        day.bravely(lambda: answer_those_taken_up(hands, day))
        day.bravely(lambda: together(hands, day))
        day.seconds, day.processor = time.monotonic() - began, spent()
        context.close()
        day.bravely(lambda: two_officials(browser, address, day))
        browser.close()
    return day


def enter(page: Page, email: str) -> None:
    """Sign in with password and app."""
    person = next(one for one in PEOPLE if one.email == email)
    page.goto("/inloggen/medewerker/?next=/werkplek/")
    page.fill("input[type=email]", email)
    page.fill("input[type=password]", person.password)
    page.keyboard.press("Enter")
    page.fill("input[name=code]", app_code(person.totp_secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/werkplek/**")


def go_through(hands: Hands, day: Day, count: int) -> None:
    """Every idea of the list, one deed each."""
    page, choose = hands.page, plan(SEED)
    page.goto(f"/werkplek/?{LIST}")
    hands.open_first()
    page.wait_for_selector(TITLE)
    for _number in range(count):
        here, is_last = reference(page), not page.locator("[data-key=j]").count()
        done = do_one(hands, day, choose)
        day.ideas += 1
        if is_last:
            return
        if done:
            continue
        page.goto(f"/werkplek/{here}/?{LIST}")  # It went wrong, and is told; the day goes on.
        page.locator("[data-key=j]").click()
        page.wait_for_function("here => !location.pathname.includes(here)", arg=here)


def do_one(hands: Hands, day: Day, choose) -> bool:
    """One deed with the idea that is open, and on to the next. Gives whether that went well."""
    page, here = hands.page, reference(hands.page)
    deed = choose()
    for _again in range(20):
        hands.begin()
        began = time.monotonic()
        try:
            deed.play(hands)
            if deed.stays and deed.name != "look and go on":
                page.wait_for_selector(".messages, .desk-note__text")
            if deed.stays and page.locator("[data-key=j]").count():
                hands.use("j")
            page.wait_for_function(
                "here => !location.pathname.includes(here) && document.readyState === 'complete'", arg=here
            )
        except Impossible:
            deed = choose()
            continue
        except Error as problem:
            said = page.locator("[data-error-summary], .messages").all_inner_texts()
            day.complaints.append(f"{deed.name} at {here}: {str(problem).splitlines()[0]} {said}")
            page.screenshot(path=str(settings.VAR / f"{day.name}-{here}.png"))
            return False
        break
    day.deeds[deed.name].append((hands.begin(), time.monotonic() - began))
    if LIST not in page.url:
        day.complaints.append(f"the place is lost after: {deed.name} ({page.url})")
    return True


def answer_those_taken_up(hands: Hands, day: Day) -> None:
    """What was taken up is called promising, by template."""
    page = hands.page
    page.goto(f"/werkplek/?{IN_REVIEW}")
    hands.open_first()
    for _number in range(TOGETHER):
        page.wait_for_selector(TITLE)
        here = reference(page)
        hands.begin()
        began = time.monotonic()
        hands.answer_with("Past goed, wij gaan kijken")
        form = page.locator("form.columns__main")
        hands.fill_one(form.locator("input[type=date]"), SOON)
        hands.send(form)
        page.wait_for_function("here => !location.pathname.includes(here)", arg=here)
        day.deeds["call it promising, by template"].append((hands.begin(), time.monotonic() - began))


def together(hands: Hands, day: Day) -> None:
    """Answers to ten ideas at once, another theme for ten, and a table of a whole page."""
    page = hands.page
    for name, key, values in (
        (
            f"answer {TOGETHER} together",
            "",
            ["Het kost", "Dit kost meer dan wij hebben.", "U hoeft niets te doen.", SOON],
        ),
        (f"give {TOGETHER} another theme", "h", ["Jeugd"]),
    ):
        page.goto(f"/werkplek/?{LIST}")
        hands.begin()
        began = time.monotonic()
        hands.pick(TOGETHER)
        picked = hands.count.interactions
        hands.use("s")
        page.wait_for_selector(".desk-together")
        step = page.locator('details:has(button[value="decline"])').get_attribute("data-key")
        form = hands.open_form(key or str(step))
        hands.fill(form, values)
        hands.send(form)
        page.wait_for_selector(".desk-table")
        hands.count.interactions -= picked
        day.deeds[name].append((hands.begin(), time.monotonic() - began))
        if not key and page.locator("text=Niet gedaan").count():  # Some had that theme already.
            day.complaints.append(f"{name}: not all were done")
        hands.use("b")
        page.wait_for_selector("[data-desk-row]")
    hands.begin()
    began = time.monotonic()
    hands.pick(0)
    hands.use("s")
    page.wait_for_selector(".desk-together")
    with page.expect_download() as download:
        hands.use("e")
    day.deeds["a table of the whole page"].append((hands.begin(), time.monotonic() - began))
    download.value.delete()


def two_officials(browser: Browser, address: str, day: Day) -> None:
    """Two have the same idea open: both read so, and what one does cannot be undone by the other unseen."""
    people = [browser.new_context(base_url=address, locale="nl-NL") for _number in range(2)]
    one, other = (context.new_page() for context in people)
    enter(one, OFFICIAL)
    enter(other, COLLEAGUE)
    other.goto(f"/werkplek/?{LIST}")
    other.locator("[data-desk-open]").first.click()
    shared = reference(other)
    one.goto(f"/werkplek/{shared}/?{LIST}")
    if "bekijkt dit idee ook" not in one.locator(".desk-here").inner_text():
        day.complaints.append("two officials: the second does not read that the first is there")
    one.keyboard.press("1")
    one.keyboard.type("Dit typte ik net.")
    other.keyboard.press("t")
    other.wait_for_selector(".desk-undo")
    one.keyboard.press("Control+Enter")
    one.wait_for_selector("text=Er is niets van u bewaard")
    words = one.locator("details[open] textarea").first
    if words.input_value() != "Dit typte ik net.":
        day.complaints.append("two officials: the conflict is not told, or what was typed is lost")
    words.focus()
    one.keyboard.press("Control+Enter")
    one.wait_for_function("here => !location.pathname.includes(here)", arg=shared)
    for context in people:
        context.close()


if __name__ == "__main__":
    main()
