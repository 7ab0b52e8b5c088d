"""Compounds, synonyms and typing errors: what somebody means is found, and nothing is changed silently."""

import pytest

from ideas.actions.vocabulary import count_words
from ideas.models import Idea, Synonyms
from ideas.models.facets import Facets
from ideas.search import Search
from ideas.vocabulary import KEEPER
from tests import factories


@pytest.fixture
def titled(programme):
    """Ideas of which each has these words, and their words counted."""

    def make(*titles, **fields):
        for title in titles:
            factories.make_raw_idea(programme, title=title, **{"problem": "", "proposal": "", **fields})
        count_words(anew=True)
        KEEPER.forget()

    return make


@pytest.fixture
def synonyms(db):
    """The administrator's own, and no others."""
    Synonyms.objects.all().delete()

    def make(*words):
        Synonyms.objects.create(words=list(words))
        KEEPER.forget()

    return make


def listed(words, **options):
    return [idea.title for idea in Search(Idea.objects.public(), words, Facets(), **options).page("rank")[0].rows]


def found(words, **options):
    return set(listed(words, **options))


ALL = {"een fietspad", "twee fietspaden", "een fiets pad", "fiets en pad"}


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("fietspad", ALL - {"fiets en pad"}),
        ("fietspaden", ALL - {"fiets en pad"}),
        ("fiets pad", ALL),
        ("fiets paden", ALL),
        ("FIETS PAD", ALL),
        ('"fiets pad"', {"een fiets pad"}),
        ("pad", {"een fiets pad", "fiets en pad"}),
        ("fiets -pad", set()),
    ],
)
def test_a_compound_and_its_parts_find_each_other(titled, words, titles):
    titled(*ALL)
    assert found(words) == titles


def test_words_beside_a_compound_still_count(titled):
    titled("fietspad in het park", "fiets pad langs het park", "fietspad elders")
    assert found("fiets pad park") == found("park fietspad") == {"fietspad in het park", "fiets pad langs het park"}


def test_a_word_that_is_passed_over_takes_no_part(titled):
    titled("de ingang", "een gang")
    assert found("in gang") == found("gang") == {"een gang"}


def test_what_means_the_same_is_found_after_what_is_called_so(titled, synonyms):
    synonyms("bankje", "zitplek", "plek om te zitten")
    titled("twee zitplekken", "meer bankjes", "een plek om te zitten", "een plek")
    assert listed("bankje")[0] == "meer bankjes"
    assert listed("zitplekken")[0] == "twee zitplekken"
    assert found("bankjes") == found("zitplek") == {"twee zitplekken", "meer bankjes", "een plek om te zitten"}
    assert found("bankjes -zitplek") == {"meer bankjes", "een plek om te zitten"}
    assert found('"meer bankjes"') == {"meer bankjes"}


def test_a_name_of_several_words_has_a_short_one(titled, synonyms):
    synonyms("openbaar vervoer", "OV")
    titled("beter OV", "het openbaar vervoer", "vervoer")
    assert found("ov") == found("openbaar vervoer") == {"beter OV", "het openbaar vervoer"}


def test_what_is_not_finished_finds_the_commonest_endings(titled, synonyms):
    titled("speelplek", "speelplekken", "speeltuin", "speeltuinen", "speculaas")
    assert found("sp", unfinished=True) == {"speelplek", "speelplekken", "speeltuin", "speeltuinen"}
    assert found("sp") == set()
    assert found("sp ", unfinished=True) == set()
    assert found("speeltuin", unfinished=True) == {"speeltuin", "speeltuinen"}


def test_a_typing_error_is_pointed_out_and_leads_on(client, titled):
    titled("meer speelplekken", "nog een speelplek")
    page = client.get("/ideeen/?q=speelpek&sorteer=nieuw")
    assert (
        'Bedoelde u <a class="nl-link" href="?q=speelplek&amp;sorteer=nieuw"><strong>speelplek</strong></a>?'
        in page.content.decode()
    )
    assert page.context["page"].rows == []
    assert client.get("/ideeen/?q=speelplek").context["count"] == 2


@pytest.mark.parametrize("words", ["speelplek", "bloemen", "-speelplek", "zzzz", "%22speelpek%22", ""])
def test_nothing_is_proposed_without_need(client, titled, words):
    titled(*["speelplek"] * 4, "bloemen")
    assert "Bedoelde u" not in client.get(f"/ideeen/?q={words}").content.decode()


def test_nothing_is_proposed_that_finds_nothing(client, titled):
    titled("speelplek")
    Idea.objects.update(visibility="hidden", hidden_reason="Er stond een naam in.")
    page = client.get("/ideeen/?q=speelpek").content.decode()
    assert "Bedoelde u" not in page
    assert "speelplek" not in page.replace("speelpek", "")


def test_when_no_idea_has_every_word_those_with_most_are_offered(client, titled):
    titled("bankjes voor ouderen in het park", "een bankje", "iets heel anders")
    page = client.get("/ideeen/?q=bankjes+ouderen+zwembad")
    assert page.context["page"].rows == []
    assert page.context["instead"].alike[0].title == "bankjes voor ouderen in het park"
    assert "Dit lijkt op wat u zoekt" in page.content.decode()


def test_a_hopeless_search_stays_cheap(client, titled, django_assert_max_num_queries):
    titled(*[f"bankjes voor ouderen {number}" for number in range(30)])
    client.get("/ideeen/?q=banjes+oudern")
    with django_assert_max_num_queries(8):
        page = client.get("/ideeen/?q=banjes+oudern")
    assert page.context["instead"].suggestion == "bankjes ouderen"
