"""The provider says that a session is over: every message that must not count, and what becomes of the others."""

import time

import pytest
from django.test import Client
from django.urls import get_resolver

from participation.models import AuditEntry
from participation.openid import CLOCKS_DIFFER
from participation.openid_logout import EVENT, FRESH
from tests import factories
from tests.doors import sign_in
from tests.participation.openid_service import STRANGERS_KEY, jwk_of, lying_provider

pytestmark = pytest.mark.django_db
HERE = "/inloggen/medewerker/gemeente/uit/"
NOW = int(time.time())


@pytest.fixture
def provider(settings):
    with lying_provider(settings) as provider:
        yield provider


@pytest.fixture
def official():
    return factories.make_official("an", openid_subject="s-1")


@pytest.fixture
def browser(official):
    """A browser in which the official is signed in."""
    return came_in(official)


def came_in(official, sid=""):
    client = sign_in(Client(), official, methods=("openid", "mfa"))
    client.get("/werkplek/")
    key = client.session.session_key
    kept = {"openid": {"sid": sid, "refresh": "", "asked": time.time()}}
    official.usersession_set.create(session_key=key, ip="127.0.0.1", user_agent="x", data=kept)
    return client


def message(provider, **other):
    """A logout token; None leaves a claim out."""
    whole = {"nonce": None, "jti": "j-1", "events": {EVENT: {}}, "iat": int(time.time()), **other}
    return provider.token(**whole)


def say(token, **extra):
    """What the endpoint answers, to a client that checks CSRF as a browser's request would be."""
    return Client(enforce_csrf_checks=True).post(HERE, {"logout_token": token}, **extra)


def is_in(client):
    return client.get("/werkplek/").status_code == 200


def test_every_session_of_the_subject_ends_with_its_next_click(provider, official, browser):
    elsewhere = came_in(official)
    colleague = came_in(factories.make_official("bo", openid_subject="s-2"))
    local = sign_in(Client(), factories.make_official("cor"))
    response = say(message(provider))
    assert (response.status_code, response.content, "no-store" in response["Cache-Control"]) == (200, b"", True)
    assert [is_in(one) for one in (browser, elsewhere, colleague, local)] == [False, False, True, True]
    assert [(row.who, row.kind) for row in AuditEntry.objects.all()] == [(official.pk, "access.ended")]


def test_a_session_alone_may_be_named(provider, official, browser):
    named = came_in(official, sid="z-1")
    other = came_in(official, sid="z-2")
    assert say(message(provider, sub=None, sid="z-1")).status_code == 200
    assert [is_in(one) for one in (named, other, browser)] == [False, True, True]


def test_a_subject_that_we_do_not_know_is_no_error(provider, browser):
    assert say(message(provider, sub="niemand")).status_code == 200
    assert say(message(provider, sub=None, sid="geen", jti="j-2")).status_code == 200
    assert is_in(browser)


REFUSED = {
    "signed by somebody else": {"key": STRANGERS_KEY},
    "signed by a key of another name": {"kid": "twee"},
    "not signed": {"key": None, "alg": "none"},
    "signed with a shared secret": {"key": "geheim" * 10, "alg": "HS256"},
    "for another client": {"aud": "iemand-anders"},
    "for nobody": {"aud": None},
    "from another issuer": {"iss": "https://elders.example"},
    "without an issuer": {"iss": None},
    "expired": {"exp": NOW - 3600},
    "made in the future": {"iat": NOW + 3600},
    "made too long ago": {"iat": NOW - FRESH - CLOCKS_DIFFER - 5, "exp": None},
    "made nobody knows when": {"iat": None},
    "made at a moment that is none": {"iat": "vandaag"},
    "made at a moment that never comes": {"iat": float("nan")},
    "with a nonce, so an ID token": {"nonce": "n"},
    "with an empty nonce": {"nonce": ""},
    "without events": {"events": None},
    "with events that are a list": {"events": [EVENT]},
    "with another event": {"events": {"https://elders.example/event": {}}},
    "with an event that is no object": {"events": {EVENT: True}},
    "without a number": {"jti": None},
    "with an empty number": {"jti": ""},
    "with a number that is a list": {"jti": ["j"]},
    "about nobody": {"sub": None},
    "about an empty name": {"sub": ""},
    "about a name that is no text": {"sub": 5},
    "about a session that is no text": {"sub": None, "sid": {"a": 1}},
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=REFUSED)
def test_a_message_that_is_not_good_ends_nothing(provider, browser, wrong):
    response = say(message(provider, **wrong))
    assert (response.status_code, response.json()) == (400, {"error": "invalid_request"})
    assert is_in(browser)
    assert say(message(provider)).status_code == 200
    assert not is_in(browser)


@pytest.mark.parametrize("typ", ["at+jwt", "secevent+jwt", "logout"])
def test_a_token_of_another_type_is_refused(provider, browser, typ):
    assert say(message(provider, typ=typ)).status_code == 400
    assert is_in(browser)


@pytest.mark.parametrize("typ", ["JWT", "logout+jwt", "LOGOUT+JWT", "application/logout+jwt"])
def test_these_types_are_good(provider, browser, typ):
    assert say(message(provider, typ=typ)).status_code == 200
    assert not is_in(browser)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\0", "." * 9, "é" * 9, "x" * 100_000])
def test_what_is_no_token_is_refused(provider, browser, token):
    assert say(token).status_code == 400
    assert is_in(browser)


def test_a_message_counts_once(provider, official, browser):
    token = message(provider)
    assert say(token).status_code == 200
    again = came_in(official)
    assert say(token).status_code == 400
    assert say(message(provider, iat=NOW)).status_code == 400  # Written anew with the number of the first.
    assert is_in(again)
    assert say(message(provider, jti="j-2")).status_code == 200
    assert not is_in(again)


def test_a_message_from_the_edge_of_what_is_fresh_counts(provider, browser):
    assert say(message(provider, iat=int(time.time()) - FRESH, exp=None)).status_code == 200
    assert not is_in(browser)


def test_a_key_that_is_withdrawn_ends_nothing(provider, browser):
    token = message(provider)
    provider.pages["/keys"] = (200, {"keys": [jwk_of(STRANGERS_KEY, kid="nieuw")]})
    assert say(token).status_code == 400
    assert is_in(browser)


def test_a_provider_that_is_away_may_send_it_again(provider, browser):
    token = message(provider)
    whole, provider.pages["/keys"] = provider.pages["/keys"], (500, {})
    assert say(token).status_code == 400
    provider.pages["/keys"] = whole
    assert say(token).status_code == 200
    assert not is_in(browser)


def test_who_sends_all_day_is_stopped(provider):
    answers = [say("x").status_code for _ in range(125)]
    assert (answers[0], answers[-1]) == (400, 429)


def test_a_get_and_a_site_without_a_provider_have_nothing_here(client, settings):
    assert [client.get(HERE).status_code, client.post(HERE).status_code] == [405, 404]


def test_a_session_here_opens_nothing_there(provider, browser):
    """The cookie of who is signed in counts for nothing: only the token does."""
    assert browser.post(HERE, {"logout_token": ""}).status_code == 400
    assert is_in(browser)


def test_only_these_pages_do_without_a_token_of_ours():
    """Of these, the page of a response asks for the token itself, once it has said where files go."""

    def names(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from names(pattern.url_patterns)
            elif getattr(pattern.callback, "csrf_exempt", False):
                yield pattern.name

    assert set(names(get_resolver().url_patterns)) == {"openid_end", "unsubscribe", "response"}
