"""The desk: who may enter, what it costs, and a move that is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.triage import move_idea
from ideas.statuses import Status
from tests import factories
from tests.doors import sign_in

ROLES = ["anonymous", "resident", "stranger", "owner", "deputy", "coordinator", "administrator"]
INSIDE = {"owner": 200, "deputy": 200, "coordinator": 200}
OUTSIDE = {"anonymous": 302, "resident": 403}


@pytest.fixture(params=ROLES)
def role(request, client, last_rule):
    """A client of somebody in each role, with the role's name."""
    if request.param != "anonymous":
        sign_in(client, request.getfixturevalue(request.param))
    return request.param


def test_who_may_enter_the_desk(role, client):
    for path in ("/werkplek/", "/werkplek/?lijst=mijn", "/werkplek/?lijst=te-laat", "/werkplek/?lijst=alle"):
        response = client.get(path)
        assert response.status_code == (OUTSIDE | INSIDE | {"stranger": 200, "administrator": 200})[role]
        if role == "anonymous":
            assert response["Location"].startswith("/inloggen/?next=/werkplek/")


def test_who_may_open_an_idea_at_the_desk(role, client, idea):
    expected = (OUTSIDE | INSIDE | {"stranger": 404, "administrator": 404})[role]
    assert client.get(idea.get_desk_url()).status_code == expected
    assert (idea.title in client.get("/werkplek/").content.decode()) == (expected == 200)


def test_who_may_move_an_idea(role, client, idea):
    expected = (OUTSIDE | dict.fromkeys(INSIDE, 302) | {"stranger": 404, "administrator": 404})[role]
    response = client.post(f"{idea.get_desk_url()}take_up/", {"next_step": "Wij gaan kijken."})
    assert response.status_code == expected
    idea.refresh_from_db()
    assert (idea.status == Status.IN_REVIEW) == (role in INSIDE)


def test_who_may_hide_an_idea(role, client, idea):
    expected = {"anonymous": 302, "resident": 403, "stranger": 404, "administrator": 404}.get(role, 302)
    response = client.post(
        f"{idea.get_desk_url()}zichtbaarheid/", {"reason": "Er stond een naam in.", "doe": "verberg"}
    )
    assert response.status_code == expected
    idea.refresh_from_db()
    assert (idea.visibility == "hidden") == (role == "coordinator")


@pytest.mark.parametrize("verb", ["take_up", "zichtbaarheid"])
def test_moves_are_posts(client, idea, owner, verb):
    sign_in(client, owner)
    assert client.get(f"{idea.get_desk_url()}{verb}/").status_code == 405


def test_moves_and_lists_that_do_not_exist(client, idea, owner):
    sign_in(client, owner)
    assert client.post(f"{idea.get_desk_url()}vliegen/").status_code == 404
    assert client.get("/werkplek/?lijst=vliegen").status_code == 404


@pytest.mark.parametrize("queue", ["wacht", "alle"])
def test_the_desk_costs_the_same_for_one_row_and_for_thirty(client, programme, owner, queue):
    sign_in(client, owner)
    factories.make_raw_idea(programme)
    client.get("/werkplek/")
    costs = []
    for more in (0, 29):
        for number in range(more):
            factories.make_raw_idea(programme, author=factories.make_resident(f"auteur{number}"))
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/werkplek/?lijst={queue}")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 9


def test_each_queue_holds_its_own(client, programme, owner):
    now = timezone.localdate()
    make = factories.make_raw_idea
    make(programme, title="Nieuw", promised_on=now + timedelta(days=9))
    make(programme, title="Van mij", status=Status.IN_REVIEW, handler=owner)
    make(programme, title="Te laat", status=Status.IN_REVIEW, promised_on=now - timedelta(days=1))
    make(programme, title="Rond", status=Status.IN_REVIEW, reroutes=3)
    make(programme, title="Klaar", status=Status.REALISED, handler=owner, promised_on=now - timedelta(days=1))
    sign_in(client, owner)
    expected = {
        "wacht": {"Nieuw"},
        "mijn": {"Van mij"},
        "te-laat": {"Te laat"},
        "ping-pong": {"Rond"},
        "alle": {"Nieuw", "Van mij", "Te laat", "Rond", "Klaar"},
    }
    for queue, found in expected.items():
        page = client.get(f"/werkplek/?lijst={queue}")
        assert {idea.title for idea in page.context["page"].rows} == found


def test_a_move_without_what_it_needs_comes_back_open_with_the_error(client, idea, owner):
    sign_in(client, owner)
    response = client.post(f"{idea.get_desk_url()}decline/", {"reason": "Dat kan niet."})
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {"reason_code", "next_step", "date"}
    assert response.content.decode().count('<details class="details" open>') == 1


def test_a_move_that_somebody_else_made_first_says_so(client, idea, owner, deputy):
    sign_in(client, owner)
    move_idea(idea, "take_up", actor=deputy, next_step="Ik was eerst.")
    response = client.post(f"{idea.get_desk_url()}take_up/", {"next_step": "Wij gaan kijken."})
    assert response.status_code == 422
    idea.refresh_from_db()
    assert idea.next_step == "Ik was eerst."


def test_hard_words_are_refused_beside_the_field(client, idea, owner):
    sign_in(client, owner)
    hard = "Conform de vigerende beleidskaders " + "wordt dienaangaande nader geconcretiseerd " * 12
    response = client.post(f"{idea.get_desk_url()}take_up/", {"next_step": hard})
    assert response.status_code == 422
    assert response.context["form"].errors["next_step"]


def test_what_came_too_late_is_given_back(client, owner, idea):
    sign_in(client, owner)
    move_idea(idea, "take_up", actor=owner, next_step="Kijken.")
    page = client.post(f"/werkplek/{idea.reference}/take_up/", {"next_step": "Dit typte ik zojuist."})
    assert page.status_code == 422
    assert "Dit typte ik zojuist." in page.content.decode()
    assert "Dit kan nu niet." in page.content.decode()


def test_a_long_queue_is_not_counted_to_its_end(client, programme, owner, monkeypatch):
    monkeypatch.setattr("ideas.views.desk.MOST_COUNTED", 2)
    for _ in range(4):
        factories.make_raw_idea(programme)
    assert '<span class="count">2+</span>' in sign_in(client, owner).get("/werkplek/").content.decode()
