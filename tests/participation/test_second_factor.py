"""The officials' door: two steps, or nothing."""

import json
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail  # noqa: TID251 only the test mailbox is read
from django.urls import resolve

from participation.middleware import OfficialsNeedSecondFactor
from tests.doors import sign_in
from tests.participation.conftest import PASSWORD
from tests.participation.walk import (
    Device,
    add_passkey,
    addresses,
    app_code,
    by_app,
    by_passkey,
    by_password,
    give_app,
    is_in,
    options_on,
)

pytestmark = pytest.mark.django_db

SET_UP = "/account/tweede-stap/"
DOOR = "/inloggen/medewerker/"
EVERY_ADDRESS = sorted(set(addresses()))


def test_the_list_of_addresses_is_the_site():
    assert len(EVERY_ADDRESS) > 40
    assert {resolve(address).view_name for address in EVERY_ADDRESS} >= OfficialsNeedSecondFactor.SET_UP


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_second_step_an_official_reaches_nothing_but_its_set_up(client, official, method):
    by_password(client, official.email)
    kept = client.session.session_key
    reached = set()
    for address in EVERY_ADDRESS:
        client.cookies["session"] = kept
        if resolve(address).view_name == "account_logout":
            continue  # Tried apart: it ends the session on purpose.
        response = getattr(client, method)(address)
        if (response.status_code, response.get("Location")) != (302, SET_UP):
            reached.add(resolve(address).view_name)
    assert reached == OfficialsNeedSecondFactor.SET_UP - {"account_logout"}
    assert client.post("/uitloggen/")["Location"] == "/"
    assert not is_in(client)


def test_with_both_steps_an_official_reaches_their_desk(client, official, django_capture_on_commit_callbacks):
    by_password(client, official.email)
    page = client.get(SET_UP + "app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(SET_UP + "app/", {"code": app_code(secret)})
    assert done["Location"] == SET_UP + "herstelcodes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(done["Location"]).content.decode())
    assert len(codes) == 10
    assert client.get("/werkplek/").status_code == 200
    assert secret not in str(Authenticator.objects.values_list("data", flat=True).first())
    assert [message.subject for message in mail.outbox] == ["Er is een app ingesteld voor uw account"]
    assert EmailAddress.objects.count() == 0


def test_a_wrong_code_sets_nothing_up(client, official):
    by_password(client, official.email)
    client.get(SET_UP + "app/")
    assert "klopt niet" in client.post(SET_UP + "app/", {"code": "000000"}).content.decode()
    assert client.get("/werkplek/")["Location"] == SET_UP


def test_the_next_time_the_app_is_asked_for(client, official):
    give_app(official)
    first = by_password(client, official.email, next="/werkplek/?van=mij")
    assert (first["Location"], is_in(client)) == ("/inloggen/medewerker/stap-2/", False)
    assert client.get("/werkplek/")["Location"] == "/inloggen/?next=/werkplek/"
    assert "klopt niet" in client.post(first["Location"], {"code": "000000"}).content.decode()
    second = client.post(first["Location"], {"code": app_code()})
    assert (second["Location"], client.get("/werkplek/").status_code) == ("/werkplek/?van=mij", 200)


def test_a_code_of_the_app_works_once(client, visitor, official):
    give_app(official)
    by_app(client, official.email)
    by_app(visitor, official.email)
    assert (is_in(client), is_in(visitor)) == (True, False)


def test_guessing_codes_of_the_app_ends(client, official):
    give_app(official)
    by_password(client, official.email)
    for _ in range(5):
        client.post("/inloggen/medewerker/stap-2/", {"code": "000000"})
    assert "te vaak" in client.post("/inloggen/medewerker/stap-2/", {"code": app_code()}).content.decode()
    assert not is_in(client)


def test_guessing_passwords_ends(client, official):
    for _ in range(5):
        assert "klopt niet" in by_password(client, official.email, "verkeerd").content.decode()
    assert "te vaak" in by_password(client, official.email).content.decode()


def test_a_recovery_code_is_a_second_step_once(client, visitor, official):
    sign_in(client, official)
    give_app(official)
    client.post(SET_UP + "herstelcodes/nieuw/")
    code = re.search(r"<code>(\d{8})</code>", client.get(SET_UP + "herstelcodes/").content.decode()).group(1)
    for entered in (True, False):
        visitor.post("/uitloggen/")
        by_password(visitor, official.email)
        visitor.post("/inloggen/medewerker/stap-2/", {"code": code})
        assert is_in(visitor) is entered


def test_a_passkey_is_both_steps_at_once(client, visitor, official):
    by_password(client, official.email)
    device, added = add_passkey(client)
    assert added["Location"] == SET_UP + "herstelcodes/"
    assert client.get("/werkplek/").status_code == 200
    entered = by_passkey(visitor, device, next="/ideeen/")
    assert (entered["Location"], visitor.get("/werkplek/").status_code) == ("/ideeen/", 200)


def test_a_passkey_after_the_password(client, visitor, official):
    by_password(client, official.email)
    device, _ = add_passkey(client)
    by_password(visitor, official.email)
    page = visitor.get("/inloggen/medewerker/stap-2/")
    credential = device.get(options_on(page)["request_options"])
    visitor.post("/inloggen/medewerker/stap-2/", {"credential": json.dumps(credential)})
    assert visitor.get("/werkplek/").status_code == 200


@pytest.mark.parametrize(
    "device", [Device(verifies=False), Device("http://evil.example"), Device("https://localhost.evil.example")]
)
def test_a_passkey_that_does_not_know_its_owner_or_this_site_is_refused(client, official, device):
    by_password(client, official.email)
    add_passkey(client, device)
    assert not Authenticator.objects.exists()
    assert client.get("/werkplek/")["Location"] == SET_UP


def test_somebody_elses_passkey_does_not_open_this_account(client, visitor, official):
    by_password(client, official.email)
    mine, _ = add_passkey(client)
    theirs = Device()
    theirs.owner = mine.owner
    response = by_passkey(visitor, theirs, next="/ideeen/")
    assert (response["Location"], is_in(visitor)) == (f"{DOOR}?next=%2Fideeen%2F", False)


def test_the_last_second_step_cannot_be_removed(client, official):
    by_password(client, official.email)
    add_passkey(client)
    key = Authenticator.objects.get(type="webauthn")
    refused = client.post(f"{SET_UP}passkeys/{key.pk}/verwijderen/", follow=True)
    assert "Dit is uw laatste tweede stap" in refused.content.decode()
    give_app(official)
    client.post(f"{SET_UP}passkeys/{key.pk}/verwijderen/")
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    refused = client.post(SET_UP + "app/uitzetten/")
    assert "Dit is uw laatste tweede stap" in refused.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_changing_the_second_step_later_asks_who_you_are(client, official, time_machine):
    time_machine.move_to("2026-05-01 08:00", tick=False)
    give_app(official)
    sign_in(client, official)
    time_machine.shift(timedelta(minutes=6))
    asked = client.get(SET_UP + "passkeys/nieuw/")
    assert asked["Location"].startswith("/account/wachtwoord/opnieuw/?next=")
    assert "klopt niet" in client.post(asked["Location"], {"password": "verkeerd"}).content.decode()
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == SET_UP + "passkeys/nieuw/"
    assert client.get(SET_UP + "passkeys/nieuw/").status_code == 200


@pytest.mark.parametrize("methods", [(), ("code",), ("mfa",), ("code", "mfa")])
def test_a_session_that_never_saw_the_password_ends(client, official, methods):
    sign_in(client, official, methods=methods)
    response = client.get("/werkplek/?van=mij")
    assert response["Location"] == f"{DOOR}?next=%2Fwerkplek%2F%3Fvan%3Dmij"
    assert not is_in(client)


def test_a_session_without_the_second_step_ends_once_there_is_one(client, official):
    sign_in(client, official, methods=("password",))
    give_app(official)
    assert client.get("/werkplek/")["Location"].startswith(DOOR)
    assert not is_in(client)


def test_a_resident_who_becomes_an_official_signs_in_anew(client, resident):
    sign_in(client, resident)
    resident.kind = "official"
    resident.save()
    assert client.get("/mijn/gegevens/")["Location"].startswith(DOOR)


def test_a_resident_has_no_second_step(client, resident):
    sign_in(client, resident)
    names = ["", "app/", "passkeys/", "passkeys/nieuw/", "herstelcodes/", "herstelcodes/nieuw/", "opnieuw/"]
    assert {client.get(SET_UP + name).status_code for name in names} == {403}
    assert client.get("/account/wachtwoord/").status_code == 403
