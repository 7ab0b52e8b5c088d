"""The page of the list: links to every choice with its figure, chips to take one back, and random pages that stay."""

from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

from ideas.statuses import Status
from tests import factories


def page_of(client, query=""):
    response = client.get(f"/ideeen/?{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def choices(page):
    """Every choice of the panel: what it says, its figure, where it leads to, and whether it is chosen."""
    return {
        link.select_one(".choice__label").get_text(): (
            (figure := link.select_one(".choice__figure")) and int(figure.get_text()),
            unescape(link["href"]).removeprefix("?"),
            link.get("aria-current") == "true",
        )
        for link in page.select(".choice")
    }


def number_on(page):
    return int(page.select_one(".columns__main [role=status]").get_text().split()[0])


@pytest.fixture
def some(programme):
    district = factories.make_area("WK01", "Centrum", kind="wijk")
    quarter = factories.make_area("BU01", "Dorp", parent=district)
    trees, water = factories.make_theme("bomen"), factories.make_theme("water")
    factories.make_theme("leeg")
    company = factories.make_organisation()
    make = factories.make_raw_idea
    for number in range(3):
        make(programme, theme=trees, area=quarter, latitude=52.06, longitude=4.49, title=f"Boom {number}")
    make(programme, theme=water, area=district, status=Status.ADOPTED, title="Vijver", organisation=company)
    return {"trees": trees, "water": water}


@pytest.mark.parametrize(
    "query", ["", "thema=bomen", "q=boom", "gebied=WK01&sorteer=steun", "indiener=inwoner&status=received"]
)
def test_every_link_leads_to_as_many_ideas_as_it_says(client, some, query):
    found = choices(page_of(client, query))
    counted = {label: choice for label, choice in found.items() if choice[0] is not None and not choice[2]}
    assert counted
    for label, (figure, link, _is_chosen) in counted.items():
        ((name, _value),) = set(parse_qsl(link)) - set(parse_qsl(query))
        narrowed = page_of(client, link)
        if name not in dict(parse_qsl(query)):  # Else this choice comes beside another of the same kind.
            assert number_on(narrowed) == figure, label
        assert choices(narrowed)[label][2]


def test_a_district_counts_for_its_neighbourhoods(client, some):
    found = choices(page_of(client))
    assert (found["Centrum"][0], found["Dorp"][0]) == (4, 3)


def test_what_leads_to_nothing_is_not_offered(client, some):
    assert {"Bomen", "Water"} == {label for label in choices(page_of(client)) if label in {"Bomen", "Water", "Leeg"}}
    assert "Water" not in choices(page_of(client, "status=received"))
    assert "Water" in choices(page_of(client, "status=received&thema=water"))  # It is chosen, and can be taken back.


def test_choices_are_added_to_what_is_chosen_and_taken_back(client, some):
    page = page_of(client, "q=boom&thema=bomen&sorteer=steun")
    found = choices(page)
    assert found["Ontvangen"][1] == "q=boom&thema=bomen&status=received&sorteer=steun"
    assert found["Bomen"][1:] == ("q=boom&sorteer=steun", True)
    assert found["Best passend"][1] == "q=boom&thema=bomen"
    assert found["Willekeurig"][1] == "q=boom&thema=bomen&sorteer=willekeurig"
    hidden = {field["name"]: field["value"] for field in page.select(".filters input[type=hidden]")}
    assert hidden == {"thema": "bomen", "sorteer": "steun"}


def test_chips_say_what_is_chosen_and_lead_to_the_list_without_it(client, some):
    page = page_of(client, "q=boom&thema=bomen&thema=water&lat=52.06&lon=4.49&straal=500&sorteer=steun")
    chips = {
        chip.get_text().removeprefix("Haal dit filter weg: ").removesuffix("×"): unescape(chip["href"])
        for chip in page.select(".chips a")
    }
    rest = "lat=52.06&lon=4.49&straal=500&sorteer=steun"
    assert chips == {
        "“boom”": f"?thema=bomen&thema=water&{rest}",
        "Thema: Bomen": f"?q=boom&thema=water&{rest}",
        "Thema: Water": f"?q=boom&thema=bomen&{rest}",
        "Binnen 500 meter van een plek": "?q=boom&thema=bomen&thema=water&sorteer=steun",
    }
    assert not page_of(client).select(".chips")


def test_a_radius_can_be_changed(client, some):
    found = choices(page_of(client, "lat=52.06&lon=4.49&thema=bomen&sorteer=steun"))
    assert found["2 km"][1:] == ("thema=bomen&lat=52.06&lon=4.49&straal=2000&sorteer=steun", False)
    assert found["1 km"][2]


@pytest.mark.parametrize(
    ("sort", "rule"),
    [("populair", "een week nieuwer"), ("willekeurig&loting=1", "geloot"), ("steun-nodig", "nog niet besliste")],
)
def test_an_order_that_is_not_plain_says_its_rule(client, some, sort, rule):
    assert rule in page_of(client, f"sorteer={sort}").select_one(".rule").get_text()
    assert not page_of(client).select(".rule")


def test_a_random_order_gets_its_seed_in_the_address(client, some):
    response = client.get("/ideeen/?thema=bomen&sorteer=willekeurig&vanaf=x")
    assert response.status_code == 302
    address = urlsplit(response["Location"])
    pairs = dict(parse_qsl(address.query))
    assert (address.path, pairs["thema"], pairs["sorteer"]) == ("/ideeen/", "bomen", "willekeurig")
    assert len({client.get("/ideeen/?sorteer=willekeurig")["Location"] for _ in range(5)}) > 1


def test_random_pages_show_every_idea_once(client, programme):
    for _ in range(45):
        factories.make_raw_idea(programme)
    path, seen = "/ideeen/?sorteer=willekeurig&loting=77", []
    while path:
        page = BeautifulSoup(client.get(path).content, "html.parser")
        seen += [heading.get_text(strip=True) for heading in page.select(".columns__main h2")]
        link = page.select_one("a[rel=next]")
        path = unescape(link["href"]) if link else None
    assert len(seen) == len(set(seen)) == 45


@pytest.mark.parametrize(
    ("query", "canonical", "is_indexed"),
    [
        ("", "", True),
        ("thema=bomen", "?thema=bomen", True),
        ("thema=bomen&sorteer=steun", "?thema=bomen", False),
        ("status=received&thema=bomen", "?thema=bomen&status=received", False),
        ("sorteer=willekeurig&loting=3", "", False),
        ("vanaf=x&utm_source=y", "", False),
    ],
)
def test_search_engines_are_told_one_address(client, some, settings, query, canonical, is_indexed):
    page = page_of(client, query)
    assert page.select_one("link[rel=canonical]")["href"] == f"{settings.BASE_URL}/ideeen/{canonical}"
    assert (page.select_one("meta[name=robots]") is None) == is_indexed
    assert all(link["rel"] == ["nofollow"] for link in page.select(".choice, .chip"))


def test_a_list_leads_to_its_feeds(client, some):
    page = page_of(client, "thema=bomen&q=boom&sorteer=steun")
    feeds = {link["type"]: unescape(link["href"]) for link in page.select("link[rel=alternate]")}
    assert feeds == {
        "application/atom+xml": "/ideeen/atom/?q=boom&thema=bomen",
        "application/rss+xml": "/ideeen/rss/?q=boom&thema=bomen",
    }


def test_what_stands_in_the_address_is_escaped(client, some):
    evil = '"><script>alert(1)</script>'
    response = client.get("/ideeen/", {"q": evil, "thema": evil, "sorteer": evil, "vanaf": evil})
    assert b"<script>alert" not in response.content


def test_names_of_officials_are_escaped(client, programme):
    theme = factories.make_theme("kwaad", name="<b>Groen</b>")
    factories.make_raw_idea(programme, theme=theme)
    for query in ("", "thema=kwaad"):
        assert b"<b>Groen" not in client.get(f"/ideeen/?{query}").content


def test_words_without_hits_offer_no_filter(client, some, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        page = page_of(client, "q=zebra")
    assert not choices(page)
    assert page.select(".chips a")
    assert choices(page_of(client, "status=declined"))  # Here another choice of the same kind does help.


def test_beside_what_is_not_counted_the_page_says_why(client, some, monkeypatch):
    assert not page_of(client, "gebied=WK01").select(".finder .rule")
    monkeypatch.setattr("ideas.counts.MOST", 3)
    page = page_of(client, "gebied=WK01&sorteer=steun")
    assert "geen aantallen" in page.select_one(".finder .rule").get_text()
    assert choices(page)["Water"][0] is None


def test_the_filters_of_a_list_are_kept_for_a_minute(client, some, django_assert_max_num_queries):
    client.get("/ideeen/?thema=bomen&q=boom")
    with django_assert_max_num_queries(3):
        page_of(client, "thema=bomen&q=boom")
