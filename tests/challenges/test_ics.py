"""The calendar file, read back as a calendar does."""

from datetime import UTC, datetime

import pytest

from challenges.actions.notices import extend
from challenges.actions.steps import move_challenge
from challenges.ics import escaped
from tests import factories

pytestmark = pytest.mark.django_db


def read(content):
    """The events as {property: value}, unfolded; every line ends in CRLF and holds at most 75 octets."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    text = content.decode().replace("\r\n ", "")
    parts = text.split("BEGIN:VEVENT\r\n")[1:]
    return [dict(line.split(":", 1) for line in part.split("END:VEVENT")[0].strip().split("\r\n")) for part in parts]


def test_each_moment_is_an_event_in_utc(client, programme, owner):
    title = "Koel, droog; en \\ groen " + "é" * 60
    challenge = factories.make_challenge("open", programme=programme, phases=2, title=title)
    response = client.get(f"/uitdagingen/{challenge.slug}.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    events = read(response.content)
    phases = list(challenge.phases.all())
    moments = [moment for phase in phases for moment in (phase.opens_at, phase.closes_at)] + [challenge.questions_until]
    told = [datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for event in events]
    assert told == [moment.replace(microsecond=0) for moment in moments]
    assert events[0]["SUMMARY"] == f"Inzenden opent: {escaped(title)}"
    assert escaped(title).startswith("Koel\\, droog\\; en \\\\ groen é")
    assert len({event["UID"] for event in events}) == len(events)
    assert "VALARM" not in response.content.decode()
    extend(challenge, phases[1].opens_at, "Meer tijd.", actor=owner)
    again = read(client.get(f"/uitdagingen/{challenge.slug}.ics").content)
    assert [(old["UID"], old["SEQUENCE"], new["SEQUENCE"]) for old, new in zip(events, again, strict=True)] == [
        (event["UID"], "0", "1") for event in again
    ]


def test_a_challenge_that_stopped_goes_from_calendars(client, programme, owner):
    challenge = factories.make_challenge("open", programme=programme)
    before = read(client.get(f"/uitdagingen/{challenge.slug}.ics").content)
    move_challenge(challenge, "cancel", actor=owner, reason="Er is geen geld meer.")
    after = read(client.get(f"/uitdagingen/{challenge.slug}.ics").content)
    assert {(event["STATUS"], event["SEQUENCE"]) for event in before} == {("CONFIRMED", "0")}
    assert {(event["STATUS"], event["SEQUENCE"]) for event in after} == {("CANCELLED", "1")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ("een\r\ntwee\nBEGIN:VEVENT", "een\\ntwee\\nBEGIN:VEVENT"),
        ("x\ry\x00z\u2028q", "x y z q"),
    ],
)
def test_no_text_ends_its_line(text, value):
    assert escaped(text) == value
