"""What the administrator sees, and what `manage.py outbox` can do about it."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.utils import timezone

from ideas.events import IdeaEvent
from notifications.models import Delivery
from notifications.outbox import measure
from notifications.statuses import WAITING, State
from participation.models import Event
from tests.doors import sign_in

EMPTY = {
    "Oldest waiting event": "none",
    "Events waiting": "0",
    "Events failing": "0",
    "Oldest waiting delivery": "none",
    "Overdue delivery": "none",
    "Overdue delivery in bulk": "none",
    "Deliveries pending": "0",
    "Deliveries sending": "0",
    "Deliveries failed": "0",
    "Deliveries uncertain": "0",
    "Deliveries cancelled": "0",
    "Deliveries accepted": "0",
    "Deliveries sent again in doubt": "0",
}


def outbox(*options):
    out = StringIO()
    call_command("outbox", *options, stdout=out)
    return out.getvalue()


def table(text):
    """The figures as they are printed; an age may be some seconds more than what the test let pass."""
    rows = re.findall(r"^([A-Z][a-z ]+[a-z])  +(none|\d+(?: s)?)$", text, re.MULTILINE)
    return {label: re.sub(r"^(9?)\d s$", r"\g<1>0 s", figure) for label, figure in rows}


def listed(text):
    return [re.split(r"  +", line) for line in text.partition("Message-ID up to the @\n")[2].splitlines()]


def test_an_empty_outbox(db):
    assert table(outbox()) == EMPTY
    assert {len(line) for line in outbox().splitlines()} == {46}


def test_what_waits_and_for_how_long(mail, let_pass):
    let_pass(timedelta(seconds=90))
    Event.objects.filter(kind=IdeaEvent.TAKEN_UP).update(dispatched_at=None, attempts=1)
    assert table(outbox()) == {
        **EMPTY,
        "Oldest waiting event": "90 s",
        "Events waiting": "1",
        "Events failing": "1",
        "Oldest waiting delivery": "90 s",
        "Overdue delivery": "90 s",
        "Overdue delivery in bulk": "90 s",
        "Deliveries pending": "2",
        "Deliveries accepted": "2",
    }


@pytest.mark.parametrize("state", State.values)
def test_every_state_is_counted(mail, state):
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.update(state=state, resends=1, next_attempt_at=later, token=uuid.uuid4(), lease_until=later)
    waits = {"Oldest waiting delivery": "0 s"} if state in WAITING else {}
    counts = {f"Deliveries {state}": "4", "Deliveries sent again in doubt": "4"}
    assert table(outbox()) == EMPTY | waits | counts


def test_a_mail_that_the_server_refused_for_now_waits_and_is_no_alarm(mail, let_pass):
    let_pass(timedelta(seconds=90))
    Delivery.objects.update(next_attempt_at=timezone.now() + timedelta(hours=1))
    waits = {"Oldest waiting delivery": "90 s", "Deliveries pending": "2", "Deliveries accepted": "2"}
    assert table(outbox("--alarm-after", "0")) == EMPTY | waits


def test_a_mail_that_waits_for_its_moment_is_not_old(mail, let_pass):
    let_pass(timedelta(days=3))
    later = timezone.now() + timedelta(days=2)
    Delivery.objects.update(digest=True, due_at=later, next_attempt_at=later)
    waits = {"Deliveries pending": "2", "Deliveries accepted": "2"}
    assert table(outbox("--alarm-after", "0")) == EMPTY | waits


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ({"state": "pending"}, None),
        ({"state": "failed"}, None),
        ({"state": "uncertain"}, ["2026-01-31 13:00:00", "uncertain", "0"]),
        ({"state": "accepted", "resends": 1}, ["2026-01-31 13:00:00", "accepted", "1"]),
        ({"state": "failed", "resends": 1}, ["2026-01-31 13:00:00", "failed", "1"]),
        ({"state": "pending", "resends": 1, "handed_at": None}, ["-", "pending", "1"]),
    ],
)
def test_the_uncertain_ones_are_listed_without_an_address(mail, columns, line):
    handed = {"handed_at": datetime(2026, 1, 31, 12, tzinfo=UTC)}
    Delivery.objects.filter(pk=mail.pk).update(**{**handed, "last_error": mail.recipient.email, **columns})
    found = outbox()
    assert listed(found) == ([[*line, mail.event.facts["reference"], str(mail.uuid)]] if line else [])
    assert "@example.org" not in found


@pytest.mark.parametrize(("seconds", "alarms"), [(0, True), (89, True), (3600, False)])
@pytest.mark.parametrize("what", ["event", "delivery"])
def test_an_alarm_for_what_waits_too_long(mail, let_pass, seconds, alarms, what):
    let_pass(timedelta(seconds=90))
    if what == "event":
        Delivery.objects.update(state="accepted")
        Event.objects.filter(kind=IdeaEvent.TAKEN_UP).update(dispatched_at=None)
    if not alarms:
        assert "Oldest" in outbox("--alarm-after", str(seconds))
        return
    with pytest.raises(CommandError, match=r"^Something has waited for 9\d s\.$") as raised:
        outbox("--alarm-after", str(seconds))
    assert raised.value.returncode == 1


def test_nothing_that_waits_is_no_alarm(db):
    assert table(outbox("--alarm-after", "0")) == EMPTY


def test_news_for_many_takes_its_time_and_is_no_alarm(mail, let_pass):
    Delivery.objects.update(bulk=True)
    let_pass(timedelta(seconds=90))
    assert table(outbox("--alarm-after", "0")) == {
        **EMPTY,
        "Oldest waiting delivery": "90 s",
        "Overdue delivery in bulk": "90 s",
        "Deliveries pending": "2",
        "Deliveries accepted": "2",
    }


def test_what_failed_can_be_tried_again(mail, drain, mail_server, resident):
    mail_server.recipients_refused[resident.email] = "554 Not from you"
    drain()
    mail_server.recipients_refused.clear()
    Event.objects.update(dispatched_at=None, attempts=3)
    events = Event.objects.count()
    assert outbox("--retry-failed").splitlines()[0] == f"Trying again: {events} events, 1 deliveries"
    assert set(Event.objects.values_list("attempts", flat=True)) == {0}
    drain()
    assert f"Uw idee {mail.event.facts['reference']} is in behandeling" in {
        letter["Subject"] for letter in mail_server.to(resident)
    }
    assert measure().deliveries["failed"] == 0


@pytest.mark.parametrize("resends", [0, 1])
@pytest.mark.parametrize("days", [0, 4])
def test_a_mail_that_failed_goes_out_once_more_whatever_its_past(mail, drain, let_pass, mail_server, resends, days):
    drain()
    mail_server.letters.clear()
    Delivery.objects.filter(pk=mail.pk).update(
        state="failed", attempts=9, resends=resends, settled_at=timezone.now(), last_error="Sent twice."
    )
    let_pass(timedelta(days=days))
    outbox("--retry-failed")
    drain()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.resends, mail.last_error) == ("accepted", 1, resends, "")
    assert [letter["Message-ID"] for _, letter in mail_server.letters] == [f"<{mail.uuid}@inbreng.example.org>"]


@pytest.mark.parametrize("state", sorted(set(State.values) - {"failed"}))
def test_nothing_else_is_tried_again(mail, state):
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.update(state=state, attempts=2, next_attempt_at=later, token=uuid.uuid4(), lease_until=later)
    before = list(Delivery.objects.order_by("pk").values())
    assert outbox("--retry-failed").splitlines()[0] == "Trying again: 0 events, 0 deliveries"
    assert list(Delivery.objects.order_by("pk").values()) == before


def test_an_administrator_sees_the_figures_above_the_list(client, administrator, mail, let_pass):
    let_pass(timedelta(minutes=7, seconds=30))
    Event.objects.filter(kind=IdeaEvent.TAKEN_UP).update(dispatched_at=None, attempts=1)
    Delivery.objects.filter(pk=mail.pk).update(resends=1)
    page = sign_in(client, administrator).get("/beheer/notifications/delivery/").content
    rows = BeautifulSoup(page, "html.parser").find("caption", string="Hoe het versturen loopt").parent.find_all("tr")
    assert {" ".join(row.th.text.split()): row.td.text.replace("\xa0", " ") for row in rows} == {
        "Gebeurtenissen die nog niet verwerkt zijn": "1, de oudste wacht 7 minuten",
        "Gebeurtenissen waarbij dat misging": "1",
        "Oudste bericht dat nog niet weg is": "wacht 7 minuten",
        "Oudste bericht dat al weg had moeten zijn": "wacht 7 minuten",
        "Berichten: Wacht": "2",
        "Berichten: Wordt verstuurd": "0",
        "Berichten: Mislukt": "0",
        "Berichten: Onzeker": "0",
        "Berichten: Niet meer nodig": "0",
        "E-mails die opnieuw zijn verstuurd zonder zekerheid over de eerste": "1",
    }


def test_an_administrator_sees_when_nothing_waits(client, administrator):
    page = sign_in(client, administrator).get("/beheer/notifications/delivery/").content
    rows = BeautifulSoup(page, "html.parser").find("caption", string="Hoe het versturen loopt").parent.find_all("tr")
    assert [row.td.text for row in rows] == ["0", "0", "geen", "geen", "0", "0", "0", "0", "0", "0"]


def test_an_administrator_finds_a_mail_by_what_the_command_lists(client, administrator, mail):
    page = sign_in(client, administrator).get("/beheer/notifications/delivery/", {"q": str(mail.uuid)}).content
    links = BeautifulSoup(page, "html.parser").select("#result_list tbody th a")
    assert [link["href"].split("?")[0] for link in links] == [f"/beheer/notifications/delivery/{mail.pk}/change/"]
