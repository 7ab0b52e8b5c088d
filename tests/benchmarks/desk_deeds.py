"""What an official does with an idea, in turn and by chance: each deed, and how one sees that it was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.utils import timezone
from playwright.sync_api import Locator, Page

from tests.benchmarks.desk_hands import Hands

SOON = (timezone.localdate() + timedelta(days=45)).isoformat()
TITLE = "#desk-title"


class Impossible(Exception):
    """The idea does not allow this deed, such as a merge when nothing is like it."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`play` does it; afterwards the next idea is there, or, when it `stays`, what the deed said."""

    name: str
    weight: int
    play: Callable[[Hands], None]
    stays: bool = False


def _by_form(verb: str, *values: str) -> Callable[[Hands], None]:
    """Fill in and send the form of one step."""

    def play(hands: Hands) -> None:
        form = _form(hands, verb)
        hands.fill(form, list(values))
        hands.send(form)

    return play


def _form(hands: Hands, verb: str) -> Locator:
    """The step of this verb, opened by its own key."""
    step = hands.page.locator(f'details:has(form[action*="/{verb}/"])').first
    if not step.count():
        raise Impossible(verb)
    return hands.open_form(str(step.get_attribute("data-key")))


def _route(hands: Hands) -> None:
    if not hands.by_key("p").count():
        raise Impossible("nothing else was suggested")
    hands.use("p")


def _merge(hands: Hands) -> None:
    alike = hands.page.locator('[aria-labelledby="desk-alike-title"] li', has_text="Ontvangen").first
    if not alike.count():
        raise Impossible("nothing that is still open is like it")
    number = alike.locator(".subtle").inner_text().split(",")[0]
    form = _form(hands, "merge")
    hands.fill(form, [number, "Dit is bijna hetzelfde plan. Wij kijken er samen naar."])
    hands.send(form)


def _note(hands: Hands) -> None:
    name = hands.page.locator(".desk-names").inner_text().split("@")[1].strip(" ,")
    form = hands.page.locator("form.desk-notes__new")
    if hands.name == "keyboard":
        hands.open_form("n")
    hands.fill(form, [f"@{name} wilt u hier naar kijken?"])
    hands.send(form)


def _by_template(hands: Hands) -> None:
    hands.answer_with("Later opnieuw")
    hands.page.wait_for_selector("form.columns__main")
    form = hands.page.locator("form.columns__main")
    hands.fill_one(form.locator("input[type=date]"), SOON)
    hands.send(form)


def _take_and_undo(hands: Hands) -> None:
    hands.use("t")
    hands.page.wait_for_selector(".desk-undo")
    hands.use("u")
    hands.page.wait_for_selector(".desk-undo", state="detached")


def _theme(hands: Hands) -> None:
    form = hands.open_form("h")
    hands.fill(form, ["Jeugd"])
    hands.send(form)


def _assign(hands: Hands) -> None:
    form = hands.open_form("g")
    options = form.locator("option").all_inner_texts()
    hands.fill(form, [options[-1]])
    hands.send(form)


DEEDS = [
    Deed("take it", 10, lambda hands: hands.use("t"), stays=True),
    Deed("take it up", 14, _by_form("take_up", "Wij kijken deze week wat er kan.")),
    Deed("send it where the suggestion says", 10, _route),
    Deed("send it to another programme", 4, _by_form("hand_over", "Vei", "Dit gaat over veiligheid.")),
    Deed("give it another theme", 8, _theme, stays=True),
    Deed("ask the author", 10, _by_form("ask", "Welke straat bedoelt u?")),
    Deed("answer by template, in four parts", 12, _by_template),
    Deed("decline with a reason", 10, _by_form(
        "decline", "Het kost", "Dit kost meer dan wij hebben.", "U hoeft niets te doen.", SOON)),
    Deed("not now", 5, _by_form("not_now", "Er is nu geen geld.", "Wij kijken in het voorjaar.", SOON)),
    Deed("merge with one that is like it", 5, _merge),
    Deed("write a note that calls a colleague", 8, _note, stays=True),
    Deed("refer to a partner", 4, _by_form(
        "refer", "Woningstichting", "partner@example.org", "Kunt u dit doen?", "De partner kijkt.")),
    Deed("give it to a colleague", 4, _assign),
    Deed("watch it", 3, lambda hands: hands.use("w"), stays=True),
    Deed("take it and put that back", 5, _take_and_undo, stays=True),
    Deed("look and go on", 6, lambda _hands: None, stays=True),
]  # fmt: skip


def plan(seed: int) -> Callable[[], Deed]:
    """Gives the next deed, always the same ones for the same seed."""
    chance = Random(seed)
    weights = [deed.weight for deed in DEEDS]
    return lambda: chance.choices(DEEDS, weights)[0]


def reference(page: Page) -> str:
    """Which idea is open."""
    parts = page.url.split("?")[0].rstrip("/").split("/")
    return parts[-1]
