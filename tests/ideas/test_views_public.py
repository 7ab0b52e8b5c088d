"""The public pages: what they cost, how the list is narrowed and sorted, and what nobody may see."""

from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.support import support_idea
from ideas.models import Idea
from ideas.statuses import Status, Visibility
from tests import factories
from tests.doors import sign_in


def titles(response):
    """The titles on the list, in order."""
    page = BeautifulSoup(response.content, "html.parser")
    return [heading.get_text(strip=True) for heading in page.select(".columns__main h2")]


def cost(client, path):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def fill(programme, number, **fields):
    area = factories.make_area(f"BU{number}", f"Buurt {number}")
    theme = factories.make_theme(f"thema-{number}")
    for _ in range(number):
        author = factories.make_resident(f"auteur{Idea.objects.count()}")
        factories.make_raw_idea(programme, author=author, area=area, theme=theme, **fields)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/ideeen/", 8),
        ("/ideeen/?q=bomen", 8),
        ("/ideeen/?sorteer=steun", 8),
        ("/ideeen/?sorteer=antwoord", 8),
        ("/ideeen/?sorteer=populair", 8),
        ("/ideeen/?sorteer=willekeurig&loting=7", 8),
        ("/ideeen/?programma=groen&antwoord=ja&indiener=inwoner&lat=52&lon=4", 8),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_for_thirty(client, programme, path, most):
    fill(programme, 1, answered_at=timezone.now(), status=Status.ADOPTED)
    client.get(path)  # The filters are kept for a while.
    one = cost(client, path)
    fill(programme, 29, answered_at=timezone.now(), status=Status.ADOPTED)
    assert cost(client, path) == one <= most


@pytest.mark.parametrize("path", ["/", "/programmas/groen/", "/bronnen/"])
def test_a_page_with_figures_costs_the_same_for_one_row_and_for_thirty(client, programme, path):
    fill(programme, 1)
    client.get(path)  # The figures are kept for a while.
    one = cost(client, path)
    fill(programme, 29)
    assert cost(client, path) == one <= 8


def test_the_page_of_an_idea_costs_the_same_with_much_history(
    client, idea, owner, neighbour, django_assert_max_num_queries
):
    sign_in(client, neighbour)
    client.get(idea.get_absolute_url())
    short = cost(client, idea.get_absolute_url())
    for number in range(30):
        support_idea(idea, actor=factories.make_resident(f"steun{number}"))
    assert cost(client, idea.get_absolute_url()) == short <= 11
    client.logout()
    with django_assert_max_num_queries(10):
        client.get(idea.get_absolute_url())


@pytest.fixture
def some(programme):
    """Ideas that differ in theme, place, status, support and time."""
    district = factories.make_area("WK01", "Centrum", kind="wijk")
    quarter = factories.make_area("BU01", "Dorp", parent=district)
    elsewhere = factories.make_area("BU09", "Verweg")
    trees, water = factories.make_theme("bomen"), factories.make_theme("water")
    now = timezone.now()
    make = factories.make_raw_idea
    make(programme, title="Wijk", area=district, theme=trees, support_count=1, submitted_at=now - timedelta(days=4))
    make(programme, title="Buurt", area=quarter, theme=water, support_count=9, submitted_at=now - timedelta(days=3))
    make(
        programme, title="Verweg", area=elsewhere, theme=trees, support_count=5, submitted_at=now - timedelta(days=2),
        status=Status.ADOPTED, answered_at=now,
    )  # fmt: skip
    make(
        programme, title="Nergens", submitted_at=now - timedelta(days=1), status=Status.DECLINED,
        answered_at=now - timedelta(days=1),
    )  # fmt: skip
    make(programme, title="Geheim", area=quarter, theme=trees, visibility=Visibility.HIDDEN)
    make(programme, title="Wacht", area=quarter, theme=trees, visibility=Visibility.HELD)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Nergens", "Verweg", "Buurt", "Wijk"]),
        ("thema=bomen", ["Verweg", "Wijk"]),
        ("gebied=WK01", ["Buurt", "Wijk"]),
        ("gebied=BU01", ["Buurt"]),
        ("status=adopted", ["Verweg"]),
        ("thema=bomen&gebied=WK01", ["Wijk"]),
        ("thema=water&status=adopted", []),
        ("sorteer=nieuw", ["Nergens", "Verweg", "Buurt", "Wijk"]),
        ("sorteer=steun", ["Buurt", "Verweg", "Wijk", "Nergens"]),
        ("sorteer=antwoord", ["Verweg", "Nergens"]),
        ("thema=bestaat-niet&gebied=x&status=x&sorteer=x", ["Nergens", "Verweg", "Buurt", "Wijk"]),
        ("vanaf=rommel", ["Nergens", "Verweg", "Buurt", "Wijk"]),
    ],
)
def test_filters_and_sorts(client, some, query, found):
    response = client.get(f"/ideeen/?{query}")
    assert response.status_code == 200
    assert titles(response) == found


def test_the_pager_keeps_the_filters_and_shows_every_idea_once(client, programme):
    theme = factories.make_theme("bomen")
    moment = timezone.now()
    for _ in range(45):
        factories.make_raw_idea(programme, theme=theme, submitted_at=moment)
    factories.make_raw_idea(programme, title="Van iets anders")
    seen, path = [], "/ideeen/?thema=bomen"
    while path:
        page = BeautifulSoup(client.get(path).content, "html.parser")
        seen.append([heading.get_text(strip=True) for heading in page.select(".columns__main h2")])
        link = page.select_one("a[rel=next]")
        path = unescape(link["href"]) if link else None
    assert [len(one) for one in seen] == [20, 20, 5]
    assert len({title for one in seen for title in one}) == 45
    back = page.select_one("a[rel=prev]")["href"]
    assert titles(client.get(back)) == seen[1]


@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.HELD])
def test_what_is_not_public_is_nowhere(client, programme, visibility):
    secret = factories.make_raw_idea(programme, title="Zeer geheim", visibility=visibility, support_count=99)
    for path in ("/", "/ideeen/", "/ideeen/?q=geheim", "/programmas/groen/", "/ideeen/?sorteer=steun"):
        assert "Zeer geheim" not in client.get(path).content.decode()
    for path in (secret.get_absolute_url(), f"{secret.get_absolute_url()}foto/"):
        assert client.get(path).status_code == 404


def test_the_page_of_an_idea_says_who_has_the_ball_and_why(client, idea):
    page = client.get(idea.get_absolute_url()).content.decode()
    for text in ("De gemeente (Team Groen)", "Geen andere regel paste.", "Een medewerker leest het idee.", "Bloem"):
        assert text in page
    assert "bloem@example.org" not in page


def test_text_of_visitors_is_escaped(client, programme):
    idea = factories.make_raw_idea(programme, title="<script>1</script>", problem="<img src=x>", proposal="a & b")
    for path in (idea.get_absolute_url(), "/ideeen/", "/", "/ideeen/?q=script"):
        page = client.get(path).content.decode()
        assert "<script>1" not in page
        assert "<img src=x>" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ideeen/",
        "/ideeen/?q=bomen",
        "/programmas/",
        "/programmas/groen/",
        "/hoe-het-werkt/",
        "/privacy/",
        "/bronnen/",
    ],
)
def test_an_anonymous_page_sets_no_cookie_and_holds_no_token(client, programme, path):
    factories.make_raw_idea(programme)
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content


def test_a_programme_that_stopped_has_no_page(client, programme):
    assert client.get("/programmas/groen/").status_code == 200
    type(programme).objects.update(is_active=False)
    assert client.get("/programmas/groen/").status_code == 404


def test_a_referral_link_of_nobody_is_gone(client, idea):
    assert client.get("/doorverwijzing/niets/").status_code == 410


def test_of_very_many_hits_the_page_says_that_not_all_are_ranked(client, programme, monkeypatch):
    monkeypatch.setattr("ideas.search.MOST_COUNTED", 2)
    monkeypatch.setattr("ideas.views.listing.MOST_COUNTED", 2)
    for number in range(4):
        factories.make_raw_idea(programme, title=f"Bomen {number}")
        page = client.get("/ideeen/?q=bomen").content.decode()
        assert ("U ziet de best passende van de nieuwste." in page) == (number >= 2)
    assert "U ziet de best passende" not in client.get("/ideeen/?q=bomen&sorteer=nieuw").content.decode()
