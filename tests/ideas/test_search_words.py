"""Which Dutch words find each other, and which do not."""

import pytest

from ideas.models import Idea
from ideas.models.facets import Facets
from ideas.search import Search
from tests import factories

SAME = [
    ("café", "cafe"),
    ("café", "cafés"),
    ("café", "cafes"),
    ("cafe", "cafes"),
    ("cafés", "cafes"),
    ("buurtcafé", "buurtcafés"),
    ("foto", "foto's"),
    ("foto", "fotos"),
    ("foto", "foto’s"),
    ("auto", "auto's"),
    ("paraplu", "paraplu's"),
    ("hobby", "hobby's"),
    ("programma", "programma's"),
    ("idee", "ideeën"),
    ("idee", "ideeen"),
    ("industrie", "industrieën"),
    ("knie", "knieën"),
    ("vakantie", "vakanties"),
    ("zone", "zones"),
    ("route", "routes"),
    ("garage", "garages"),
    ("gemeente", "gemeentes"),
    ("gemeente", "gemeenten"),
    ("bankje", "bankjes"),
    ("bureau", "bureaus"),
    ("club", "clubs"),
    ("bewoner", "bewoners"),
    ("fiets", "fietsen"),
    ("speelplaats", "speelplaatsen"),
    ("mens", "mensen"),
    ("plan", "plannen"),
    ("brug", "bruggen"),
    ("bus", "bussen"),
    ("bos", "bossen"),
    ("fles", "flessen"),
    ("trap", "trappen"),
    ("adres", "adressen"),
    ("vuilnisbak", "vuilnisbakken"),
    ("fietspad", "fietspaden"),
    ("boom", "bomen"),
    ("straat", "straten"),
    ("lantaarnpaal", "lantaarnpalen"),
    ("huis", "huizen"),
    ("prijs", "prijzen"),
    ("grens", "grenzen"),
    ("brief", "brieven"),
    ("golf", "golven"),
    ("snel", "snelle"),
    ("vies", "vieze"),
    ("lief", "lieve"),
    ("groen", "groene"),
    ("kind", "kinderen"),
    ("stad", "steden"),
    ("raadslid", "raadsleden"),
    ("museum", "musea"),
]
DIFFERENT = [
    ("gas", "gaan"),
    ("huis", "huid"),
    ("bus", "buur"),
    ("les", "lezen"),
    ("plan", "plant"),
    ("plein", "pleidooi"),
    ("stad", "staat"),
    ("stad", "stadion"),
    ("kind", "kinderopvang"),
    ("fiets", "fietspad"),
    ("park", "parkeren"),
    ("route", "router"),
    ("café", "cafeïne"),
    ("foto", "fototoestel"),
    ("mens", "menu"),
    ("wijk", "wijs"),
    ("brief", "bril"),
    ("auto", "autonoom"),
    ("idee", "ideaal"),
    ("garage", "garantie"),
]


@pytest.fixture
def titled(programme):
    """Ideas of which each has one word."""

    def make(*words):
        for word in words:
            factories.make_raw_idea(programme, title=word, problem="", proposal="")

    return make


def found(words):
    return {idea.title for idea in Search(Idea.objects.public(), words, Facets()).page("rank")[0].rows}


@pytest.mark.parametrize(("one", "other"), SAME)
def test_words_that_find_each_other(titled, one, other):
    titled(one, other)
    assert found(one) == found(other) == {one, other}
    assert found(one.upper()) == {one, other}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_words_that_do_not(titled, one, other):
    titled(one, other)
    assert (found(one), found(other)) == ({one}, {other})


def test_other_forms_count_beside_other_words_and_are_kept_out_by_a_minus(titled):
    titled("een café met bankjes", "twee cafés met een bankje", "drie cafés zonder")
    assert found("cafe bankje") == {"een café met bankjes", "twee cafés met een bankje"}
    assert found("cafe -bankje") == {"drie cafés zonder"}


def test_a_phrase_is_taken_as_it_stands(titled):
    titled("de oude brug", "de oude bruggen", "oude auto's delen")
    assert found('"oude brug"') == {"de oude brug"}
    assert found("oude brug") == {"de oude brug", "de oude bruggen"}
    assert found('"auto\'s delen"') == {"oude auto's delen"}


@pytest.mark.parametrize("words", ["bomen", "park", "“bomen”", "bomen…", "cafe\u0301", "CAFÉ"])
def test_signs_beside_a_word_and_the_way_an_accent_is_typed_do_not_hide_it(titled, words):
    titled("Meer “bomen” – park🌳… bij het (café)")
    assert len(found(words)) == 1
