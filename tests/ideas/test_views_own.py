"""Supporting, following, answering, withdrawing and looking back, by everybody who should not as well."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.actions.support import support_idea
from ideas.actions.triage import move_idea
from ideas.models import Follow, Support
from ideas.statuses import Status
from tests import factories
from tests.doors import sign_in


@pytest.mark.parametrize("what", ["steun", "volgen", "withdraw", "answer_question"])
def test_nobody_does_anything_without_signing_in(client, idea, what):
    response = client.post(f"{idea.get_absolute_url()}{what}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/inloggen/")
    idea.refresh_from_db()
    assert (idea.support_count, idea.status) == (0, Status.RECEIVED)


@pytest.mark.parametrize("what", ["steun", "volgen", "withdraw"])
def test_reading_changes_nothing(client, idea, neighbour, what):
    sign_in(client, neighbour)
    assert client.get(f"{idea.get_absolute_url()}{what}/").status_code == 405


def test_a_support_costs_the_same_at_the_first_and_at_the_thirtieth(client, idea, neighbour):
    sign_in(client, neighbour)
    path = f"{idea.get_absolute_url()}steun/"
    client.get(idea.get_absolute_url())
    costs = []
    for others in (0, 29):
        for number in range(others):
            support_idea(idea, actor=factories.make_resident(f"steun{number}"))
        with CaptureQueriesContext(connection) as seen:
            client.post(path)
        costs.append(sum("SAVEPOINT" not in query["sql"] for query in seen))
        client.get(idea.get_absolute_url())
        client.post(path, {"doe": "terug"})
        client.get(idea.get_absolute_url())
    assert costs[0] == costs[1] <= 8


def test_one_s_own_idea_is_not_supported(client, idea, resident):
    sign_in(client, resident)
    response = client.post(f"{idea.get_absolute_url()}steun/", follow=True)
    assert "U kunt dit idee niet steunen." in response.content.decode()
    assert not Support.objects.exists()


def test_an_idea_that_ended_is_not_supported(client, idea, neighbour, resident):
    move_idea(idea, "withdraw", actor=resident, reason="Het is al klaar.")
    sign_in(client, neighbour)
    client.post(f"{idea.get_absolute_url()}steun/")
    assert not Support.objects.exists()


def test_taking_back_what_was_never_given_changes_nothing(client, idea, neighbour, resident):
    support_idea(idea, actor=factories.make_resident("ander"))
    sign_in(client, neighbour)
    client.post(f"{idea.get_absolute_url()}steun/", {"doe": "terug"})
    idea.refresh_from_db()
    assert idea.support_count == 1


def test_following_twice_is_following_once(client, idea, neighbour):
    sign_in(client, neighbour)
    for _ in range(2):
        client.post(f"{idea.get_absolute_url()}volgen/")
    assert Follow.objects.filter(person=neighbour).count() == 1


@pytest.mark.parametrize("verb", ["withdraw", "take_up", "adopt", "give_up_waiting", "wake", "vliegen"])
def test_only_the_author_s_own_moves_by_the_author_alone(client, idea, neighbour, owner, resident, verb):
    path = f"{idea.get_absolute_url()}{verb}/"
    for person in (neighbour, owner):
        sign_in(client, person)
        assert client.post(path, {"next_step": "Ja.", "reason": "Ja."}).status_code == 404
    sign_in(client, resident)
    assert client.post(path, {"next_step": "Ja.", "reason": "Ja."}).status_code == (302 if verb == "withdraw" else 404)


def test_a_move_that_is_not_possible_now_says_so(client, idea, resident):
    sign_in(client, resident)
    response = client.post(f"{idea.get_absolute_url()}answer_question/", {"text": "Hier."})
    assert response.status_code == 422
    idea.refresh_from_db()
    assert idea.status == Status.RECEIVED
