"""Kept pages: the same for every visitor, never for who is known, and gone at once when a moderator says so."""

import gzip
import threading
import time

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from ideas.actions.moderate import hide_idea
from ideas.models import Idea
from participation import page_cache, page_news
from participation.page_news import PageNews, withdraw_pages
from participation.page_shelf import PageShelf
from tests.doors import sign_in

LIST = "/ideeen/"


class Quiet:
    """In place of the thread that listens; the test itself vouches."""

    def start(self):
        """Nothing."""


@pytest.fixture
def shelf(monkeypatch, settings):
    settings.PAGE_CACHE_SECONDS = 5
    made = PageShelf()
    made.vouch(3600)
    monkeypatch.setattr(page_cache, "SHELF", made)
    monkeypatch.setattr(page_cache, "NEWS", Quiet())
    return made


@pytest.fixture
def listener(shelf):
    """A real listener of this shelf. Its connection is ended by the server at the end, as by a restart."""
    shelf.vouch(-1)
    thread = threading.Thread(target=listen, args=[shelf], daemon=True)
    thread.start()
    assert until(lambda: shelf._vouched_until > time.monotonic())
    yield thread
    end_listeners()
    thread.join(5)
    assert not thread.is_alive()


def listen(shelf):
    with pytest.raises(page_news.psycopg.OperationalError):
        PageNews(shelf).listen()
    connection.close()


def end_listeners():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                       " AND datname = current_database() AND query IN ('SELECT 1', %s)", [f"LISTEN {page_news.CHANNEL}"])  # fmt: skip


def until(happens, seconds=5):
    deadline = time.monotonic() + seconds
    while not (now := happens()) and time.monotonic() < deadline:
        time.sleep(0.005)
    return now


def rename(idea, title):
    Idea.objects.filter(pk=idea.pk).update(title=title)


def test_a_visitor_gets_the_kept_page_and_who_is_known_a_fresh_one(client, resident, idea, shelf):
    before = client.get(LIST).content
    rename(idea, "Een andere titel")
    assert client.get(LIST).content == before
    sign_in(client, resident)
    assert "Een andere titel" in client.get(LIST).content.decode()


def test_a_kept_page_asks_the_database_nothing(client, idea, shelf, django_assert_num_queries):
    for path in ("/", LIST, idea.get_absolute_url(), "/programmas/"):
        first = client.get(path)
        with django_assert_num_queries(0):
            again = client.get(path)
        assert (again.status_code, again.content, again.headers) == (200, first.content, first.headers)


def test_it_is_made_anew_after_its_time(client, idea, shelf, settings, monkeypatch):
    client.get(LIST)
    rename(idea, "Een andere titel")
    now = time.monotonic()
    monkeypatch.setattr("participation.page_shelf.time.monotonic", lambda: now + settings.PAGE_CACHE_SECONDS + 0.1)
    assert "Een andere titel" in client.get(LIST).content.decode()


OTHERS = {
    "a session": {"cookie": django_settings.SESSION_COOKIE_NAME},
    "a message": {"cookie": "messages"},
    "a fragment": {"headers": {"HX-Request": "true"}},
    "another language": {"cookie": django_settings.LANGUAGE_COOKIE_NAME, "value": "en"},
    "another address": {"query": "?sorteer=steun"},
    "another host": {"headers": {"Host": "127.0.0.1"}},
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_never_gets_that_kept_page(client, idea, shelf, name):
    client.get(LIST)
    rename(idea, "Een andere titel")
    other = OTHERS[name]
    if "cookie" in other:
        client.cookies[other["cookie"]] = other.get("value", "unknown")
    page = client.get(LIST + other.get("query", ""), headers=other.get("headers"))
    assert "Een andere titel" in page.content.decode()


def test_only_whole_pages_that_say_so_are_kept(client, idea, shelf):
    asked = [
        "/ideeen/nieuw/",
        "/inloggen/",
        "/bestaat-niet/",
        "/ideeen/2026-99999/",
        "/ideeen/?taal=en",
        "/mijn-inbreng/",
    ]
    for path in asked:
        client.get(path)
        client.cookies.clear()
    client.head(LIST)
    client.post(LIST)
    assert not shelf._pages
    client.get(LIST)
    assert len(shelf._pages) == 1


def test_zero_seconds_keep_nothing(client, idea, shelf, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get(LIST)
    assert not shelf._pages


def test_it_is_compressed_for_who_can_read_that_and_safe_in_both(client, idea, shelf):
    for _ in ("made", "kept"):
        plain = client.get(LIST)
        packed = client.get(LIST, headers={"Accept-Encoding": "br, gzip"})
        assert gzip.decompress(packed.content) == plain.content
        assert (packed["Content-Encoding"], packed["Content-Length"]) == ("gzip", str(len(packed.content)))
        assert "Content-Encoding" not in plain
        for page in (plain, packed):
            assert page["Vary"] == "Accept-Encoding, Cookie"
            assert page["Cache-Control"] == "no-cache"
            assert "default-src 'none'" in page["Content-Security-Policy"]
            assert not page.cookies


def test_a_browser_that_has_the_page_gets_no_second_copy(client, idea, shelf):
    mark = client.get(LIST)["ETag"]
    same = client.get(LIST, headers={"If-None-Match": mark})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", mark)
    rename(idea, "Een andere titel")
    shelf.clear()
    assert client.get(LIST, headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_a_moderator_hides_is_gone_for_every_visitor(client, idea, coordinator, listener):
    page = idea.get_absolute_url()
    for _ in range(2):
        assert client.get(page).status_code == 200
        assert idea.title in client.get(LIST).content.decode()
    hide_idea(idea, actor=coordinator, reason="Er staat een naam in.")
    assert until(lambda: client.get(page).status_code == 404, seconds=1)
    assert idea.title not in client.get(LIST).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_does_not_come_withdraws_nothing(idea, shelf, listener):
    edition = shelf.edition
    with transaction.atomic():
        withdraw_pages()
        transaction.set_rollback(True)
    with transaction.atomic():
        withdraw_pages()
    assert until(lambda: shelf.edition > edition)
    assert shelf.edition == edition + 1


@pytest.mark.django_db(transaction=True)
def test_news_outside_a_transaction_is_refused(shelf):
    with pytest.raises(transaction.TransactionManagementError):
        withdraw_pages()


@pytest.mark.django_db(transaction=True)
def test_pages_are_not_used_once_the_listener_is_cut_off(client, idea, shelf, listener, monkeypatch):
    client.get(LIST)
    assert shelf._pages
    end_listeners()
    listener.join(5)
    now = time.monotonic()
    monkeypatch.setattr("participation.page_shelf.time.monotonic", lambda: now + page_news.VOUCHED + 0.1)
    assert not any(shelf.take(key) for key in list(shelf._pages))
