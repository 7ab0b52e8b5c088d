"""One's own page: what is mine and nothing of others, bounded, at the same cost however much there is."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.actions.support import follow_idea, support_idea
from ideas.mine import SECTIONS
from ideas.models import Concept
from tests import factories
from tests.doors import sign_in
from tests.house.test_addresses import to_sign_in

PAGE = "/mijn-inbreng/"


def shown(client):
    """What stands in each section, by its slug."""
    return {section.slug: list(page.rows) for section, page in client.get(PAGE).context["pages"]}


@pytest.fixture(autouse=True)
def device(resident):
    """A browser in which the person is signed in, as `sign_in` leaves it out."""
    return UserSession.objects.create(user=resident, ip="192.0.2.1", session_key="x", user_agent="Firefox")


@pytest.fixture
def full(idea, resident, neighbour, programme):
    """Somebody with something everywhere, beside whom others have the same."""
    for person in (resident, neighbour):
        followed = factories.make_raw_idea(programme, title=f"Gevolgd door {person}")
        follow_idea(followed, actor=person)
        support_idea(factories.make_raw_idea(programme, title=f"Gesteund door {person}"), actor=person)
        Concept.objects.create(author=person, answers={"title": f"Van {person}"})
        factories.make_raw_comment(followed, author=person)
        person.saved_searches.create(name=f"Zoek {person}")
        factories.make_organisation(f"Van {person}", person, kvk_number="")
    factories.make_raw_idea(
        programme, author=resident, visibility="hidden", hidden_reason="Er stond een naam in.", title="Verborgen"
    )
    return idea


def test_it_holds_what_is_mine_and_nothing_else(client, full, resident, device):
    mine = shown(sign_in(client, resident))
    assert {
        slug: [str(getattr(row, "title", getattr(row, "text", row))) for row in rows]
        for slug, rows in mine.items()
        if slug != "ingelogd"
    } == {
        "schrijven": ["Van Bloem"],
        "ideeen": ["Verborgen", full.title],
        "volgen": ["Gevolgd door Bloem"],
        "steun": ["Gesteund door Bloem"],
        "reacties": ["Goed idee."],
        "zoekopdrachten": ["Zoek Bloem"],
        "organisaties": ["Bloem · Van Bloem"],
    }
    assert mine["ingelogd"] == [device]


def test_whoever_has_nothing_reads_how_to_begin(client, resident):
    sign_in(client, resident)
    assert list(shown(client)) == ["ideeen", "volgen", "steun", "zoekopdrachten", "ingelogd"]
    page = client.get(PAGE).content.decode()
    assert [text in page for text in ("U hebt nog geen idee ingediend", "U volgt nog geen ideeën")] == [True, True]


def test_a_hidden_idea_of_somebody_else_is_gone_from_what_i_follow(client, full, resident, coordinator):
    full.follows.create(person=factories.make_resident("gast"))
    guest = sign_in(client, full.follows.get(person__nickname="Gast").person)
    assert len(shown(guest)["volgen"]) == 1
    type(full).objects.filter(pk=full.pk).update(visibility="hidden", hidden_reason="x")
    assert shown(guest)["volgen"] == []


def test_it_shows_a_few_and_leads_to_all(client, resident, programme):
    for _ in range(25):
        factories.make_raw_idea(programme, author=resident)
    sign_in(client, resident)
    assert len(shown(client)["ideeen"]) == 3
    assert 'href="/mijn-inbreng/ideeen/"' in client.get(PAGE).content.decode()
    first = client.get("/mijn-inbreng/ideeen/")
    second = client.get(f"/mijn-inbreng/ideeen/{first.context['next_url']}")
    seen = [row.pk for page in (first, second) for row in page.context["page"].rows]
    assert (len(seen), len(set(seen)), second.context["next_url"]) == (25, 25, None)


@pytest.mark.parametrize("slug", [section.slug for section in SECTIONS])
def test_every_section_has_a_page_of_its_own(client, full, resident, slug):
    sign_in(client, resident)
    assert client.get(f"/mijn-inbreng/{slug}/").status_code == 200
    for cursor in ("x", "WyI+Iiwx", "a" * 5000):
        assert client.get(f"/mijn-inbreng/{slug}/", {"vanaf": cursor}).status_code == 200


def test_a_section_that_is_not_there(client, resident):
    assert sign_in(client, resident).get("/mijn-inbreng/niets/").status_code == 404


@pytest.mark.django_db
def test_it_is_for_who_is_signed_in(client):
    assert to_sign_in(client.get(PAGE))
    assert to_sign_in(client.get("/mijn-inbreng/ideeen/"))


@pytest.mark.parametrize("path", [PAGE, *(f"{PAGE}{section.slug}/" for section in SECTIONS)])
def test_it_costs_the_same_for_one_row_and_for_thirty(client, resident, programme, path):
    sign_in(client, resident)
    area, theme = factories.make_area(), factories.make_theme()
    client.get(path)
    costs = []
    for more in (1, 29):
        for number in range(more):
            factories.make_raw_idea(programme, author=resident, area=area, theme=theme)
            other = factories.make_raw_idea(programme, area=area, theme=theme)
            follow_idea(other, actor=resident)
            support_idea(other, actor=resident)
            Concept.objects.create(author=resident)
            factories.make_raw_comment(other, author=resident)
            resident.saved_searches.create(name=f"Zoek {more} {number}", query=f"q={more}{number}")
            factories.make_organisation(f"Bedrijf {more} {number}", resident, kvk_number="")
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 14


def test_words_that_look_like_code_stay_words(client, resident):
    Concept.objects.create(author=resident, answers={"title": "<script>alert(1)</script>"})
    assert "<script>alert" not in sign_in(client, resident).get(PAGE).content.decode()


def test_the_author_is_not_offered_to_stop_hearing_of_their_own_idea(client, idea, resident, neighbour):
    page = sign_in(client, resident).get(idea.get_absolute_url()).content.decode()
    assert ("Niet meer volgen" in page, "U krijgt altijd bericht over uw eigen idee." in page) == (False, True)
    follow_idea(idea, actor=neighbour)
    page = sign_in(client, neighbour).get(idea.get_absolute_url()).content.decode()
    assert ("Niet meer volgen" in page, "U krijgt altijd bericht" in page) == (True, False)
