"""The page of the audit log: who may read it, what it finds, and that it stays quick."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.audit import Seen, record_read
from participation.kinds import names
from participation.models import AuditEntry
from participation.reading import Reading
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/werkplek/logboek/"


@pytest.fixture
def reading(client, administrator):
    return sign_in(client, administrator)


def shown(response):
    """The rows of the page: who, what with the idea, about whom."""
    page = BeautifulSoup(response.content, "html.parser")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all("td")][1:] for row in page.select("tbody tr")]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"is_superuser": True}, 200),
        ({"is_superuser": True, "is_active": False}, 302),
        ({"is_coordinator": True}, 403),
        ({}, 403),
    ],
)
def test_only_administrators_read_it(client, fields, status):
    assert sign_in(client, factories.make_official("iemand", **fields)).get(PAGE).status_code == status


def test_nothing_is_written_there(reading):
    assert reading.post(PAGE).status_code == 405


def test_looking_is_in_the_log(reading, administrator):
    assert shown(reading.get(PAGE)) == []
    assert shown(reading.get(PAGE)) == [[administrator.email, "Logboek bekeken", "–"]]


@pytest.fixture
def looks(owner, deputy, resident, neighbour):
    record_read(owner, Reading.IDEA, Seen(resident, about=resident.pk, reference="2026-00001"))
    record_read(deputy, Reading.MODERATION, Seen(neighbour, about=neighbour.pk, reference="2026-00002"))
    AuditEntry.objects.create(who=owner.pk, kind="idea.answered", reference="2026-00001", told_in=7)
    AuditEntry.objects.create(who=999_999, kind="admin.changed")
    AuditEntry.objects.create(who=owner.pk, kind="kind.of.long.ago")


FIRST = ["owner@example.org", "Idee bekeken 2026-00001", "bloem@example.org"]
SECOND = ["deputy@example.org", "Lijst van de moderatie bekeken 2026-00002", "buur@example.org"]
THIRD = ["owner@example.org", "ANSWERED 2026-00001", "–"]
FOURTH = ["#999999", "Veranderd in het beheer", "–"]
FIFTH = ["owner@example.org", "kind.of.long.ago", "–"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [FIFTH, FOURTH, THIRD, SECOND, FIRST]),
        ({"wie": "owner@example.org"}, [FIFTH, THIRD, FIRST]),
        ({"wie": " OWNER@Example.org "}, [FIFTH, THIRD, FIRST]),
        ({"wie": "999999"}, [FOURTH]),
        ({"over": "buur@example.org"}, [SECOND]),
        ({"over": "0"}, []),
        ({"nummer": "2026-00001"}, [THIRD, FIRST]),
        ({"nummer": "2026-00001", "soort": "bekeken"}, [FIRST]),
        ({"soort": "bekeken"}, [SECOND, FIRST]),
        ({"soort": "veranderd"}, [FIFTH, THIRD]),
        ({"soort": "beheer"}, [FOURTH]),
        ({"van": "today", "tot": "today"}, [FIFTH, FOURTH, THIRD, SECOND, FIRST]),
        ({"van": "tomorrow"}, []),
        ({"tot": "yesterday"}, []),
        ({"van": "0001-01-01", "tot": "9999-12-31"}, [FIFTH, FOURTH, THIRD, SECOND, FIRST]),
        ({"van": "9999-12-31", "tot": "0001-01-01"}, []),
    ],
)
def test_it_finds_what_is_asked(reading, looks, asked, found):
    today = timezone.localdate()
    days = {"today": today, "tomorrow": today + timedelta(1), "yesterday": today - timedelta(1)}
    asked = {name: days.get(value, value) for name, value in asked.items()}
    answered = str(names()["idea.answered"]) if "idea.answered" in names() else "idea.answered"
    expected = [[cell.replace("ANSWERED", answered) for cell in row] for row in found]
    assert shown(reading.get(PAGE, asked)) == expected


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"wie": "niemand@example.org"}, "wie"),
        ({"wie": "<script>"}, "wie"),
        ({"wie": "a\0b"}, "wie"),
        ({"over": "9" * 40}, "over"),
        ({"over": "\u0663"}, "over"),
        ({"soort": "alles"}, "soort"),
        ({"van": "gisteren"}, "van"),
        ({"tot": "2026-02-31"}, "tot"),
        ({"nummer": "9" * 21}, "nummer"),
    ],
)
def test_what_cannot_be_found_is_said_beside_its_field(reading, looks, asked, field):
    response = reading.get(PAGE, asked)
    assert (response.status_code, shown(response), list(response.context["form"].errors)) == (422, [], [field])
    assert b"<script>" not in response.content


@pytest.mark.parametrize("cursor", ["x", "W10", "\0", "9" * 400])
def test_a_place_that_is_none_is_the_first_page(reading, looks, cursor):
    assert len(shown(reading.get(PAGE, {"vanaf": cursor}))) == 5


def test_pages_go_on_where_the_one_before_ended_and_keep_the_question(reading, owner, resident):
    for number in range(120):
        record_read(owner, Reading.IDEA, Seen(resident, about=resident.pk, reference=f"2026-{number:05}"))
    numbers, address, pages = [], f"{PAGE}?wie={owner.email}", 0
    while address:
        response = reading.get(address)
        numbers += [row[1].split()[-1] for row in shown(response)]
        pages += 1
        address = response.context["next_url"] and PAGE + response.context["next_url"]
    assert (pages, numbers) == (3, [f"2026-{number:05}" for number in reversed(range(120))])


def test_a_page_costs_the_same_for_one_row_and_for_fifty(reading, owner):
    reading.get(PAGE)
    costs = []
    for more in (1, 50):
        for number in range(more):
            someone = factories.make_resident(f"iemand{more}-{number}")
            record_read(owner, Reading.PERSON, Seen(someone, about=someone.pk))
        with CaptureQueriesContext(connection) as seen:
            reading.get(PAGE)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 8


def test_every_kind_of_every_room_has_a_name():
    assert {"read.idea", "admin.changed", "person.away", "calendar.closed"} <= set(names())
    assert {kind.partition(".")[0] for kind in names()} >= {"idea", "comment", "round"}
