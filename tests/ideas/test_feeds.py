"""Feeds: the newest of any list, well-formed whatever people wrote, and nothing that is not public."""

from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from ideas.statuses import Visibility
from tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def some(programme):
    trees, area = factories.make_theme("bomen"), factories.make_area("BU01", "Dorp")
    make = factories.make_raw_idea
    make(programme, title="Oud", theme=trees, submitted_at=START)
    make(programme, title="Bank", area=area, submitted_at=START + timedelta(days=1))
    make(
        factories.make_programme("water"),
        title="Nieuw & <b>vet</b>",
        theme=trees,
        submitted_at=START + timedelta(days=2),
    )
    make(programme, title="Geheim", theme=trees, visibility=Visibility.HIDDEN)
    make(programme, title="Wacht", theme=trees, visibility=Visibility.HELD)


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return ET.fromstring(response.content), response


CHOICES = [
    ("", ["Nieuw & <b>vet</b>", "Bank", "Oud"]),
    ("thema=bomen", ["Nieuw & <b>vet</b>", "Oud"]),
    ("gebied=BU01", ["Bank"]),
    ("programma=water", ["Nieuw & <b>vet</b>"]),
    ("q=bank", ["Bank"]),
    ("q=zebra", []),
    ("thema=bomen&sorteer=steun&vanaf=x", ["Nieuw & <b>vet</b>", "Oud"]),
]


@pytest.mark.parametrize(("query", "titles"), CHOICES)
def test_rss_has_the_newest_of_the_list(client, some, query, titles):
    root, response = read(client, f"/ideeen/rss/?{query}")
    assert response["Content-Type"].startswith("application/rss+xml")
    assert [unescape(item.findtext("title")) for item in root.iter("item")] == titles


@pytest.mark.parametrize(("query", "titles"), CHOICES)
def test_atom_has_the_newest_of_the_list(client, some, query, titles):
    root, response = read(client, f"/ideeen/atom/?{query}")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == titles


def test_a_feed_says_of_what_it_is_and_where(client, some, settings):
    root, _response = read(client, "/ideeen/atom/?thema=bomen&q=nieuw&sorteer=steun")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": f"{settings.BASE_URL}/ideeen/?q=nieuw&thema=bomen",
        "self": f"{settings.BASE_URL}/ideeen/atom/?q=nieuw&thema=bomen",
    }
    assert root.findtext(f"{ATOM}title") == "Ideeën: “nieuw”, Bomen - Inbreng Zoetermeer"
    entry = root.find(f"{ATOM}entry")
    reference = entry.find(f"{ATOM}link").get("href").rsplit("/", 2)[1]
    assert entry.find(f"{ATOM}link").get("href") == f"{settings.BASE_URL}/ideeen/{reference}/"
    assert entry.findtext(f"{ATOM}published") == "2026-01-03T00:00:00+00:00"
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == ["Bomen"]


def test_a_feed_says_nothing_of_people(client, idea):
    for path in ("/ideeen/rss/", "/ideeen/atom/"):
        content = client.get(path).content.decode()
        assert idea.title in content
        assert "example.org" not in content
        assert "Bloem" not in content


@pytest.mark.parametrize("path", ["/ideeen/rss/", "/ideeen/atom/"])
@pytest.mark.parametrize("text", ["\x0b\x0c\uffff", "]]>", "\u202eommekeer", "&amp;", "a" * 5000])
def test_a_feed_is_well_formed_whatever_people_write(client, programme, path, text):
    theme = factories.make_theme(name=f"Groen {text[:50]}")
    factories.make_raw_idea(programme, title=f"Bank {text[:50]}", problem=text, theme=theme)
    read(client, path)
    read(client, f"{path}?thema=bomen&{urlencode({'q': f'bank {text}'})}")


@pytest.mark.parametrize("path", ["/ideeen/rss/", "/ideeen/atom/?q=bomen", "/ideeen/atom/?thema=bomen"])
def test_a_feed_costs_the_same_for_one_idea_and_for_thirty(client, programme, path, django_assert_max_num_queries):
    theme = factories.make_theme("bomen")
    factories.make_raw_idea(programme, theme=theme, area=factories.make_area())
    client.get(path)
    for _ in range(29):
        factories.make_raw_idea(programme, theme=theme)
    with django_assert_max_num_queries(3):
        read(client, path)


@pytest.mark.parametrize(
    ("path", "tags"), [("/ideeen/rss/", ["title", "description"]), ("/ideeen/atom/", [f"{ATOM}summary"])]
)
def test_what_a_reader_takes_for_html_is_text(client, programme, path, tags):
    factories.make_raw_idea(programme, title="<script>1</script>", problem="<img src=x onerror=alert(1)>")
    root, _response = read(client, path)
    (item,) = [*root.iter("item"), *root.iter(f"{ATOM}entry")]
    assert all("<" not in item.findtext(tag) for tag in tags)
    assert "<img" in unescape(item.findtext(tags[-1]))


def test_a_feed_sets_no_cookie(client, some):
    assert not client.get("/ideeen/rss/").cookies
