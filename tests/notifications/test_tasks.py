"""Celery gives hints; without it, or without its broker, nothing is lost."""

from datetime import timedelta

import pytest

from notifications import tasks
from notifications.models import Delivery
from notifications.tasks import heartbeat, send_delivery, start_own_clock, stop_own_clock
from participation.celery import app
from tests.notifications.test_draining import wait_for


@pytest.fixture
def in_process():
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def dead_broker(settings):
    settings.EMBEDDED_REDIS = False
    dead = {
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {"max_retries": 1, "interval_start": 0},
    }
    before = {name: app.conf[name] for name in dead}
    app.conf.update(dead)
    app._after_fork()  # Forgets the connections that other tests made.
    yield
    app.conf.update(before)
    app._after_fork()


def test_a_heartbeat_brings_an_event_to_the_mailboxes(in_process, idea, mail_server):
    heartbeat()
    assert len(mail_server.letters) == 3


def test_a_hint_may_come_twice(in_process, mail, mail_server):
    send_delivery(mail.pk)
    send_delivery(mail.pk)
    assert len(mail_server.letters) == 1


def test_with_a_dead_broker_the_heartbeat_goes_on_and_the_next_clock_sends(
    dead_broker, idea, drain, let_pass, mail_server
):
    heartbeat()
    assert Delivery.objects.due().count() == 3
    let_pass(timedelta(seconds=61))
    drain()
    assert len(mail_server.letters) == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_drains_in_a_thread_of_its_own(idea, mail_server, monkeypatch):
    monkeypatch.setattr(tasks, "OWN_PAUSE", 0.05)
    clock = start_own_clock()
    wait_for(lambda: len(mail_server.letters) == 3)
    stop_own_clock()
    clock.join(timeout=5)
    assert not clock.is_alive()
