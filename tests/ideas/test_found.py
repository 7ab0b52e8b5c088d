"""The map, the counts and what is saved ask for the same ideas as the list."""

import itertools

import pytest
from bs4 import BeautifulSoup

from ideas.found import Wanted, ideas_of
from ideas.statuses import Status, Visibility
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = [
    "",
    "q=bomen",
    "q=-bomen",
    'q="warm plein"',
    "thema=groen-thema",
    "gebied=WK01",
    "gebied=BU01",
    "status=adopted",
    "q=bomen&thema=groen-thema&gebied=WK01&status=adopted",
    "thema=niets",
    "gebied=niets",
    "status=niets",
    "q=%00",
    "q=*:*",
    "q=" + "x" * 5000,
    "sorteer=steun&vanaf=abc",
]


@pytest.fixture
def town(programme):
    """An idea for each mix of words, theme, area, status and visibility."""
    district = factories.make_area("WK01", "Wijk", kind="wijk")
    areas = [None, district, factories.make_area("BU01", "Buurt", parent=district), factories.make_area("BU02", "Ver")]
    themes = [None, factories.make_theme("groen-thema")]
    statuses, sights = [Status.RECEIVED, Status.ADOPTED], [Visibility.PUBLIC, Visibility.HIDDEN]
    for words, area, theme, status, sight in itertools.product(
        ["Bomen", "Warm plein"], areas, themes, statuses, sights
    ):
        fields = {"problem": words, "proposal": "x", "area": area, "theme": theme, "status": status}
        factories.make_raw_idea(programme, **fields, visibility=sight)


def listed(client, query):
    page = BeautifulSoup(client.get(f"/ideeen/?{query}").content, "html.parser")
    titles = {heading.get_text(strip=True) for heading in page.select(".columns__main h2")}
    following = page.select_one("a[rel=next]")
    return titles | (listed(client, following["href"].partition("?")[2]) if following else set())


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:40])
def test_it_finds_what_the_list_finds(client, rf, query):
    wanted = Wanted.read(rf.get(f"/?{query}").GET)
    found = set(ideas_of(wanted).values_list("title", flat=True))
    assert found == listed(client, query.replace("sorteer=steun&vanaf=abc", ""))
    assert (found == set()) is (query == "q=*:*")


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("query", "written", "said"),
    [
        ("", "", "Alle ideeën"),
        ("status=adopted&q=+a++b&vanaf=x&sorteer=steun", "q=a+b&status=adopted", "“a b”, Wordt uitgevoerd"),
        ("gebied=BU01&thema=groen-thema", "thema=groen-thema&gebied=BU01", "Groen-Thema, Buurt"),
        ("thema=niets&gebied=niets&status=niets&q=", "", "Alle ideeën"),
        ("q=%3Cscript%3E", "q=%3Cscript%3E", "“<script>”"),
    ],
)
def test_it_is_written_in_one_way(rf, query, written, said):
    wanted = Wanted.read(rf.get(f"/?{query}").GET)
    assert (wanted.query, wanted.in_words()) == (written, said)
    assert Wanted.read(rf.get(f"/?{written}").GET) == wanted
