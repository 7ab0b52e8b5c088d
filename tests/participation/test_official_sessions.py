"""How an official gets a password, and how long they stay signed in."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail  # noqa: TID251 only the test mailbox is read

from tests import factories
from tests.doors import sign_in
from tests.participation.walk import add_passkey, by_password, give_app, is_in

pytestmark = pytest.mark.django_db

SET_UP = "/account/tweede-stap/"
DOOR = "/inloggen/medewerker/"


# --- A new password


def link_in(message):
    return re.search(r"http://localhost:8000(/account/wachtwoord/nieuw/\S+)", message.body).group(1)


def test_a_new_password_does_not_skip_the_second_step(client, official):
    give_app(official)
    assert client.post("/account/wachtwoord/vergeten/", {"email": official.email})["Location"].endswith("/verstuurd/")
    form = client.get(link_in(mail.outbox[0]))["Location"]
    new = "een-heel-ander-woord"
    assert client.post(form, {"password1": new, "password2": new})["Location"] == "/account/wachtwoord/gewijzigd/"
    assert not is_in(client)
    assert by_password(client, official.email, new)["Location"] == "/inloggen/medewerker/stap-2/"
    assert "werkt niet meer" in client.get(link_in(mail.outbox[0])).content.decode()


def test_a_new_official_without_password_chooses_one_by_mail(client):
    person = factories.make_official("vers")
    client.post("/account/wachtwoord/vergeten/", {"email": person.email})
    form = client.get(link_in(mail.outbox[0]))["Location"]
    client.post(form, {"password1": "een-heel-ander-woord", "password2": "een-heel-ander-woord"})
    by_password(client, person.email, "een-heel-ander-woord")
    assert client.get("/werkplek/")["Location"] == SET_UP


def test_nobody_can_find_out_who_is_an_official(client, official, resident):
    pages = [
        client.post("/account/wachtwoord/vergeten/", {"email": email}, follow=True).content
        for email in (official.email, resident.email, "onbekend@example.org")
    ]
    assert pages[0] == pages[1] == pages[2]
    assert [message.to[0] for message in mail.outbox] == [official.email, resident.email, "onbekend@example.org"]
    assert mail.outbox[1].body == mail.outbox[2].body != mail.outbox[0].body


# --- How long a session lasts


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-05-01 08:00", tick=False)
    return time_machine


def test_two_hours_without_a_request_end_the_session(client, official, clock):
    sign_in(client, official)
    for minutes in (0, 119, 119):
        clock.shift(timedelta(minutes=minutes))
        assert client.get("/werkplek/").status_code == 200
    clock.shift(timedelta(minutes=126))
    gone = client.get("/werkplek/?van=mij")
    assert gone["Location"] == f"{DOOR}?next=%2Fwerkplek%2F%3Fvan%3Dmij"
    assert "omdat u 2 uur niets hebt gedaan" in client.get(gone["Location"]).content.decode()


def test_any_request_keeps_a_writer_in(client, official, clock):
    sign_in(client, official)
    client.get("/werkplek/")
    for _ in range(6):
        clock.shift(timedelta(minutes=100))
        client.post("/werkplek/")
        assert is_in(client)


def test_twelve_hours_end_the_session_but_not_what_is_being_written(client, official, clock):
    sign_in(client, official)
    for _ in range(13):
        assert client.get("/mijn/gegevens/").status_code == 200
        clock.shift(timedelta(minutes=56))
    saved = client.post("/mijn/gegevens/", {"nickname": "Toch nog", "language": "nl"})
    assert saved["Location"] == "/mijn/gegevens/"
    official.refresh_from_db()
    assert official.nickname == "Toch nog"
    assert client.get("/mijn/gegevens/")["Location"] == f"{DOOR}?next=%2Fmijn%2Fgegevens%2F"


def test_a_fragment_sends_the_whole_page_away_and_back_to_where_it_was(client, official, clock):
    sign_in(client, official)
    client.get("/werkplek/")
    clock.shift(timedelta(hours=3))
    headers = {"hx-request": "true", "referer": "http://testserver/werkplek/?van=mij"}
    gone = client.post("/mijn/gegevens/", headers=headers)
    assert gone["HX-Redirect"] == f"{DOOR}?next=%2Fwerkplek%2F%3Fvan%3Dmij"


@pytest.mark.parametrize(
    "referer", ["http://evil.example/x", "//evil.example/x", "", "http://testserver//evil.example/"]
)
def test_a_referer_cannot_send_people_away(client, official, clock, referer):
    sign_in(client, official)
    client.get("/werkplek/")
    clock.shift(timedelta(hours=3))
    assert client.post("/mijn/gegevens/", headers={"referer": referer})["Location"] == f"{DOOR}?next=%2F"


def test_a_resident_stays_for_two_weeks_and_longer_when_they_come_back(client, resident, clock):
    sign_in(client, resident)
    for _ in range(4):
        clock.shift(timedelta(days=13))
        assert client.get("/mijn/gegevens/").status_code == 200
    clock.shift(timedelta(days=14, seconds=1))
    assert client.get("/mijn/gegevens/")["Location"] == "/inloggen/?next=/mijn/gegevens/"


def test_an_administrator_helps_who_lost_their_phone(client, visitor, official, administrator):
    by_password(client, official.email)
    add_passkey(client)
    sign_in(visitor, administrator)
    fields = {"action": "forget_second_factors", "_selected_action": [official.pk, administrator.pk]}
    visitor.post("/beheer/participation/user/", fields)
    assert not Authenticator.objects.exists()
    assert client.get("/werkplek/")["Location"].startswith("/inloggen/")
    by_password(client, official.email)
    assert client.get("/werkplek/")["Location"] == SET_UP
