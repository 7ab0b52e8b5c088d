"""The board by HTTP: who may see what of it, what it costs, its files, and the ideas behind its figures."""

import base64
import csv
import io
import re
import zipfile
import zlib
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.board.period import running
from ideas.board.read import board_for
from ideas.models import Answer
from ideas.statuses import Status
from participation.models import Absence, Programme
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "administrator", "coordinator"]
PAGE = "/werkplek/bord/"
FILES = [f"{PAGE}bord.{kind}" for kind in ("csv", "xlsx", "pdf")]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def town(programme, owner, deputy):
    """Ideas of two programmes today, with one that was declined, and one that is late."""
    water = factories.make_programme("water", owner=factories.make_official("water"), name="=2+3 & <b>Water</b>")
    now, yesterday = timezone.now(), timezone.localdate() - timedelta(days=1)
    factories.make_raw_idea(programme, promised_on=yesterday, handler=deputy)
    factories.make_raw_idea(programme, status=Status.QUESTION)
    factories.make_raw_idea(programme, submitted_at=now - timedelta(days=40))
    no = factories.make_raw_idea(water, status=Status.DECLINED, answered_at=now)
    Answer.objects.create(
        idea=no,
        decision="declined",
        reason_code="te_duur",
        reason="Nee.",
        next_step="Niets.",
        date=yesterday,
        given_at=now,
    )
    Absence.objects.create(person=deputy, stand_in=owner, first_day=yesterday, last_day=yesterday + timedelta(days=3))
    return programme, water


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_it(request, client, town, role):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    expected = {"anonymous": 302, "coordinator": 200, "owner": 200, "deputy": 200}.get(role, 403)
    for path in (PAGE, *FILES, f"{PAGE}ideeen/?cijfer=late"):
        assert client.get(path).status_code == expected, path
        assert client.post(path).status_code == {"anonymous": 302}.get(role, 405)
    desk = client.get("/werkplek/").content.decode()
    assert (f'href="{PAGE}"' in desk) == (role in {"coordinator", "owner", "deputy"})


@pytest.mark.parametrize(("role", "sees"), [("owner", (True, False)), ("coordinator", (True, True))])
def test_each_sees_their_own_programmes_and_nothing_of_others(request, client, town, role, sees):
    groen, water = town
    sign_in(client, request.getfixturevalue(role))
    for path in (PAGE, FILES[0]):
        page = b"".join(client.get(path)).decode() if path != PAGE else client.get(path).content.decode()
        assert ("Groen" in page, "Water" in page) == sees, path
    assert client.get(f"{PAGE}ideeen/?cijfer=received&programma={groen.slug}").status_code == 200
    assert client.get(f"{PAGE}ideeen/?cijfer=received&programma={water.slug}").status_code == (200 if sees[1] else 404)
    everything = client.get(f"{PAGE}ideeen/?cijfer=declined&periode=jaar").content.decode()
    assert (f"{water}".replace("<", "&lt;")[:4] in everything) == sees[1]


def test_every_figure_opens_as_many_ideas(client, town, coordinator):
    sign_in(client, coordinator)
    page = client.get(f"{PAGE}?periode=jaar").content.decode()
    links = re.findall(r'<a class="nl-link" href="(/werkplek/bord/ideeen/[^"]+)">(\d+)</a>', page)
    assert len(links) > 10
    for address, number in links:
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert listed.count("desk-row__title") == int(number), address


def test_what_it_says_of_people_and_promises(client, town, coordinator, owner):
    sign_in(client, coordinator)
    page = client.get(PAGE).content.decode()
    day = timezone.localdate() + timedelta(days=2)
    assert "Deputy is er niet tot en met" in page
    assert f"vervangen door {owner}" in page
    assert str(day.day) in page
    assert "<b>Water" not in page
    assert page.count("<svg") >= 4
    assert page.count("<table") == 5
    assert "style=" not in page.partition("<main")[2]


@pytest.mark.parametrize("query", [
    "periode=eigen", "periode=eigen&van=2026-02-01&tot=2026-01-01", "periode=eigen&van=1890-01-01&tot=2026-01-01",
    "periode=eigen&van=2026-01-01&tot=2999-01-01", "periode=eigen&van=x&tot=y", "periode=eeuw", "periode=%00",
    "periode=eigen&van=2001-01-01&tot=2020-01-01",
])  # fmt: skip
def test_dates_that_are_no_good_stand_beside_the_field(client, programme, owner, query):
    sign_in(client, owner)
    page = client.get(f"{PAGE}?{query}")
    assert (page.status_code, b"data-error-summary" in page.content) == (422, True)
    assert client.get(f"{FILES[1]}?{query}").status_code == 404
    assert client.get(f"{PAGE}ideeen/?cijfer=late&{query}").status_code == 404


@pytest.mark.parametrize("query", [
    "", "cijfer=salaris", "cijfer=open&deel=7", "cijfer=load&deel=x", "cijfer=load&deel=²", "cijfer=received&deel=1",
    "cijfer=declined&deel=te_lelijk", "cijfer=late&programma=nergens", "cijfer=load&deel=99999999999999999999",
])  # fmt: skip
def test_figures_that_there_are_not(client, programme, owner, query):
    sign_in(client, owner)
    assert client.get(f"{PAGE}ideeen/?{query}").status_code == 404


def test_a_file_of_another_kind_there_is_not(client, programme, owner):
    sign_in(client, owner)
    assert client.get(f"{PAGE}bord.exe").status_code == 404


def board_of(person):
    return board_for(person, running("kwartaal", timezone.localdate()), timezone.localdate())


def test_the_csv_has_every_table_and_calculates_nothing(client, town, coordinator):
    sign_in(client, coordinator)
    rows = list(csv.reader(io.StringIO(b"".join(client.get(FILES[0])).decode("utf-8-sig"))))
    for table in board_of(coordinator).tables():
        top = rows.index([table.title]) + len(table.about) + 1
        assert rows[top] == table.head
        expected = [["" if value is None else str(value) for value in row] for row in table.flat()]
        found = rows[top + 1 : top + 1 + len(expected)]
        assert [[cell.removeprefix("'") for cell in row] for row in found] == expected
    assert any(row[0] == "'=2+3 & <b>Water</b>" for row in rows if row)


def test_the_spreadsheet_has_a_sheet_for_each_table_and_no_formula(client, town, coordinator):
    sign_in(client, coordinator)
    book = zipfile.ZipFile(io.BytesIO(client.get(FILES[1]).content))
    shared = ["".join(one.itertext()) for one in ET.fromstring(book.read("xl/sharedStrings.xml"))]
    for number, table in enumerate(board_of(coordinator).tables(), 1):
        sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        assert not list(sheet.iter(f"{SHEET}f"))
        rows = [[value_of(cell, shared) for cell in row] for row in sheet.iter(f"{SHEET}row")]
        top = rows.index(table.head)
        filled = [[value for value in row if value not in {None, ""}] for row in table.flat()]
        assert [[value for value in row if value not in {None, ""}] for row in rows[top + 1 :]] == filled


def value_of(cell, shared):
    value = cell.find(f"{SHEET}v")
    if value is None:
        return None
    return shared[int(value.text)] if cell.get("t") == "s" else int(value.text)


def test_the_paper_has_every_figure(client, town, coordinator):
    sign_in(client, coordinator)
    file = client.get(FILES[2]).content
    words = "".join(
        zlib.decompress(base64.a85decode(stream, adobe=False)).decode("latin-1")
        for stream in re.findall(rb"stream\r?\n(.*?)~>\s*endstream", file, re.DOTALL)
    )
    shown = re.findall(r"\((.*?)(?<!\\)\) Tj", words)
    text = re.sub(
        r"\\(\d{3}|.)", lambda found: chr(int(found[1], 8)) if len(found[1]) == 3 else found[1], " ".join(shown)
    )
    for table in board_of(coordinator).tables():
        assert table.title in text
        for row in table.rows:
            assert str(row[0].value).split()[0] in text
            assert all(f"{cell.value} ({cell.was})" in text for cell in row if cell.was is not None)


@pytest.mark.parametrize("path", [PAGE, FILES[0], f"{PAGE}ideeen/?cijfer=received"])
def test_it_costs_the_same_for_one_and_for_thirty(client, town, coordinator, path):
    sign_in(client, coordinator)
    costs = []
    for _round in range(2):
        cache.clear()
        b"".join(client.get(path))  # What is counted is kept in a table, and writing it takes statements of its own.
        with CaptureQueriesContext(connection) as asked:
            b"".join(client.get(path))
        costs.append([one["sql"][:150] for one in asked])
        for number in range(30):
            one = factories.make_programme(f"p{len(costs)}-{number}")
            factories.make_raw_idea(one, handler=factories.make_official(f"o{len(costs)}-{number}"))
    assert Programme.objects.count() > 60
    assert len(costs[0]) == len(costs[1]) <= 8, costs[0]
