"""No more mail a second than the settings say, whoever sends it."""

from datetime import timedelta

import pytest
from django.db import transaction

from notifications import draining, pace
from notifications.leases import claim
from notifications.models import Delivery
from tests.notifications.test_fanout import in_parallel

SECOND = timedelta(seconds=1)


def take(wanted):
    with transaction.atomic():
        return pace.take(wanted)


@pytest.fixture
def slow(settings, db):
    settings.MAIL_RATE = 5


def test_what_one_second_allows_may_go_at_once_and_then_what_time_brings(slow, let_pass):
    assert [take(3), take(3), take(3)] == [3, 2, 0]
    let_pass(SECOND * 0.6)
    assert [take(9), take(9)] == [3, 0]
    let_pass(SECOND * 60)
    assert [take(9), take(9)] == [5, 0]


def test_a_clock_that_was_put_back_takes_nothing_away(slow, let_pass):
    take(3)
    let_pass(-SECOND * 60)
    assert [take(3), take(3)] == [2, 0]


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_share_what_there_is(slow):
    granted = []
    in_parallel(6, lambda: granted.append(take(2)))
    assert sorted(granted) in ([0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 1, 2])


def test_what_is_due_is_claimed_no_faster_and_what_is_not_in_bulk_first(settings, news, let_pass):
    settings.MAIL_RATE = 3
    news(4)
    assert [delivery.route for delivery in claim(100)] == ["author"] * 3
    assert claim(100) == []
    let_pass(SECOND)
    assert [delivery.route for delivery in claim(100)] == ["author", "followers", "followers"]


def test_looking_whether_anything_is_due_costs_nothing(slow, mail, let_pass):
    Delivery.objects.all().delete()
    assert claim(100) == []
    assert take(9) == 5


def test_draining_waits_until_the_rest_may_go(settings, news, mail_server, monkeypatch):
    settings.MAIL_RATE = 4
    monkeypatch.setattr(draining, "BREATH", 0.05)
    news(3)
    draining.drain_all()
    assert len(mail_server.letters) == 6
