"""No more mail a second than the settings say, whoever sends it."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from notifications import draining, pace
from notifications.claims import claim
from notifications.pace import give_back, take
from notifications.sending import send_waiting
from participation.models import Allowance
from tests.notifications.test_fanout import in_parallel


def last_filled(seconds_ago):
    Allowance.objects.update(filled_at=Now() - timedelta(seconds=seconds_ago))


def stand_still():
    """Let no time pass until the next word about it: a moment that is still to come brings nothing."""
    last_filled(-3600)


@pytest.fixture
def full(settings, db):
    """A full bucket for six mails a second."""
    settings.MAIL_RATE = 6
    Allowance.objects.create(key=pace.KEY, tokens=6, filled_at="2000-01-01T00:00Z")
    stand_still()


def test_the_first_mail_ever_finds_a_full_bucket(settings, db):
    settings.MAIL_RATE = 6
    assert take(2) == 2
    stand_still()
    assert [take(3), take(1), take(1)] == [3, 1, 0]


def test_what_one_second_allows_may_go_at_once_and_then_what_time_brings(full):
    assert [take(2), take(9), take(9), take(2), take(1), take(1)] == [2, 3, 0, 0, 1, 0]
    last_filled(0.55)
    assert take(9) == 3
    stand_still()
    assert take(9) == 0
    last_filled(60)
    assert take(9) == 3
    stand_still()
    assert [take(9), take(9)] == [3, 0]


def test_what_was_not_needed_is_there_for_the_next(full):
    assert [take(3), take(3), take(2)] == [3, 3, 0]
    give_back(2)
    assert [take(2), take(1)] == [2, 0]


def test_one_mail_a_second(full, settings):
    settings.MAIL_RATE = 1
    assert [take(9), take(9)] == [1, 0]
    last_filled(1)
    assert take(9) == 1


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_share_what_there_is(full):
    granted = []
    in_parallel(6, lambda: granted.append(take(3)))
    assert sorted(granted) == [0, 0, 0, 0, 3, 3]


@pytest.mark.django_db(transaction=True)
def test_who_comes_to_a_halt_while_claiming_halts_nobody(news, mail_server, monkeypatch):
    def halts(most):
        granted = take(most)
        monkeypatch.setattr(pace, "take", take)
        in_parallel(1, send_waiting)
        return granted

    news(2)
    monkeypatch.setattr(pace, "take", halts)
    assert claim(100) == []
    assert len(mail_server.letters) == 4


def test_what_is_due_is_claimed_no_faster_and_what_is_not_in_bulk_first(full, news):
    news(4)
    assert [delivery.route for [delivery] in claim(100)] == ["author"] * 3
    assert [delivery.route for [delivery] in claim(100)] == ["author", "followers", "followers"]
    assert claim(100) == []
    last_filled(1)
    assert [delivery.route for [delivery] in claim(100)] == ["followers"] * 2
    stand_still()
    assert [take(3), take(1), take(1)] == [3, 1, 0]  # For two mails, two were taken.


def test_looking_whether_anything_is_due_costs_nothing(full):
    assert claim(100) == []
    assert [take(3), take(3)] == [3, 3]


def test_draining_waits_until_the_rest_may_go(settings, news, mail_server, monkeypatch):
    settings.MAIL_RATE = 4
    monkeypatch.setattr(draining, "BREATH", 0.05)
    news(3)
    draining.drain_all()
    assert len(mail_server.letters) == 6
