"""What is measured, and what the platform must and wants to reach beside its yardsticks."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from math import gcd
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F

from ideas.models import Idea, Support
from ideas.statuses import Status, Visibility
from participation.models import Area, Theme
from participation.paging import PAGE_SIZE, page_of
from tests.benchmarks.load import Request
from tests.benchmarks.people import CSRF, VISITORS, officials, visitors
from tests.benchmarks.servers import EMPTY, PLATFORM, REFERENCE, UNCACHED
from tests.benchmarks.timelines import detailed
from tests.benchmarks.words import ABSENT, COMMON, RARE

OPEN = (Status.PROMISING, Status.ADOPTED, Status.RECEIVED, Status.IN_REVIEW)
FAR_PAGE = 1000

Requests = Iterator[Request]


@dataclass(frozen=True, slots=True)
class Goal:
    """What the platform must and wants to reach as a share of the yardstick's requests a second, in how many statements."""

    must: float
    aim: float
    statements: int | None = None


LIST, FOUND, PAGE = Goal(0.28, 0.55, 8), Goal(0.23, 0.48, 8), Goal(0.14, 0.32, 10)
KEPT_PAGE, FAR = Goal(0.36, 0.72), Goal(1 / 1.2, 1.0, 8)
SUPPORT, HOT_SUPPORT, SUBMIT = Goal(0.31, 0.51, 8), Goal(0.8, 1.0, 8), Goal(0.17, 0.34, 14)


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of request.

    `server` answers it: the platform that keeps no pages, except where keeping them is measured. `yardstick` is
    another server, or another case of the platform's own. `written` counts the rows that the requests have made: as
    many as were answered, or the case has failed. `faults` tells what is wrong in the database afterwards.
    """

    name: str
    requests: Requests
    goal: Goal
    yardstick: "str | Case" = REFERENCE
    expected: int = 200
    written: Callable[[], int] | None = None
    faults: Callable[[], list[str]] = list
    server: str = UNCACHED

    @property
    def yardstick_name(self) -> str:
        """What it is compared with."""
        return self.yardstick if isinstance(self.yardstick, str) else self.yardstick.name


def cases() -> list[Case]:
    """Every case, on the ideas that are in the database now."""
    people, ideas = visitors(), Ideas()
    newest = Case("list, newest", lists({}), LIST)
    posts: dict[str, Any] = {"expected": 302, "written": _supports, "faults": _wrong_counters}
    spread = Case("support, spread over the ideas", supports(people, ideas.open()), SUPPORT, **posts)
    hot = hot_supports(people, ideas.open())
    searches = {
        "rare word": RARE,
        "common word": [COMMON],
        "common and rare word": [f"{COMMON} {word}" for word in RARE],
        "no hit": [ABSENT],
    }
    return [
        newest,
        Case("list, most supported", lists({"sorteer": "steun"}), LIST),
        Case(f"list, page {ideas.far_page:,}", lists({"vanaf": ideas.far_cursor}), FAR, newest),
        Case("list, newest, from the cache", lists({}), KEPT_PAGE, EMPTY, server=PLATFORM),
        *(
            Case(f"search, {kind}", lists(*({"q": words} for words in chosen)), FOUND)
            for kind, chosen in searches.items()
        ),
        Case("idea with 50 events", ideas.pages(), PAGE),
        spread,
        Case("support, all on one idea", hot, HOT_SUPPORT, spread, **posts),
        Case("submit", submissions(people), SUBMIT, expected=302, written=_submissions),
        Case("desk, what waits", desk(), LIST),
    ]


class Ideas:
    """The ideas that the requests are about."""

    def __init__(self) -> None:
        self.public = Idea.objects.filter(visibility=Visibility.PUBLIC).order_by("-submitted_at", "-pk")
        public = self.public.count()
        self.far_page = max(1, min(FAR_PAGE, public // PAGE_SIZE - 1))
        before = self.public.values_list("submitted_at", flat=True)[max(0, (self.far_page - 2) * PAGE_SIZE)]
        self.far_cursor = page_of(self.public.filter(submitted_at__lte=before), "submitted_at").next or ""

    def pages(self) -> Requests:
        """The pages of ideas with a long timeline."""
        of_size = Idea.objects.count()
        shown = self.public.filter(pk__in=list(detailed(of_size))).values_list("reference", flat=True)
        return cycle([Request(f"/ideeen/{reference}/") for reference in shown])

    def open(self) -> list[str]:
        """Ideas that can be supported."""
        alive = self.public.filter(status__in=OPEN)
        return list(alive.values_list("reference", flat=True)[: len(VISITORS)])


def lists(*queries: dict[str, str]) -> Requests:
    """The list with these queries in turn."""
    return cycle([Request(f"/ideeen/?{urlencode(query)}") for query in queries])


def supports(people: list[Any], ideas: list[str]) -> Requests:
    """Each person and each idea in turn, no pair twice."""
    while gcd(len(people), len(ideas)) > 1:
        ideas.pop()
    for person, idea in zip(cycle(people), cycle(ideas), strict=False):
        yield support(person, idea)


def hot_supports(people: list[Any], ideas: list[str]) -> Requests:
    """Everybody supports one idea; a new one when all have."""
    for idea in cycle(ideas):
        for person in people:
            yield support(person, idea)


def support(person: Any, idea: str) -> Request:
    """The form of support."""
    return Request(f"/ideeen/{idea}/steun/", person.cookie, urlencode({"csrfmiddlewaretoken": CSRF}))


def submissions(people: list[Any]) -> Requests:
    """The form of a new idea, of each person in turn."""
    theme, area = Theme.objects.values_list("pk", flat=True)[0], Area.objects.values_list("pk", flat=True)[0]
    text = "Het is hier druk en de stoep is smal. Kinderen moeten over de weg lopen als er auto's staan. " * 2
    for person in cycle(people):
        fields = {
            "csrfmiddlewaretoken": CSRF, "key": str(uuid.uuid4()), "title": "Meer ruimte om te lopen in de straat",
            "problem": text, "proposal": text, "theme": theme, "area": area, "address": "Voorstraat",
        }  # fmt: skip
        yield Request("/ideeen/nieuw/", person.cookie, urlencode(fields))


def desk() -> Requests:
    """The queue of each programme's owner."""
    for official in cycle(officials()):
        yield Request("/werkplek/", official.cookie)


def _supports() -> int:
    return Support.objects.filter(person__pk__range=(VISITORS[0], VISITORS[-1])).count()


def _submissions() -> int:
    return Idea.objects.filter(author__pk__range=(VISITORS[0], VISITORS[-1])).count()


def _wrong_counters() -> list[str]:
    """Ideas whose counter is not the number of their supports, among those that the visitors supported."""
    touched = Idea.objects.filter(
        pk__in=Support.objects.filter(person__pk__range=(VISITORS[0], VISITORS[-1])).values("idea")
    )
    wrong = touched.annotate(rows=Count("supports")).exclude(support_count=F("rows")).count()
    return [f"{wrong} ideas count their supports wrongly"] if wrong else []
