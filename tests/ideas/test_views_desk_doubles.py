"""The list of pairs by HTTP: who may see it, what can be done, its pages, its cost and its files."""

import csv
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import IdeaDouble, IdeaLink
from ideas.statuses import Status
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "administrator", "coordinator"]
PAGE = "/werkplek/bord/dubbel/"
FILES = [f"{PAGE}dubbel.csv", f"{PAGE}dubbel.xlsx", f"{PAGE}log.csv"]


@pytest.fixture
def water():
    return factories.make_programme("water", owner=factories.make_official("water"))


@pytest.fixture
def pair(programme, water):
    one = factories.make_raw_idea(programme, title="<b>Bankjes</b>", problem="=2+3")
    two = factories.make_raw_idea(water, title="=HYPERLINK(1)", support_count=7)
    return factories.make_double(one, two, likeness=72, words=["bankjes", "<i>park"])


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_and_do(request, client, pair, role):
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    expected = {"anonymous": 302, "coordinator": 200}.get(role, 403)
    for path in (PAGE, *FILES):
        assert client.get(path).status_code == expected, path
    assert client.get(f"{PAGE}{pair.pk}/").status_code == {"anonymous": 302}.get(role, 405)
    # Who may, is done with it at once.
    for deed, then in (("niet-dubbel", 302), ("verband", 404)):
        answer = client.post(f"{PAGE}{pair.pk}/", {"doe": deed})
        assert answer.status_code == {"anonymous": 302, "coordinator": then}.get(role, 403), deed
    pair.refresh_from_db()
    assert (pair.chosen == "different") == (role == "coordinator")
    board = client.get("/werkplek/bord/").content.decode()
    assert (f'href="{PAGE}"' in board) == (role == "coordinator")


def test_both_stand_side_by_side_with_ways_to_merge(client, pair, coordinator):
    sign_in(client, coordinator)
    page = client.get(PAGE).content.decode()
    one, two = pair.first, pair.second
    for piece in ("72%", "“bankjes”", "“&lt;i&gt;park”", "steun 7", "Groen", "Water", "&lt;b&gt;Bankjes&lt;/b&gt;",
                  f'href="/werkplek/{one.reference}/?stap=merge&amp;met={two.reference}#',
                  f'href="/werkplek/{two.reference}/?stap=merge&amp;met={one.reference}#'):  # fmt: skip
        assert piece in page, piece
    assert "<b>Bankjes" not in page


def test_the_way_to_merging_has_the_other_idea_filled_in(client, pair, coordinator):
    sign_in(client, coordinator)
    page = client.get(f"/werkplek/{pair.first.reference}/?stap=merge&met={pair.second.reference}")
    assert page.status_code == 200
    form = page.content.decode().partition("/merge/")[2].partition("</form>")[0]
    assert f'value="{pair.second.reference}"' in form
    assert "data-error-summary" not in page.content.decode()


@pytest.mark.parametrize("step", ["split", "hand_over", "nonsense", "%00", "merge&met=%3Cscript%3E"])
def test_a_step_in_the_address_is_opened_or_passed_over(client, pair, coordinator, step):
    sign_in(client, coordinator)
    page = client.get(f"/werkplek/{pair.first.reference}/?stap={step}")
    assert page.status_code == 200
    assert b"<script>" not in page.content.partition(b"<main")[2]


def test_an_idea_that_cannot_be_merged_has_no_such_way(client, pair, coordinator):
    pair.first.__class__.objects.filter(pk=pair.first_id).update(status=Status.PROMISING)
    sign_in(client, coordinator)
    assert client.get(PAGE).content.decode().count("stap=merge") == 1


def test_saying_no_goes_back_to_the_same_place_and_stays_said(client, pair, coordinator):
    sign_in(client, coordinator)
    done = client.post(f"{PAGE}{pair.pk}/?programma=groen&vanaf=x", {"doe": "niet-dubbel"})
    assert (done.status_code, done["Location"]) == (302, f"{PAGE}?programma=groen&vanaf=x")
    assert "Hier zijn geen dubbele ideeën" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{pair.pk}/", {"doe": "niet-dubbel"}).status_code == 404
    assert "dit is niet hetzelfde als" in client.get(pair.first.get_desk_url()).content.decode()


def test_one_click_links_them_and_a_second_tab_does_nothing(client, pair, coordinator):
    sign_in(client, coordinator)
    assert client.post(f"{PAGE}{pair.pk}/", {"doe": "verband"}).status_code == 302
    assert client.post(f"{PAGE}{pair.pk}/", {"doe": "verband"}).status_code == 404
    link = IdeaLink.objects.get()
    assert (link.first, link.second, link.reason, link.official) == (
        pair.first, pair.second, "Deze ideeën gaan over hetzelfde.", coordinator,
    )  # fmt: skip


@pytest.mark.parametrize("sent", [{}, {"doe": ""}, {"doe": "weg"}, {"doe": "merge"}])
def test_nothing_else_can_be_done(client, pair, coordinator, sent):
    sign_in(client, coordinator)
    assert client.post(f"{PAGE}{pair.pk}/", sent).status_code == 404
    assert IdeaDouble.objects.waiting().count() == 1


def test_a_programme_sees_its_pairs_from_either_side(client, pair, programme, coordinator):
    roads = factories.make_programme("wegen")
    factories.make_double(factories.make_raw_idea(roads, title="Weg 1"), factories.make_raw_idea(roads, title="Weg 2"))
    sign_in(client, coordinator)
    seen = {slug: client.get(f"{PAGE}?programma={slug}").content.decode() for slug in ("groen", "water", "wegen", "")}
    found = {slug: ("Bankjes" in page, "Weg 1" in page) for slug, page in seen.items()}
    assert found == {"groen": (True, False), "water": (True, False), "wegen": (False, True), "": (True, True)}
    for wrong in ("nergens", "%00", "<b>"):
        assert client.get(f"{PAGE}?programma={wrong}").status_code == 404


def test_pages_go_from_the_most_alike_on_and_back(client, programme, coordinator):
    for number in range(25):
        ideas = [factories.make_raw_idea(programme, title=f"Nummer {number:02}.{side}") for side in (1, 2)]
        factories.make_double(*ideas, likeness=50 + number)
    sign_in(client, coordinator)
    first = client.get(f"{PAGE}?programma=groen").content.decode()
    assert ("Nummer 24.1" in first, "Nummer 05.1" in first, "Nummer 04.1" in first) == (True, True, False)
    following = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(f"{PAGE}{following}").content.decode()
    assert ("Nummer 05.1" in second, "Nummer 04.1" in second, "Nummer 00.2" in second) == (False, True, True)


def test_thirty_pairs_cost_what_one_costs(client, programme, coordinator):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    sign_in(client, coordinator)
    factories.make_double(factories.make_raw_idea(programme), factories.make_raw_idea(programme))
    client.get(PAGE)
    one = cost()
    for _ in range(29):
        factories.make_double(factories.make_raw_idea(programme), factories.make_raw_idea(programme))
    assert (cost(), one <= 8) == (one, True)


def test_the_files_have_what_the_list_has_and_calculate_nothing(client, pair, coordinator):
    sign_in(client, coordinator)
    answer = client.get(f"{FILES[0]}?programma=groen")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    today = timezone.localdate().isoformat()
    assert rows[1] == [
        "72", "bankjes, <i>park",
        pair.first.reference, "<b>Bankjes</b>", "Ontvangen", "Groen", "0", today,
        pair.second.reference, "'=HYPERLINK(1)", "Ontvangen", "Water", "7", today,
    ]  # fmt: skip
    assert (len(rows), len(rows[0])) == (2, len(rows[1]))
    sheet = zipfile.ZipFile(io.BytesIO(client.get(FILES[1]).content))
    assert "=HYPERLINK(1)" in sheet.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet.read("xl/worksheets/sheet1.xml").decode()
    assert client.get(f"{FILES[0]}?programma=nergens").status_code == 404


def test_the_log_says_how_sure_and_what_was_chosen_and_names_nothing(client, pair, coordinator):
    sign_in(client, coordinator)
    client.post(f"{PAGE}{pair.pk}/", {"doe": "niet-dubbel"})
    today = timezone.localdate().isoformat()
    assert list(csv.reader(io.StringIO(client.get(FILES[2]).content.decode()))) == [
        ["dag", "lijkt_voor_procent", "gekozen", "dag_gekozen"],
        [today, "72", "different", today],
    ]
