"""Many at once, through the doors that people use: nothing is counted twice, nothing is lost, nobody waits for ever."""

import queue
import threading
import uuid
from collections import Counter

import pytest
from django.db import connection
from django.test import Client

from ideas.actions.support import SUPPORTING
from ideas.models import Concept, Follow, Idea, Support
from notifications.draining import drain_all
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation.models import Event
from tests import factories
from tests.doors import sign_in
from tests.journeys.people import WORDS

pytestmark = pytest.mark.django_db(transaction=True)

WIDTH = 6  # Of the eight connections in the pool.


def at_once(deeds):
    """Do all of `deeds`, WIDTH at a time, beginning at the same moment; gives what they gave."""
    waiting, gate, given = queue.SimpleQueue(), threading.Barrier(min(WIDTH, len(deeds))), []
    for deed in deeds:
        waiting.put(deed)

    def work():
        gate.wait(20)
        try:
            while True:
                given.append(waiting.get_nowait()())
        except queue.Empty:
            pass
        except Exception as error:  # noqa: BLE001 the test shows it
            given.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(gate.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


class Tab:
    """A tab of a browser in which this person is signed in. All tabs of a browser send the same cookies."""

    def __init__(self, person):
        self.cookies = sign_in(Client(), person).cookies.output(header="", sep=";")

    def post(self, path, fields):
        return Client(headers={"cookie": self.cookies}).post(path, fields)

    def click(self, path, **fields):
        return lambda: self.post(path, fields).status_code


def tally(idea):
    idea.refresh_from_db()
    return idea.support_count, Support.objects.filter(idea=idea).count()


def test_two_hundred_clicks_of_one_person_are_one_support(idea, neighbour):
    answers = Counter(at_once([Tab(neighbour).click(f"{idea.get_absolute_url()}steun/")] * 200))
    assert tally(idea) == (1, 1)
    # The limit speaks up after sixty, and nothing else does.
    assert (set(answers), answers.total()) == ({302, 429}, 200)
    assert answers[302] >= SUPPORTING.size


def test_two_hundred_people_are_two_hundred_supports(idea):
    people = [factories.make_resident(f"p{number}") for number in range(200)]
    deeds = [Tab(one).click(f"{idea.get_absolute_url()}steun/") for one in people]
    assert Counter(at_once(deeds)) == {302: 200}
    assert tally(idea) == (200, 200)


def test_support_against_withdrawal(idea):
    path = f"{idea.get_absolute_url()}steun/"
    tabs = [Tab(factories.make_resident(f"p{number}")) for number in range(10)]
    deeds = [tab.click(path, doe=way) for tab in tabs for way in ("", "terug") * 10]
    assert Counter(at_once(deeds)) == {302: 200}
    counted, rows = tally(idea)
    assert counted == rows <= 10
    assert Counter(at_once([tab.click(path, doe="terug") for tab in tabs])) == {302: 10}
    assert tally(idea) == (0, 0)


def test_one_form_sent_from_six_tabs_is_one_idea(resident, last_rule):
    tab, fields = Tab(resident), {**WORDS, "key": uuid.uuid4(), "doe": "verstuur"}
    answers = at_once([lambda: tab.post("/ideeen/nieuw/", fields)] * WIDTH)
    idea = Idea.objects.get()
    assert [answer.headers.get("Location") for answer in answers] == [idea.get_absolute_url()] * WIDTH
    assert [event.kind for event in Event.objects.order_by("pk")] == ["idea.submitted", "idea.routed"]
    assert list(Follow.objects.values_list("person", flat=True)) == [resident.pk]
    assert not Concept.objects.exists()


def test_the_numbers_of_ideas_that_come_at_once_follow_each_other(last_rule):
    people = [factories.make_resident(f"p{number}") for number in range(18)]
    deeds = [Tab(one).click("/ideeen/nieuw/", **WORDS, key=uuid.uuid4(), doe="verstuur") for one in people]
    assert Counter(at_once(deeds)) == {302: 18}
    numbers = sorted(int(idea.reference.partition("-")[2]) for idea in Idea.objects.all())
    assert numbers == list(range(1, 19))


def test_two_officials_who_decide_at_once_give_one_answer(idea, owner, deputy, mail_server, resident):
    path = f"{idea.get_desk_url()}decline/"
    words = {
        "reason_code": "te_duur",
        "reason": "Het kost te veel.",
        "next_step": "Wij bellen u.",
        "date": "2031-03-01",
    }
    deeds = [Tab(official).click(path, **words) for official in (owner, deputy)]
    assert sorted(at_once(deeds)) == [302, 422]
    drain_all()
    assert len([one for one in mail_server.to(resident) if "doen we niet" in one["Subject"]]) == 1


def test_six_fan_outs_of_one_event_tell_everybody_once(idea):
    waiting = Event.objects.filter(dispatched_at__isnull=True).count()
    assert sum(at_once([fan_out_waiting] * WIDTH)) == waiting == 2
    told = Delivery.objects.values_list("event", "recipient", "channel")
    assert len(set(told)) == len(told) == 6  # Author, owner and deputy, each by two ways.


def test_six_clocks_share_the_mails_and_none_goes_twice(last_rule, resident, mail_server):
    for _ in range(5):
        factories.make_idea(resident)
    at_once([drain_all] * WIDTH)
    assert len(mail_server.letters) == len({letter["Message-ID"] for _, letter in mail_server.letters}) == 15
    assert set(Delivery.objects.values_list("channel", "state", "attempts")) == {
        ("inbox", "accepted", 0),
        ("email", "accepted", 1),
    }
