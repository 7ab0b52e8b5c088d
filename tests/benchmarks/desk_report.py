"""What came of a day at the desk, and the table of it in docs/desk.md."""

import traceback
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Error, Page, Request

from tests.benchmarks.desk_hands import Count

MUST_INTERACTIONS, MUST_MS = 3, 300


@dataclass
class Day:
    """What came of one run. `pages` are the milliseconds that the server and the way to it took, by kind of page."""

    name: str
    deeds: dict[str, list[tuple[Count, float]]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    complaints: list[str] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0
    ideas: int = 0

    def watch(self, page: Page) -> None:
        """Note every answer that is slow or wrong, and what the browser complains of."""
        page.on("requestfinished", self._finished)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", lambda said: said.type in {"error", "warning"} and self.complaints.append(said.text))

    def bravely(self, part: Callable[[], None]) -> None:
        """Play a part; when it cannot go on, that is told and the day goes on."""
        try:
            part()
        except Error as problem:
            line = traceback.extract_tb(problem.__traceback__)
            at = next(one.line for one in reversed(line) if "benchmarks/desk_day" in one.filename)
            self.complaints.append(f"{at}: {str(problem).splitlines()[0]}")

    def _finished(self, request: Request) -> None:
        kind = kind_of(request)
        if not kind:
            return
        answer = request.response()
        self.pages[kind].append(request.timing["responseEnd"])
        if answer and answer.status >= 400:
            self.complaints.append(f"{answer.status} at {request.method} {request.url}")


def kind_of(request: Request) -> str:
    """Which kind of page is asked for; empty for what belongs to a page."""
    if request.resource_type not in {"document", "xhr", "fetch"} or "/aanwezig" in request.url:
        return ""
    path = request.url.split("?")[0].split("/werkplek/")[-1]
    if request.method == "POST":
        return "a deed with many ideas" if path.startswith("samen") else "a deed"
    if "/werkplek/" not in request.url:
        return ""
    return "the list" if not path else "writing an answer" if "antwoord" in path else "an idea"


def written(days: list[Day]) -> str:
    """The table for the paper."""
    lines = ["## A day at the desk", "", TEXT.format(ideas=days[0].ideas), ""]
    lines += [
        "| deed | "
        + " | ".join(f"{day.name}: times | interactions | between fields | pages | seconds" for day in days)
        + " |"
    ]
    lines += ["|---|" + "---:|" * 5 * len(days)]
    for name in dict.fromkeys(name for day in days for name in day.deeds):
        lines.append(f"| {name} | " + " | ".join(_cells(day.deeds.get(name, [])) for day in days) + " |")
    lines += ["", "| page, ms | " + " | ".join(f"{day.name}: median | 95 % | slowest" for day in days) + " |"]
    lines += ["|---|" + "---:|" * 3 * len(days)]
    for name in dict.fromkeys(name for day in days for name in day.pages):
        lines.append(f"| {name} | " + " | ".join(_times(day.pages.get(name, [])) for day in days) + " |")
    lines += [""]
    for day in days:
        rows = [row for found in day.deeds.values() for row in found]
        clicks = sum(count.interactions for count, _seconds in rows) / len(rows)
        lines.append(
            f"By {day.name}: {len(rows)} deeds with {day.ideas} ideas in {day.seconds:.0f} s of machine time, "
            f"{clicks:.1f} interactions and {median(seconds for _count, seconds in rows):.2f} s for a deed; "
            f"{1000 * day.processor / sum(map(len, day.pages.values())):.0f} ms of the server's processor for a page."
        )
        over = [name for name, found in day.deeds.items() if _most(found) > MUST_INTERACTIONS]
        slow = [name for name, times in day.pages.items() if _part(times, 0.95) > MUST_MS]
        lines.append(
            f"More than three interactions: {', '.join(over) or 'none'}. Over 300 ms: {', '.join(slow) or 'none'}."
        )
        lines += [f"- {complaint}" for complaint in dict.fromkeys(day.complaints)] or [
            "No complaint of the browser, no place lost."
        ]
        lines.append("")
    return "\n".join(lines)


def _cells(found: list[tuple[Count, float]]) -> str:
    if not found:
        return "0 | | | | "
    pages, between = median(count.pages for count, _ in found), median(count.between_fields for count, _ in found)
    return (
        f"{len(found)} | {_most(found)} | {between:.0f} | {pages:.0f} | {median(seconds for _, seconds in found):.2f}"
    )


def _most(found: list[tuple[Count, float]]) -> int:
    return max(count.interactions for count, _seconds in found)


def _times(times: list[float]) -> str:
    return f"{median(times):.0f} | {_part(times, 0.95):.0f} | {max(times):.0f}" if times else " | | "


def _part(times: list[float], part: float) -> float:
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


TEXT = """Played by `python -m tests.benchmarks.desk_day --data ../shared/data` in Chromium, on {ideas} ideas that wait: real texts,
submitted through the door that residents use, routed by the rules of the demonstration, with suggestions that learned
from other real ideas. One official, signed in once with a second factor, does something with every idea, by chance but
always the same: once by keyboard alone, once by mouse. An interaction is a key, a click or a shortcut beside the text
itself; going from field to field is counted apart, and so is picking the ideas of a list."""
