"""Searches that somebody keeps: theirs alone, whole, at most twenty, and finding what the list finds."""

import itertools
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode

from ideas.actions.saved import MOST, Circle, remove_search, save_search
from ideas.filters import IdeaFilter
from ideas.finding import found as found_by
from ideas.models import Idea, SavedSearch
from ideas.statuses import Status, Visibility
from participation.errors import Incomplete, NotAllowed, TooMany
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "/mijn-inbreng/zoekopdrachten/nieuw/"
MINE = "/mijn-inbreng/zoekopdrachten/"
HOME = Circle(longitude=4.49404561, latitude=52.06071231, radius=500)


def wanted(**query):
    return IdeaFilter.of(QueryDict(urlencode(query)))


def keep(person, name="Bomen", circle=None, **query):
    return save_search(wanted(**query), actor=person, name=name, circle=circle)


def kept(person):
    return list(SavedSearch.objects.of(person).values_list("name", "query", "longitude", "latitude", "radius"))


def test_a_search_is_kept_with_a_point_that_names_no_house(resident):
    keep(resident, name="  Mijn \n straat\0 ", circle=HOME, q="bomen")
    assert kept(resident) == [("Mijn straat", "q=bomen", 4.494, 52.0607, 500)]


def test_the_same_search_again_is_the_first_one(resident, neighbour):
    first = keep(resident, q="bomen", sorteer="steun")
    assert keep(resident, name="Anders", q=" bomen ") == first
    assert keep(resident, q="bomen", circle=HOME) != first
    assert keep(neighbour, q="bomen") != first
    assert len(kept(resident)) == 2


def test_there_are_twenty_and_no_more(resident):
    for number in range(MOST):
        keep(resident, q=f"woord{number}")
    with pytest.raises(TooMany):
        keep(resident, q="te veel")
    assert keep(resident, q="woord3").query == "q=woord3"
    assert len(kept(resident)) == MOST


@pytest.mark.parametrize(
    ("refused", "change"),
    [
        (Incomplete, {"name": " \0 "}),
        (Incomplete, {"name": "x" * 81}),
        (Incomplete, {"q": '""'}),
        (Incomplete, {"circle": Circle(longitude=4.5, latitude=52.0, radius=7)}),
    ],
)
def test_what_is_no_search_is_refused(resident, refused, change):
    with pytest.raises(refused):
        keep(resident, **change)
    assert kept(resident) == []


def test_a_closed_account_keeps_nothing(resident):
    resident.is_active = False
    with pytest.raises(NotAllowed):
        keep(resident)


def test_nobody_removes_the_search_of_somebody_else(resident, neighbour):
    search = keep(resident)
    with pytest.raises(NotAllowed):
        remove_search(search, actor=neighbour)
    assert kept(resident)
    remove_search(search, actor=resident)
    remove_search(search, actor=resident)
    assert kept(resident) == []


@pytest.mark.parametrize(
    "place", [{"radius": 500}, {"longitude": 4.5, "latitude": 52.0}, {"longitude": 4.5, "radius": 1}]
)
def test_the_database_keeps_no_half_circle(resident, place):
    with pytest.raises(IntegrityError, match="savedsearch_circle_is_whole"), transaction.atomic():
        SavedSearch.objects.create(person=resident, name="Half", **place)


class TestFinding:
    """The question turned round, from an idea to the searches, agrees with the list."""

    @pytest.fixture
    def town(self, programme):
        district = factories.make_area("WK01", "Wijk", kind="wijk")
        areas = [
            None,
            district,
            factories.make_area("BU01", "Buurt", parent=district),
            factories.make_area("BU02", "Ver"),
        ]
        themes = [None, factories.make_theme("groen-thema"), factories.make_theme("water")]
        for words, area, theme, status in itertools.product(
            ["Bomen en planten", "Een warm plein"], areas, themes, [Status.RECEIVED, Status.ADOPTED]
        ):
            fields = {"problem": words, "proposal": "x", "area": area, "theme": theme, "status": status}
            factories.make_raw_idea(programme, **fields)

    def test_it_agrees_with_the_list(self, resident, town):
        words = [None, "boom", "-boom", '"warm plein"', "iets anders"]
        themes, areas, statuses = [None, "water"], [None, "WK01", "BU02"], [None, "adopted"]
        searches = {}
        for person, query in enumerate(itertools.product(words, themes, areas, statuses)):
            names = zip(("q", "thema", "gebied", "status"), query, strict=True)
            chosen = {name: value for name, value in names if value}
            owner = factories.make_resident(f"zoeker{person}")
            searches[save_search(wanted(**chosen), actor=owner, name="x").pk] = QueryDict(urlencode(chosen))
        later = timezone.now() + timedelta(minutes=1)
        listed = {pk: set(found_by(query).values_list("pk", flat=True)) for pk, query in searches.items()}
        for idea in Idea.objects.all():
            finding = set(SavedSearch.objects.finding(idea.pk, at=later).values_list("pk", flat=True))
            assert finding == {pk for pk, ideas in listed.items() if idea.pk in ideas}

    @pytest.mark.parametrize(
        ("point", "found"),
        [
            ((4.494, 52.0607), True),
            ((4.494, 52.0607 + 0.0044), True),
            ((4.494, 52.0607 - 0.0046), False),
            ((4.494 + 0.0072, 52.0607), True),
            ((4.494 - 0.0075, 52.0607), False),
            ((4.494 + 0.006, 52.0607 + 0.004), False),
            ((None, None), False),
        ],
    )
    def test_an_area_of_ones_own_reaches_so_far_and_from_both_sides(self, resident, programme, point, found):
        search = keep(resident, circle=HOME)
        idea = factories.make_raw_idea(programme, longitude=point[0], latitude=point[1])
        later = timezone.now() + timedelta(minutes=1)
        assert SavedSearch.objects.finding(idea.pk, at=later).exists() is found
        assert Idea.objects.filter(search.around()).exists() is found

    @pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.HIDDEN])
    def test_what_the_public_may_not_read_is_found_by_none(self, resident, programme, visibility):
        keep(resident)
        idea = factories.make_raw_idea(programme, visibility=visibility)
        assert not SavedSearch.objects.finding(idea.pk, at=timezone.now()).exists()

    def test_a_search_finds_nothing_from_before_it_was_kept(self, resident, programme):
        before = timezone.now()
        idea = factories.make_raw_idea(programme)
        keep(resident)
        assert not SavedSearch.objects.finding(idea.pk, at=before).exists()
        assert SavedSearch.objects.finding(idea.pk, at=timezone.now()).exists()

    def test_a_new_status_is_news_for_who_asks_for_it(self, resident, programme):
        keep(resident, q="bomen")
        keep(resident, thema="water")
        asked = keep(resident, q="bomen", status="adopted")
        keep(resident, q="anders", status="adopted")
        keep(resident, status="declined")
        idea = factories.make_raw_idea(programme, status=Status.ADOPTED)
        assert list(SavedSearch.objects.finding(idea.pk, at=timezone.now(), status=Status.ADOPTED)) == [asked]


class TestPages:
    @pytest.fixture
    def reader(self, client, resident):
        return sign_in(client, resident)

    def test_a_visitor_signs_in_first_and_comes_back_to_the_search(self, client):
        response = client.get(f"{NEW}?q=bomen")
        assert response["Location"] == "/inloggen/?next=/mijn-inbreng/zoekopdrachten/nieuw/%3Fq%3Dbomen"

    def test_the_search_is_proposed_in_words_and_kept(self, reader, resident):
        factories.make_theme("water")
        page = BeautifulSoup(reader.get(f"{NEW}?q=bomen&thema=water&vanaf=x").content, "html.parser")
        assert "U zoekt: “bomen”, Water." in page.get_text()
        assert page.select_one("#id_name")["value"] == "“bomen”, Water"
        response = reader.post(f"{NEW}?q=bomen&thema=water", {"name": "Mijn bomen"}, follow=True)
        assert "Uw zoekopdracht is bewaard." in response.text
        assert kept(resident) == [("Mijn bomen", "q=bomen&thema=water", None, None, None)]

    def test_a_point_and_a_radius_go_with_it(self, reader, resident):
        reader.post(NEW, {"name": "Hier", "radius": "1000", "latitude": "52.06071", "longitude": "4.49405"})
        assert kept(resident) == [("Hier", "", 4.494, 52.0607, 1000)]

    def test_without_a_script_the_server_looks_the_address_up(self, reader, resident, map_service):
        reader.post(NEW, {"name": "Hier", "radius": "250", "address": "Marktplein"})
        assert kept(resident) == [("Hier", "", 4.4695, 52.068, 250)]

    def test_a_point_without_a_radius_is_not_kept(self, reader, resident):
        reader.post(NEW, {"name": "Hier", "latitude": "52.06071", "longitude": "4.49405"})
        assert kept(resident) == [("Hier", "", None, None, None)]

    @pytest.mark.parametrize(
        ("sent", "field", "reason"),
        [
            ({"name": ""}, "name", "Geef een naam."),
            ({"name": "x", "radius": "250"}, "address", "Kies een plek, of schrijf een straat of plein op."),
            (
                {"name": "x", "radius": "250", "address": "Nergens"},
                "address",
                "Wij vinden deze plek niet. Schrijf de plek anders op.",
            ),
            ({"name": "x", "radius": "3"}, "radius", None),
            ({"name": "x", "latitude": "999"}, "latitude", None),
        ],
    )
    def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
        self, reader, resident, map_service, sent, field, reason
    ):
        map_service.documents = []
        response = reader.post(f"{NEW}?q=bomen", sent)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert reason is None or response.context["form"].errors[field] == [reason]
        form = BeautifulSoup(response.content, "html.parser").select_one("#zoekopdracht")
        typed = {name: value for name, value in sent.items() if name in {"name", "address"}}
        assert {name: form.select_one(f"[name={name}]").get("value", "") for name in typed} == typed
        assert kept(resident) == []

    def test_the_address_service_may_be_away(self, reader, resident, map_service):
        map_service.status = 500
        response = reader.post(NEW, {"name": "x", "radius": "250", "address": "Markt"})
        assert (response.status_code, "Adressen zoeken lukt nu niet." in response.text) == (422, True)
        assert kept(resident) == []

    def test_a_script_stays_text(self, reader, resident):
        reader.post(f"{NEW}?q=%22%3E%3Cscript%3E", {"name": '"><script>alert(1)</script>\u202e'})
        page = reader.get(MINE).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page

    def test_the_list_is_ones_own_and_leads_to_what_is_found(self, reader, resident, neighbour):
        keep(neighbour, name="Geheim", circle=HOME)
        keep(resident, name="Bomen", q="bomen")
        keep(resident, name="Hier", circle=HOME)
        page = BeautifulSoup(reader.get(MINE).content, "html.parser")
        assert [heading.get_text() for heading in page.select("main h2")] == ["Bomen", "Hier"]
        assert "500 meter rond een plek" in page.get_text()
        assert "Geheim" not in page.get_text()
        assert "52.06" not in page.get_text()
        mine = SavedSearch.objects.of(resident).values_list("pk", flat=True)
        assert [link["href"] for link in page.select(".list a")] == [f"{MINE}{pk}/" for pk in mine]

    def test_a_search_shows_what_it_finds_in_its_own_area_and_to_its_owner_only(
        self, reader, resident, neighbour, programme
    ):
        for title, problem, longitude in (
            ("Hier", "Bomen.", 4.494),
            ("Ver", "Bomen.", 4.6),
            ("Anders", "Plein.", 4.494),
        ):
            words = {"title": title, "problem": problem, "proposal": "x"}
            factories.make_raw_idea(programme, **words, longitude=longitude, latitude=52.0607)
        factories.make_raw_idea(programme, title="Geheim", longitude=4.494, latitude=52.0607, visibility="hidden")
        shown = {
            keep(resident, q="bomen", circle=HOME): ["Hier"],
            keep(resident, q="bomen"): ["Ver", "Hier"],
            keep(resident, circle=HOME): ["Anders", "Hier"],
            keep(resident, q="zwembad"): [],
        }
        for search, titles in shown.items():
            page = BeautifulSoup(reader.get(f"{MINE}{search.pk}/").content, "html.parser")
            assert [heading.get_text(strip=True) for heading in page.select("main h2")] == titles
        assert reader.get(f"{MINE}{keep(neighbour).pk}/").status_code == 404

    def test_it_is_removed_and_only_by_its_owner(self, reader, resident, neighbour):
        mine, other = keep(resident), keep(neighbour)
        assert reader.post(f"{MINE}{other.pk}/weg/").status_code == 404
        assert "De zoekopdracht is weg." in reader.post(f"{MINE}{mine.pk}/weg/", follow=True).text
        assert reader.post(f"{MINE}{mine.pk}/weg/").status_code == 404
        assert (kept(resident), len(kept(neighbour))) == ([], 1)

    def test_the_list_costs_the_same_for_one_and_for_twenty(self, reader, resident):
        keep(resident)
        reader.get(MINE)
        with CaptureQueriesContext(connection) as one:
            reader.get(MINE)
        for number in range(MOST - 1):
            keep(resident, q=f"woord{number}")
        with CaptureQueriesContext(connection) as twenty:
            reader.get(MINE)
        assert len(one) == len(twenty) <= 8
