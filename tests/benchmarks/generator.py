"""Fills the database with made-up ideas: ten supports each on average, as unequal as in real places."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from ideas.demo.content import read_content
from ideas.demo.people import make_people
from ideas.demo.places import make_places
from ideas.models import Follow, Idea, ReferenceCounter, Support
from ideas.statuses import Status, Visibility
from participation.models import Area, Event, Programme, Theme, User
from tests.benchmarks import bulk
from tests.benchmarks.people import CROWD, make_crowd
from tests.benchmarks.timelines import detailed, first_events, long_timelines
from tests.benchmarks.words import Writer

SUPPORTS_EACH = 10
#: How many of every hundred supports the first, second, ... of ten neighbours in the table gets.
SHARES = (40, 20, 12, 8, 6, 5, 4, 3, 1, 1)
DAYS = 700
PROMISE = timedelta(days=14)
NEW_SHARE = 0.1  # The newest tenth is still being worked on; what is older has mostly ended.
NEW = (Status.RECEIVED, Status.IN_REVIEW, Status.PROMISING, Status.ADOPTED, Status.DECLINED)
OLD = (Status.ADOPTED, Status.PROMISING, *[Status.REALISED] * 6, *[Status.DECLINED] * 9, Status.WITHDRAWN)
HIDDEN_ONE_IN = 100
LINES_A_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Places:
    """The numbers of everything that an idea can belong to."""

    programmes: list[int]
    themes: list[int]
    areas: list[int]


def fill(ideas: int, folder: Path | None) -> None:
    """Empty the database and fill it with so many ideas, with the words of the sets in `folder`."""
    _empty()
    content = read_content(None)
    call_command("load_areas", *content.areas, stdout=io.StringIO())
    with transaction.atomic():
        make_places(content, make_people(content))
    make_crowd()
    places = Places(*(list(model.objects.values_list("pk", flat=True)) for model in (Programme, Theme, Area)))
    now = timezone.now()
    tables = (Idea, Support, Follow, Event)
    with bulk.without_indexes(*tables):
        bulk.copy(Idea, idea_rows(ideas, Writer(folder, ideas), places, now))
        bulk.copy_lines(Support, "idea_id, person_id, created_at", support_lines(ideas, now))
        bulk.copy_lines(Follow, "idea_id, person_id, created_at", follow_lines(ideas, now))
        bulk.copy(Event, first_events(ideas, submitted_at(ideas, now)))
        bulk.copy(Event, long_timelines(detailed(ideas), now))
        bulk.restart_numbers(*tables, User)
    ReferenceCounter.objects.create(year=timezone.localdate(now).year, last=ideas)


def _empty() -> None:
    """Remove every row, also of the log that only grows: this database is the measurement's own."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE participation_auditentry DISABLE TRIGGER audit_is_not_emptied")
        cursor.execute("ALTER TABLE participation_auditclosing DISABLE TRIGGER closings_are_not_emptied")
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE participation_auditentry ENABLE ALWAYS TRIGGER audit_is_not_emptied")
        cursor.execute("ALTER TABLE participation_auditclosing ENABLE ALWAYS TRIGGER closings_are_not_emptied")


def idea_rows(ideas: int, writer: Writer, places: Places, now: datetime) -> Iterator[dict[str, Any]]:
    """One row an idea, the oldest first."""
    chance, year, when = random.Random(ideas), timezone.localdate(now).year, submitted_at(ideas, now)
    why = Jsonb({"rule": "Bankjes, bomen en groen", "word": "boom"})
    for number in range(ideas):
        title, problem, proposal = writer.write(number)
        status = chance.choice(NEW if number >= ideas * (1 - NEW_SHARE) else OLD)
        at = when(number)
        hidden = number % HIDDEN_ONE_IN == HIDDEN_ONE_IN - 1
        yield {
            "id": number + 1,
            "reference": f"{year}-{number + 1:05d}",
            "author_id": crowd_member(number),
            "title": title,
            "problem": problem,
            "proposal": proposal,
            "theme_id": chance.choice(places.themes),
            "area_id": chance.choice(places.areas),
            "programme_id": chance.choice(places.programmes),
            "routing": why,
            "status": status.value,
            "status_since": at,
            "visibility": (Visibility.HIDDEN if hidden else Visibility.PUBLIC).value,
            "hidden_reason": "Er stond een naam in." if hidden else "",
            "support_count": supports_of(number, ideas),
            "submitted_at": at,
            "answered_at": None if status in {Status.RECEIVED, Status.IN_REVIEW} else at + PROMISE,
            "promised_on": (at + PROMISE).date(),
        }


def submitted_at(ideas: int, now: datetime) -> Any:
    """A function from an idea's place in the table to the moment at which it came in."""
    step = timedelta(days=DAYS) / ideas
    return lambda number: now - step * (ideas - number)


def supports_of(number: int, ideas: int) -> int:
    """Ten neighbours share a hundred supports; where the table ends in fewer neighbours, each has ten."""
    if number >= ideas - ideas % len(SHARES):
        return SUPPORTS_EACH
    return SHARES[(number * 7 + number // len(SHARES)) % len(SHARES)]


def crowd_member(number: int) -> int:
    """Somebody of the crowd; neighbours in the table have different ones."""
    return CROWD[number * 7919 % len(CROWD)]


def support_lines(ideas: int, now: datetime) -> Iterator[str]:
    """Every support as a line for COPY, in blocks."""
    for start in range(0, ideas, LINES_A_BLOCK):
        yield "".join(
            f"{number + 1}\t{crowd_member(number * SUPPORTS_EACH + place + 1)}\t{now.isoformat()}\n"
            for number in range(start, min(start + LINES_A_BLOCK, ideas))
            for place in range(supports_of(number, ideas))
        )


def follow_lines(ideas: int, now: datetime) -> Iterator[str]:
    """Every author follows their own idea."""
    for start in range(0, ideas, LINES_A_BLOCK):
        numbers = range(start, min(start + LINES_A_BLOCK, ideas))
        yield "".join(f"{number + 1}\t{crowd_member(number)}\t{now.isoformat()}\n" for number in numbers)
