"""How many messages are new, for a page that stays open: one small statement, and nothing when nothing happened."""

import re

import pytest
from django.core import signing
from django.test import Client

from notifications.context import SALT
from notifications.models import Delivery
from notifications.views import inbox
from tests.doors import sign_in


@pytest.fixture
def ask(neighbour):
    """Ask as a page of the neighbour does: without cookies, with what the browser knows already."""
    page = sign_in(Client(), neighbour).get("/berichten/").text
    path = re.search(r'data-inbox="([^"]+)"', page)[1]

    def request(**headers):
        return Client(headers=headers).get(path)

    return request


def test_it_tells_how_many_are_new(news, ask):
    assert ask().json() == {"unread": 0, "newest": None}
    news(2)
    newest = Delivery.objects.filter(channel="inbox", recipient__email="buur@example.org").latest("pk")
    assert ask().json() == {"unread": 2, "newest": newest.pk}


def test_while_nothing_happens_nothing_is_sent(news, ask, django_assert_num_queries):
    news(1)
    first = ask()
    assert first["Cache-Control"] == "private, no-cache"
    with django_assert_num_queries(1):
        same = ask(if_none_match=first["ETag"])
    assert (same.status_code, same.content, dict(same.cookies)) == (304, b"", {})
    news(1)
    assert ask(if_none_match=first["ETag"]).json()["unread"] == 2


def test_a_page_that_was_read_says_so_elsewhere(news, ask, neighbour):
    news(1)
    first = ask()
    Delivery.objects.inbox_of(neighbour).update(read_at="2026-01-01T00:00Z")
    assert ask(if_none_match=first["ETag"]).json() == {"unread": 0, "newest": None}


def test_nobody_asks_for_somebody_else(client, neighbour, db):
    for token in (str(neighbour.pk), signing.dumps(neighbour.pk), signing.dumps(neighbour.pk, salt="x"), "x:y:z"):
        assert client.get(f"/berichten/aantal/{token}/").status_code == 404


def test_a_page_that_is_open_for_a_day_has_to_be_loaded_anew(neighbour, client, monkeypatch):
    path = f"/berichten/aantal/{signing.dumps(neighbour.pk, salt=SALT)}/"
    assert client.get(path).status_code == 200
    monkeypatch.setattr(inbox, "WATCHED_FOR", -1)
    assert client.get(path).status_code == 404


def test_a_visitor_s_page_asks_nothing(client, db):
    assert "data-inbox" not in client.get("/").text
