"""The map of the site: every public page and idea once, in sections of which none looks into another."""

from xml.etree import ElementTree as ET

import pytest

from ideas import sitemaps
from ideas.models import Idea
from ideas.statuses import Visibility
from tests import factories

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, "application/xml")
    return [found.text for found in ET.fromstring(response.content).iter(f"{SITEMAP}loc")]


@pytest.fixture
def some(programme, monkeypatch):
    """Seven public ideas, one hidden, in sections of three."""
    monkeypatch.setattr(sitemaps, "IDEAS_A_SECTION", 3)
    monkeypatch.setattr(sitemaps.IdeaSitemap, "limit", 3)
    ideas = [factories.make_raw_idea(programme, pk=number) for number in range(1, 8)]
    factories.make_raw_idea(programme, pk=8, visibility=Visibility.HIDDEN)
    factories.make_programme("oud", is_active=False)
    return ideas


def test_every_public_page_is_listed_once(client, some, settings):
    sections = addresses(client, "/sitemap.xml")
    listed = [page for section in sections for page in addresses(client, section.removeprefix(settings.BASE_URL))]
    fixed = ["/", "/ideeen/", "/programmas/", "/hoe-het-werkt/", "/toegankelijkheid/", "/privacy/", "/bronnen/"]
    expected = [*fixed, "/programmas/groen/", *(idea.get_absolute_url() for idea in some)]
    assert listed == [f"{settings.BASE_URL}{path}" for path in expected]
    assert all(client.get(path).status_code == 200 for path in expected)


def test_a_section_is_read_by_its_range(client, some, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        addresses(client, "/sitemap.xml")
    with django_assert_max_num_queries(2):
        found = addresses(client, f"/sitemap/ideeen-{some[0].pk // 3}.xml")
    assert len(found) == sum(idea.pk // 3 == some[0].pk // 3 for idea in some)


def test_without_ideas_there_is_a_map(client, db, settings):
    assert not Idea.objects.exists()
    sections = addresses(client, "/sitemap.xml")
    names = ("paginas", "programmas", "uitdagingen", "projecten", "ideeen-0")
    assert sections == [f"{settings.BASE_URL}/sitemap/{name}.xml" for name in names]
    assert addresses(client, "/sitemap/ideeen-0.xml") == []
    assert addresses(client, "/sitemap/ideeen-999999999.xml") == []


@pytest.mark.parametrize("section", ["x", "ideeen-", "ideeen-x", "ideeen--1", "ideeen-9999999999", "ideeen-1x"])
def test_a_section_that_is_not_there_is_not_found(client, db, section):
    assert client.get(f"/sitemap/{section}.xml").status_code == 404


@pytest.mark.parametrize("number", ["2", "x", "-1"])
def test_a_section_has_one_page(client, some, number):
    assert client.get(f"/sitemap/paginas.xml?p={number}").status_code == 404


def test_robots_know_the_map_and_stay_out_of_what_has_no_end(client, settings):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[-1] == f"Sitemap: {settings.BASE_URL}/sitemap.xml"
    assert {"User-agent: *", "Disallow: /beheer/", "Disallow: /*?*vanaf=", "Disallow: /*?*sorteer="} <= set(lines)
