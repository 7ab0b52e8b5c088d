"""Links to a theme that was merged go on working, wherever a theme narrows a list."""

import pytest

from participation.models import Theme
from tests import factories

pytestmark = pytest.mark.django_db
LISTS = ["/ideeen/", "/ideeen/kaart/", "/ideeen/kaart/punten/", "/ideeen/rss/", "/ideeen/atom/"]


@pytest.fixture
def themes(programme):
    """Shrubs went into trees, and trees into green."""
    green = factories.make_theme("groen")
    trees = factories.make_theme("bomen", is_active=False, merged_into=green)
    factories.make_theme("struiken", is_active=False, merged_into=trees)
    factories.make_theme("water")
    factories.make_raw_idea(programme, theme=green, title="Meer groen")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(("asked", "leads_to"), [
    ("thema=bomen", "thema=groen"),
    ("thema=struiken", "thema=groen"),
    ("q=a+b&thema=bomen&thema=water&sorteer=oud", "q=a+b&thema=groen&thema=water&sorteer=oud"),
    ("thema=struiken&thema=groen&thema=bomen", "thema=groen"),
    ("thema=bomen&thema=%00&q=%3Cb%3E", "thema=groen&thema=%00&q=%3Cb%3E"),
])  # fmt: skip
def test_it_leads_on_for_good(client, themes, path, asked, leads_to):
    answer = client.get(f"{path}?{asked}")
    assert (answer.status_code, answer["Location"]) == (301, f"{path}?{leads_to}")


@pytest.mark.parametrize("path", LISTS[:1] + LISTS[3:])
@pytest.mark.parametrize(
    "asked", ["", "thema=groen", "thema=groen&thema=water", "thema=nergens", "thema=", "thema=%00"]
)
def test_everything_else_stays(client, themes, path, asked):
    assert client.get(f"{path}?{asked}").status_code == 200


def test_it_ends_where_the_ideas_are(client, themes):
    page = client.get("/ideeen/?thema=struiken", follow=True)
    assert page.redirect_chain == [("/ideeen/?thema=groen", 301)]
    assert "Meer groen" in page.content.decode()


def test_a_theme_that_is_only_switched_off_still_narrows(client, themes):
    Theme.objects.filter(slug="water").update(is_active=False)
    assert client.get("/ideeen/?thema=water").status_code == 200


def test_it_asks_nothing_when_every_theme_can_be_chosen(client, themes, django_assert_max_num_queries):
    client.get("/ideeen/?thema=groen")
    with django_assert_max_num_queries(8):
        client.get("/ideeen/?thema=groen")
