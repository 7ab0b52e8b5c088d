"""Limits are exact, also for many at once, and fill again by themselves."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.models import F
from django.test import RequestFactory

from participation.errors import TooMany
from participation.limits import DAY, Limit, place_of, take
from participation.models import Allowance

LIMIT = Limit("test", size=3, seconds=60)


def taken(who="a", limit=LIMIT, tries=20):
    """How often it goes well before it is refused."""
    for number in range(tries):
        try:
            take(limit, who)
        except TooMany:
            return number
    return tries


@pytest.mark.django_db
def test_the_size_is_exact_and_each_has_their_own():
    assert (taken(), taken(), taken("b"), taken(limit=Limit("other", 1, 60))) == (3, 0, 3, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("passed", "again"), [(19, 0), (20, 1), (39, 1), (40, 2), (60, 3), (6000, 3)])
def test_it_fills_again(passed, again):
    taken()
    Allowance.objects.update(filled_at=F("filled_at") - timedelta(seconds=passed))
    assert taken() == again


@pytest.mark.django_db
def test_a_refusal_costs_nothing():
    taken()
    before = Allowance.objects.values().get()
    assert taken() == 0
    assert Allowance.objects.values().get() == before


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_was_not_used():
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 the token comes first
        take(LIMIT, "a")
        raise ZeroDivisionError
    assert taken() == 3


def in_thread(deed):
    def act():
        try:
            deed()
        finally:
            connections.close_all()

    thread = threading.Thread(target=act)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_there_is():
    got = []
    for thread in [in_thread(lambda: got.append(taken(tries=2))) for _ in range(5)]:
        thread.join(30)
    assert sum(got) <= LIMIT.size


@pytest.mark.django_db(transaction=True)
def test_who_began_earlier_and_came_later_gets_the_last_one():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT now(), pg_sleep(0.05)")
        in_thread(lambda: [take(LIMIT, "a") for _ in range(LIMIT.size - 1)]).join(30)
        take(LIMIT, "a")


def place(address, **headers):
    return place_of(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))


def test_a_place_is_an_address_that_nobody_can_read():
    here, there = place("192.0.2.1"), place("192.0.2.2")
    assert here == place("192.0.2.1") != there
    assert (len(here), "192" in here) == (64, False)


def test_all_addresses_of_one_visitor_are_one_place():
    assert place("2001:db8:1:2::1") == place("2001:db8:1:2:ffff::9") != place("2001:db8:1:3::1")


@pytest.mark.parametrize(
    ("proxies", "said", "counted"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 203.0.113.10", "203.0.113.9"),
    ],
)
def test_only_as_many_proxies_are_believed_as_there_are(settings, proxies, said, counted):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert place("192.0.2.1", **{"x-forwarded-for": said}) == place(counted)


def test_no_limit_lasts_longer_than_its_row():
    assert Limit("day", 1, DAY).seconds == DAY
    with pytest.raises(ValueError, match="forgotten before it is over"):
        Limit("days", 1, DAY + 1)
