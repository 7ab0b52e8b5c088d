"""What a screen reader is told, page after page of each journey, kept as a text: a change in it is meant, or a fault.

`TREES=write pytest tests/journeys/test_trees.py` writes the texts anew; read the difference before keeping it.
"""

import os
import re
from pathlib import Path

import pytest

from tests.journeys.pages import STATES
from tests.journeys.test_accessibility import browser_context_args, enter, page, town, visit

__all__ = ["browser_context_args", "enter", "page", "town", "visit"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TREES = Path(__file__).parent / "trees"
MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
SHORT = "jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec"
JOURNEYS = {
    "find": ["home", "ideas found", "an idea"],
    "submit": [
        *("new idea", "new idea with errors", "new idea with advice", "new idea, the proposal", "new idea, the place"),
        "new idea, back to what is missing",
    ],
    "sign in": ["sign in", "the code", "the code, wrong"],
    "answer": ["messages", "a question to the author", "a question to the author with errors"],
    "leave": ["mine", "my data", "proof, code sent", "delete account", "delete account with errors"],
    "desk": ["desk", "an idea on the desk", "an idea on the desk with errors"],
}


def told(page, part):
    """The accessibility tree of a part of the page, without what differs from day to day and from run to run."""
    tree = page.locator(part).aria_snapshot()
    tree = re.sub(rf"\d{{1,2}} ({MONTHS}) \d{{4}}( \d\d:\d\d)?|\d\d?-\d\d?-\d{{4}}", "DATE", tree)
    tree = re.sub(rf"\b\d{{1,2}} ({SHORT})\b( \d\d:\d\d)?", "DATE", tree)
    tree = re.sub(r"\bom \d\d?:\d\d\b", "om TIME", tree)
    tree = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "KEY", tree)
    tree = re.sub(r"\bIdee \d+\b(?!-)", "Idee N", tree)
    tree = re.sub(r"\bvanaf=[\w-]+", "vanaf=PLACE", tree)
    tree = re.sub(r"/\d+/", "/ROW/", tree)
    return re.sub(r"\b\d{4}-\d{5}\b", "NUMBER", re.sub(r"(/doorverwijzing/|/ideeen/status/)[^/]+", r"\1TOKEN", tree))


def test_a_screen_reader_is_told_the_same_as_before(page, visit):
    states = {state.name: state for state in STATES}
    trees, kept = {}, {}
    for journey, names in JOURNEYS.items():
        pages = []
        for name in names:
            visit(states[name])
            # What all pages have around them is told once.
            pages.append(f"# {name}\n{told(page, 'body' if name == 'home' else 'main')}\n")
        trees[journey], file = "\n".join(pages), TREES / f"{journey.replace(' ', '-')}.txt"
        if os.environ.get("TREES") == "write":
            file.write_text(trees[journey], encoding="utf-8")
        kept[journey] = file.read_text(encoding="utf-8")
    assert trees == kept


def test_no_text_is_kept_of_a_journey_that_is_gone():
    assert {path.stem for path in TREES.iterdir()} == {journey.replace(" ", "-") for journey in JOURNEYS}


def test_everything_that_can_be_used_has_a_name():
    """A link, button or field without words is told as nothing but its kind."""
    kinds = "link|button|textbox|radio|checkbox|combobox|heading"
    found = [
        f"{path.name}: {line.strip()}"
        for path in TREES.iterdir()
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(rf"\s*- ({kinds})(:|$| \[)", line)
    ]
    assert found == []
