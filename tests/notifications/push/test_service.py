"""What the answers of a push service mean, each of them."""

import pytest

from notifications.models import PushDevice
from notifications.push import service
from notifications.push.notice import Notice
from notifications.push.service import Outcome, meaning_of, send
from tests.notifications.conftest import free_port

ANSWERS = {
    **dict.fromkeys((200, 201, 202, 204), Outcome.TAKEN),
    **dict.fromkeys((404, 410), Outcome.GONE),
    **dict.fromkeys((408, 425, 429, 500, 502, 503, 504, 507, 599), Outcome.LATER),
    **dict.fromkeys((400, 401, 403, 405, 406, 411, 412, 413, 415, 422, 451), Outcome.NEVER),
    **dict.fromkeys((100, 301, 302, 307, 308, 600, 999), Outcome.NEVER),
}


@pytest.mark.parametrize(("status", "outcome"), ANSWERS.items())
def test_what_an_answer_means(status, outcome):
    answer = meaning_of(status)
    assert answer.outcome == outcome
    assert answer.told == ("" if outcome == Outcome.TAKEN else f"The push service answered {status}.")


@pytest.mark.parametrize(("status", "alarms"), [(400, True), (401, True), (403, True), (413, False), (410, False)])
def test_the_administrator_hears_when_we_are_wrong(status, alarms, caplog):
    meaning_of(status)
    assert ("was PUSH_KEY replaced?" in caplog.text) == alarms


@pytest.fixture
def notice():
    return Notice(b'{"title": "Hallo", "tag": "a"}', "0" * 32, is_bulk=False)


def device_of(browser, **changes):
    return PushDevice(**{**browser.fields(), **changes})


def test_a_notice_reaches_the_browser_and_nobody_else_reads_it(push_service, notice):
    browser = push_service.browser()
    assert send(notice, device_of(browser)).outcome == Outcome.TAKEN
    assert browser.read == [{"title": "Hallo", "tag": "a"}]
    (headers,) = browser.headers
    assert {name: headers[name] for name in ("Content-Encoding", "TTL", "Urgency", "Topic")} == {
        "Content-Encoding": "aes128gcm", "TTL": "259200", "Urgency": "normal", "Topic": "0" * 32,
    }  # fmt: skip


def test_what_goes_to_many_is_less_urgent(push_service):
    browser = push_service.browser()
    send(Notice(b'{"tag": 1}', "a", is_bulk=True), device_of(browser))
    assert browser.headers[0]["Urgency"] == "low"


def test_a_service_that_is_away_may_be_there_later(push_service, notice, monkeypatch):
    port = free_port()
    monkeypatch.setattr("notifications.push.wire.PORTS", {port})
    away = PushDevice(**{**push_service.browser().fields(), "endpoint": f"https://localhost:{port}/x"})
    assert send(notice, away).outcome == Outcome.LATER


def test_a_name_that_is_not_known_may_be_known_later(notice, push_service):
    nowhere = device_of(push_service.browser(), endpoint="https://nergens.invalid/x")
    assert send(notice, nowhere).outcome == Outcome.LATER


def test_an_address_inside_never_gets_anything(notice, push_service, monkeypatch):
    monkeypatch.setattr("notifications.push.wire.is_public", lambda _address: False)
    assert send(notice, device_of(push_service.browser())).outcome == Outcome.NEVER


def test_a_fault_of_ours_is_logged_and_waits_for_its_repair(notice, push_service, monkeypatch, caplog):
    monkeypatch.setattr(service, "post", lambda *_: 1 / 0)
    answer = send(notice, device_of(push_service.browser()))
    assert (answer.outcome, answer.told) == (Outcome.LATER, "ZeroDivisionError: division by zero")
    assert "could not be made" in caplog.text
