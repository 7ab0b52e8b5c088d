"""The news of vote rounds on its way: in the inbox, behind its button, and once more before it is sent."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.actions.round import move_round
from ideas.actions.vote import cast_vote
from ideas.models import Idea
from notifications.actions import set_preferences
from notifications.eligibility import look
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.statuses import Channel, Frequency, Group
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(coordinator, programme, neighbour):
    """A round that ended, in which `neighbour` voted, who has its result in the inbox."""
    ideas = [factories.make_raw_idea(programme) for _ in range(2)]
    round_ = factories.make_vote(coordinator, ideas, title="Groenste straat")
    cast_vote(round_, ideas[0], actor=neighbour, ticket=None, client_key=uuid.uuid4())
    move_round(factories.end(round_), "close", actor=None)
    fan_out_waiting()
    return round_


def inbox(person):
    return Delivery.objects.inbox_of(person).get()


def test_the_inbox_tells_of_the_round_and_leads_there(client, told, neighbour):
    html = sign_in(client, neighbour).get("/berichten/").content.decode()
    assert all(
        words in html
        for words in ("Groenste straat", "De stemronde is klaar. 1 persoon stemde.", "Bekijk de stemronde")
    )
    opened = client.post(f"/berichten/{inbox(neighbour).uuid}/")
    assert opened["Location"] == told.get_absolute_url()


def test_a_round_and_an_idea_with_one_number_are_two_things(client, told, neighbour, programme):
    assert not Idea.objects.filter(pk=told.pk).exists()
    factories.make_raw_idea(programme, pk=told.pk, visibility="hidden")
    html = sign_in(client, neighbour).get("/berichten/").content.decode()
    assert "Groenste straat" in html.partition("<main")[2]


def test_a_round_that_was_taken_back_is_not_told(client, told, neighbour):
    factories.let_time_pass(told, status="concept", salt="x")
    assert "Groenste straat" not in sign_in(client, neighbour).get("/berichten/").content.decode().partition("<main")[2]
    assert client.post(f"/berichten/{inbox(neighbour).uuid}/")["Location"] == "/berichten/"
    mail = Delivery.objects.select_related("event", "recipient").get(channel=Channel.EMAIL)
    assert look([mail]).objection(mail) == "They may not see the round."


def test_asked_again_before_it_is_sent(told, neighbour):
    mail = Delivery.objects.select_related("event", "recipient").get(channel=Channel.EMAIL)
    with CaptureQueriesContext(connection) as queries:
        assert look([mail]).objection(mail) == ""
    assert len(queries) <= 4
    set_preferences({(Group.FOLLOWED, Channel.EMAIL): Frequency.OFF}, actor=neighbour)
    assert look([mail]).objection(mail) == "They switched this off."
    mail.recipient.is_active = False
    assert look([mail]).objection(mail) == "The account is not active."
