"""Handing an idea over at the desk: every status and every role, by HTTP."""

import pytest

from ideas.models import Referral
from ideas.statuses import Status
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
REFUSED = {"anonymous": 302, "resident": 403, "stranger": 404, "administrator": 404}
DESK = ("owner", "deputy", "coordinator")
WORDS = {"message": "Kunt u dit doen?", "next_step": "Wij wachten."}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("role", [*REFUSED, *DESK])
def test_who_hands_over_when(client, programme, request, role, status):
    idea = factories.make_raw_idea(programme, status=status)
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    data = {**WORDS, "party": factories.make_party().pk}
    response = client.post(f"{idea.get_desk_url()}transfer/", data)
    legal = role in DESK and status in {"received", "in_review"}
    assert response.status_code == REFUSED.get(role, 302 if legal else 422)
    idea.refresh_from_db()
    assert (idea.status, Referral.objects.count()) == ("referred" if legal else status, int(legal))


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("role", [*REFUSED, *DESK])
def test_nobody_gives_back_but_the_partner(client, programme, request, role, status):
    idea = factories.make_raw_idea(programme, status=status)
    asked = factories.make_referral(idea)
    if role != "anonymous":
        sign_in(client, request.getfixturevalue(role))
    response = client.post(f"{idea.get_desk_url()}give_back/", {"text": "Nee."})
    assert response.status_code == REFUSED.get(role, 422)
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_only_what_is_in_the_list(client, programme, owner):
    idea = factories.make_raw_idea(programme)
    sign_in(client, owner)
    gone = factories.make_party("Oud", is_active=False)
    for party in (gone.pk, 999999, "x", ""):
        response = client.post(f"{idea.get_desk_url()}transfer/", {**WORDS, "party": party})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["party"])


def test_without_an_address_the_official_gets_the_link(client, programme, owner, settings):
    settings.BASE_URL = "https://inbreng.example.org/"
    idea = factories.make_raw_idea(programme)
    sign_in(client, owner)
    party = factories.make_party(email="", url="https://meldpunt.example/")
    client.post(f"{idea.get_desk_url()}transfer/", {**WORDS, "party": party.pk})
    page = client.get(idea.get_desk_url()).content.decode()
    assert "https://inbreng.example.org/doorverwijzing/" in page
    assert 'href="https://meldpunt.example/"' in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Wacht op antwoord"),
        ({"was_returned": True, "answer": "Nee.", "answered_at": "2026-03-02T09:00Z"}, "Teruggegeven"),
        ({"answer": "Ja.", "answered_at": "2026-03-02T09:00Z"}, "Beantwoord op 2 maart 2026"),
        ({"asked_at": "2026-01-02T09:00Z"}, "Verlopen zonder antwoord"),
        ({"outside_number": "A1"}, "A1"),
        ({"wants_contact": True}, "Nog geen toestemming"),
    ],
)
def test_the_official_sees_how_it_stands(client, programme, owner, fields, says):
    idea = factories.make_raw_idea(programme, status="referred")
    factories.make_referral(idea, **fields)
    assert says in sign_in(client, owner).get(idea.get_desk_url()).content.decode()
