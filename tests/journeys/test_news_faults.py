"""News that breaks on its way, at any step: everybody hears it, in the inbox once and by mail as promised."""

import threading
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import count, groupby

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now

from ideas.actions.support import follow_idea
from ideas.actions.triage import move_idea
from ideas.models import Idea
from notifications.actions import set_preferences
from notifications.draining import drain_all, drain_once
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from notifications.statuses import Channel, Frequency, Group
from participation import journal
from participation.models import Event
from tests import factories
from tests.journeys.faults import broken, dies, freezes, loses_the_answer
from tests.notifications.conftest import let_pass

__all__ = ["let_pass"]

pytestmark = pytest.mark.django_db(transaction=True)

LEASE_OVER = timedelta(seconds=121)
QUARTER = timedelta(minutes=15, seconds=1)
TOLD = {("inbox", "author"), ("email", "author"), ("inbox", "followers"), ("email", "followers")}


@pytest.fixture
def happen(programme, owner, resident, neighbour):
    """Let an idea be taken up, of which its author and a follower are told by both ways. Gives the event."""

    def take_up():
        idea = factories.make_raw_idea(programme, author=resident)
        follow_idea(idea, actor=neighbour)
        move_idea(idea, "take_up", actor=owner, next_step="Wij gaan kijken.")
        return Event.objects.latest("pk")

    return take_up


@pytest.fixture
def afterwards(let_pass):
    """The others go on: what hangs is released, what is in doubt waits its quarter of an hour, all is sent."""

    def go_on():
        for pause in (LEASE_OVER, QUARTER):
            if Event.objects.filter(dispatched_at=None).exists() or Delivery.objects.filter(settled_at=None).exists():
                let_pass(pause)
                drain_all()

    return go_on


def told(event):
    event.refresh_from_db()
    return set(event.deliveries.values_list("channel", "route")), event.dispatched_at is not None


def sent(mail_server, event):
    """How many mails of `event` went out in all, and how many of them are counted as sent again in doubt."""
    mails = event.deliveries.filter(channel="email")
    assert {mail.state for mail in mails} == {"accepted"}
    ours = [f"<{mail.uuid}@inbreng.example.org>" for mail in mails]
    went_out = Counter(letter["Message-ID"] for _, letter in mail_server.letters if letter["Message-ID"] in ours)
    assert len(went_out) == len(ours)
    return went_out.total(), sum(mail.resends for mail in mails)


ONCE_EACH = (2, 0)
#: It died after it said that it would hand the text over, and before it did: a doubt that was not needed.
NOT_SENT_IN_DOUBT = (2, 1)
SENT_IN_DOUBT = (3, 1)


@pytest.mark.parametrize(
    ("happens", "doubt"), [(dies, [NOT_SENT_IN_DOUBT, SENT_IN_DOUBT]), (loses_the_answer, [SENT_IN_DOUBT])]
)
def test_news_that_breaks_at_any_step(happens, doubt, happen, afterwards, mail_server):
    ends = []
    for at in count():
        event = happen()
        with broken(at, happens) as way, suppress(OperationalError):
            drain_once()
        assert told(event) in [(set(), False), (TOLD, True)], way.taken[at]
        afterwards()
        assert told(event) == (TOLD, True), way.taken[at]
        ends.append(sent(mail_server, event))
        if not way.broke:
            break
    # In doubt is only what broke between the text and the row that says that it was taken: each mail at its turn.
    assert [end for end, _ in groupby(ends)] == [ONCE_EACH, *doubt, ONCE_EACH, *doubt, ONCE_EACH]


def test_a_sender_that_freezes_at_any_step(happen, afterwards, mail_server):
    def others():
        helper = threading.Thread(target=lambda: (afterwards(), connection.close()))
        helper.start()
        helper.join()

    ends = []
    for at in count():
        event = happen()
        fan_out_waiting()
        with broken(at, freezes(others)) as way:
            drain_once()
        afterwards()
        ends.append(sent(mail_server, event))
        if not way.broke:
            break
    # Who lost the lease hands nothing over. Who froze during the hand-over cannot know: once more, and counted.
    assert [end for end, _ in groupby(ends)] == [ONCE_EACH, SENT_IN_DOUBT, ONCE_EACH, SENT_IN_DOUBT, ONCE_EACH]


def digest_of(person, event):
    """The mails that went out with what happened to the idea, and how often they are counted as sent in doubt."""
    mails = Delivery.objects.filter(recipient=person, channel="email", event__subject_id=event.subject_id)
    assert {mail.state for mail in mails} == {"accepted"}
    assert len({(mail.letter, mail.resends) for mail in mails}) == 1
    return mails[0].letter, mails[0].resends


@pytest.mark.parametrize(("happens", "doubt"), [(dies, [(1, 1), (2, 1)]), (loses_the_answer, [(2, 1)])])
def test_a_digest_that_breaks_at_any_step(happens, doubt, happen, afterwards, mail_server, neighbour):
    set_preferences({(Group.FOLLOWED, Channel.EMAIL): Frequency.DAILY}, actor=neighbour)
    ends = []
    for at in count():
        event = happen()
        with transaction.atomic():
            journal.record(event.kind, Idea.objects.get(pk=event.subject_id), actor=None, **event.facts)
        fan_out_waiting()
        drain_all()  # What goes apart is out of the way.
        Delivery.objects.filter(digest=True, state="pending").update(next_attempt_at=Now())
        with broken(at, happens) as way, suppress(OperationalError):
            drain_once()
        afterwards()
        letter, resends = digest_of(neighbour, event)
        went_out = [one for one in mail_server.to(neighbour) if one["Message-ID"].startswith(f"<{letter}@")]
        ends.append((len(went_out), resends))
        if not way.broke:
            break
    # All of it in one mail, which is the same mail when it had to go out again.
    assert [end for end, _ in groupby(ends)] == [(1, 0), *doubt, (1, 0)]


def test_what_nobody_is_there_for_waits_in_view_until_somebody_is(idea, owner, deputy, mail_server, let_pass):
    for person in (owner, deputy):
        person.is_active = False
        person.save(update_fields=["is_active"])
    drain_all()
    assert mail_server.subjects() == {("bloem@example.org", f"Uw idee {idea.reference} is ontvangen")}
    waiting = Event.objects.get(dispatched_at__isnull=True)
    assert (waiting.kind, waiting.attempts, waiting.last_error[:12]) == ("idea.routed", 1, "NobodyToTell")

    coordinator = factories.make_official("coordinator", is_coordinator=True)
    let_pass(timedelta(seconds=3))
    drain_all()
    (letter,) = mail_server.to(coordinator)
    assert idea.title in letter["Subject"]
    assert not Event.objects.filter(dispatched_at__isnull=True).exists()
