"""Each clock alone brings an event all the way to a mailbox."""

import os
import signal
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection

from notifications import draining
from notifications.draining import drain_all, drain_until
from notifications.models import Delivery
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def wait_for(condition, seconds=10):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "It took too long."
        time.sleep(0.02)


def test_from_submission_to_the_mailboxes(drain, idea, mail_server, resident, owner, deputy):
    drain()
    assert mail_server.subjects() == {
        (resident.email, f"Uw idee {idea.reference} is ontvangen"),
        (owner.email, f"Nieuw idee voor uw programma: {idea.title}"),
        (deputy.email, f"Nieuw idee voor uw programma: {idea.title}"),
    }
    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}


def test_drain_once_does_what_is_due_and_ends(idea, mail_server):
    call_command("drain", "--once")
    assert len(mail_server.letters) == 3


def test_drain_runs_until_it_is_told_to_stop(idea, mail_server, resident):
    def stop_later():
        wait_for(lambda: len(mail_server.letters) == 3)
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    helper = threading.Thread(target=stop_later)
    helper.start()
    call_command("drain", "--pause", "0.05")
    helper.join()
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_loop_survives_a_database_that_went_away(idea, mail_server, caplog, monkeypatch):
    stop = threading.Event()
    looks = []

    def look(_stop=None):
        looks.append(1)
        if len(looks) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return drain_once(_stop)

    drain_once = draining.drain_once
    monkeypatch.setattr(draining, "drain_once", look)
    loop = threading.Thread(target=drain_until, args=[stop], kwargs={"pause": 0.05})
    loop.start()
    wait_for(lambda: len(mail_server.letters) == 3)
    stop.set()
    loop.join()
    assert "Draining failed" in caplog.text


def test_stopping_between_two_mails_leaves_the_rest_for_later(mail_server, idea, let_pass):
    stop = threading.Event()
    mail_server.when_taking = stop.set
    drain_until(stop, pause=0.05)
    assert len(mail_server.letters) == 1
    drain_all()
    assert len(mail_server.letters) == 3


def test_draining_ends_when_its_time_is_up(mail_server, idea):
    drain_all(seconds=0)
    assert not Delivery.objects.exists()
    drain_all(seconds=60)
    assert len(mail_server.letters) == 3


def test_three_clocks_at_once_send_each_mail_once(mail_server, last_rule, resident):
    for number in range(5):
        factories.make_idea(resident, title=f"Idee {number}")
    stop = threading.Event()
    loops = [threading.Thread(target=drain_until, args=[stop], kwargs={"pause": 0.01}) for _ in range(3)]
    for loop in loops:
        loop.start()
    wait_for(lambda: len(mail_server.letters) >= 15)
    stop.set()
    for loop in loops:
        loop.join()
    assert len(mail_server.letters) == len({letter["Message-ID"] for _, letter in mail_server.letters}) == 15
