"""Celery says when to look; without it, or without its broker, somebody else does."""

import pytest

from notifications import tasks
from notifications.tasks import heartbeat, start_own_clock, stop_own_clock
from tests.notifications.test_draining import wait_for


def test_a_heartbeat_brings_an_event_to_the_mailboxes(idea, mail_server):
    heartbeat()
    assert len(mail_server.letters) == 3


def test_a_heartbeat_may_come_twice(mail, mail_server):
    heartbeat()
    heartbeat()
    assert len(mail_server.letters) == 2


def test_a_heartbeat_has_its_turn_and_the_next_one_goes_on(idea, mail_server, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "TURN", 0)
        heartbeat()
    assert mail_server.letters == []
    heartbeat()
    assert len(mail_server.letters) == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_drains_in_a_thread_of_its_own(idea, mail_server, monkeypatch):
    monkeypatch.setattr(tasks, "OWN_PAUSE", 0.05)
    clock = start_own_clock()
    wait_for(lambda: len(mail_server.letters) == 3)
    stop_own_clock()
    clock.join(timeout=5)
    assert not clock.is_alive()
