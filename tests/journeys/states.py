"""A page in a state in which people meet it, and what is done there first."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class State:
    name: str
    path: str
    who: str = ""
    then: Any = None


def open_all(page):
    """Open every part that can be opened."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => (one.open = true))")


def open_menu(page):
    page.evaluate("document.querySelectorAll('header details').forEach(one => (one.open = true))")


def press(label):
    """Press the button with that label, without filling anything in."""

    def deed(page):
        open_all(page)
        page.locator("main").get_by_role("button", name=label, exact=True).first.click()
        page.locator("[data-error-summary]").wait_for()

    deed.shows_errors = True
    return deed


def press_empty(label):
    """Empty the first field and press the button."""

    def deed(page):
        page.locator("main input:not([type=hidden]), main textarea").first.fill("")
        press(label)(page)

    deed.shows_errors = True
    return deed


def write_to_be_advised(page):
    page.locator("#id_problem").press_sequentially("Bel mij derhalve op 06-12345678.")
    page.locator("mark").first.wait_for()


def ask_code(page):
    page.locator("#id_email").fill("nieuw@example.org")
    page.locator("main").get_by_role("button").first.click()
    page.locator("#id_code").wait_for()


def wrong_code(page):
    ask_code(page)
    page.locator("#id_code").fill("12")
    press("Inloggen")(page)


wrong_code.shows_errors = True


def ask_proof(page):
    page.locator("main").get_by_role("button", name="Stuur mij een code").click()
    page.locator("#id_code").wait_for()


def stop_mail(page):
    page.locator("main").get_by_role("button", name="Stop deze e-mail").click()
    page.get_by_role("heading", name="De e-mail is gestopt").wait_for()


def cast_vote(page):
    page.locator("main").get_by_role("button", name="Stem op dit idee").first.click()
    page.locator(".receipt").wait_for()
