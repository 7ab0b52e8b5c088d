"""What an address of the list chooses: read, written back the same, and nothing of what is no good."""

import pytest
from django.http import QueryDict

from ideas.filters import IdeaFilter
from ideas.models.facets import Facets, Near
from ideas.statuses import Status
from tests import factories


@pytest.fixture
def pks(programme):
    """A theme, a district with a neighbourhood, another neighbourhood, and the programme: what the columns hold."""
    district = factories.make_area("WK01", "Centrum", kind="wijk")
    return {
        "programme": programme.pk,
        "theme": factories.make_theme("bomen").pk,
        "water": factories.make_theme("water").pk,
        "district": district.pk,
        "quarter": factories.make_area("BU01", "Dorp", parent=district).pk,
        "elsewhere": factories.make_area("BU09", "Verweg").pk,
    }


def read(query):
    return IdeaFilter.of(QueryDict(query))


def test_every_facet_of_an_address(pks):
    chosen = read(
        "thema=bomen&gebied=WK01&programma=groen&status=adopted&indiener=organisatie&antwoord=nee"
        "&lat=52.0612&lon=4.4938&straal=500&q=bank&sorteer=steun"
    )
    assert chosen.facets == Facets(
        theme=(pks["theme"],),
        area=(pks["district"], pks["quarter"]),
        programme=(pks["programme"],),
        status=(Status.ADOPTED,),
        organisation=True,
        answered=False,
        near=Near(latitude=52.061, longitude=4.494, metres=500),
    )
    assert (chosen.words, chosen.order.field) == ("bank", "support_count")


def test_more_of_one_facet_is_any_of_them(pks):
    assert read("thema=bomen&thema=water&gebied=BU01&gebied=BU09").facets == Facets(
        theme=(pks["theme"], pks["water"]), area=(pks["quarter"], pks["elsewhere"])
    )
    assert read("antwoord=ja&antwoord=nee").facets == Facets()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=fiets+pad%26",
        "thema=bomen&thema=water&gebied=WK01&programma=groen&status=adopted&indiener=inwoner&antwoord=ja",
        "lat=52.061&lon=-4.5&straal=2000&sorteer=populair",
        "q=b&sorteer=willekeurig&loting=12345",
    ],
)
def test_what_is_read_is_written_the_same(pks, query):
    assert read(query).query == query
    assert read(read(query).query).pairs == read(query).pairs


@pytest.mark.parametrize(
    "query",
    [
        "thema=x&gebied=x&programma=x&status=x&indiener=x&antwoord=x&sorteer=x&straal=x&loting=x",
        "thema=&status=%00&gebied='%20OR%201=1",
        "lat=52",
        "lat=x&lon=4",
        "lat=nan&lon=4",
        "lat=52&lon=inf",
        "lat=91&lon=4",
        "lat=1e999&lon=4",
        "taal=en&vanaf=rommel&utm_source=x",
        "loting=7",
    ],
)
def test_what_is_no_good_narrows_nothing(pks, query):
    chosen = read(query)
    assert (chosen.facets, chosen.words, chosen.order.field, chosen.query) == (Facets(), "", "submitted_at", "")


@pytest.mark.parametrize("radius", ["", "0", "-5", "1e3", "99999999999", "777", "²"])
def test_a_radius_that_is_not_offered_is_the_usual_one(pks, radius):
    assert read(f"lat=52&lon=4&straal={radius}").near == Near(latitude=52, longitude=4, metres=1000)


@pytest.mark.parametrize("seed", ["", "x", "-1", "1073741824", "9" * 400, "٣"])
def test_a_random_order_without_a_good_seed_needs_a_draw(pks, seed):
    assert read(f"sorteer=willekeurig&loting={seed}").needs_draw
    assert not read("sorteer=willekeurig&loting=1073741823").needs_draw


def test_words_are_cut_and_cleaned(pks):
    assert read(f"q=%00{'a' * 300}").words == "a" * 200
    assert read("q=%20%20").words == ""


def test_a_thousand_values_are_no_more_work_than_fifty(pks):
    query = "&".join(["thema=x"] * 900 + ["thema=bomen"])
    assert read(query).facets == Facets()


@pytest.mark.parametrize(
    ("query", "field"), [("q=bank", "rank"), ("", "submitted_at"), ("sorteer=passend", "submitted_at")]
)
def test_the_usual_order(pks, query, field):
    assert read(query).order.field == field
