"""The resident's door: a code by mail."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import is_password_usable
from django.core import mail  # noqa: TID251 only the test mailbox is read
from django.test import Client

from participation.models import Kind, User
from tests import factories
from tests.participation.conftest import PASSWORD, code_in
from tests.participation.walk import ask_code, by_code, is_in

pytestmark = pytest.mark.django_db

NEW = "nieuw@example.org"


def test_an_unknown_address_gets_an_account_on_the_way(client):
    asked = ask_code(client, " Nieuw@Example.ORG ")
    assert (asked.status_code, asked["Location"]) == (302, "/inloggen/code/")
    person = User.objects.get()
    assert (person.email, person.kind, is_password_usable(person.password)) == (NEW, Kind.RESIDENT, False)
    assert re.fullmatch(r"Inwoner \d{7}", person.nickname)
    assert mail.outbox[0].to == [NEW]
    entered = client.post("/inloggen/code/", {"code": code_in(mail.outbox[0])})
    assert (entered.status_code, entered["Location"], is_in(client)) == (302, "/mijn-inbreng/", True)
    assert EmailAddress.objects.count() == 0


def test_the_second_time_it_is_the_same_account(client, visitor):
    by_code(client, NEW)
    by_code(visitor, NEW.upper())
    assert User.objects.count() == 1
    assert is_in(visitor)


def test_the_page_asks_for_an_address_and_nothing_else(client):
    page = client.get("/inloggen/").content.decode()
    names = set(re.findall(r'<input[^>]* name="([^"]+)"', page))
    assert names == {"email", "csrfmiddlewaretoken"}


def test_the_code_field_helps_devices(client):
    ask_code(client, NEW)
    page = client.get("/inloggen/code/").content.decode()
    field = re.search(r'<input[^>]*name="code"[^>]*>', page).group()
    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field


@pytest.mark.parametrize("written", ["{0}", " {0} ", "{1} {2}", "{1}-{2}"])
def test_a_code_may_be_pasted_as_it_comes(client, written):
    ask_code(client, NEW)
    code = code_in(mail.outbox[0])
    client.post("/inloggen/code/", {"code": written.format(code, code[:3], code[3:])})
    assert is_in(client)


def test_the_mail_says_the_code_first(client):
    ask_code(client, NEW)
    message = mail.outbox[0]
    code = code_in(message)
    assert message.subject.startswith(code)
    assert message.body.splitlines()[0] == f"Uw code is {code}"
    assert f"Uw code is {code}" in message.alternatives[0][0]


def page_for(email):
    """What a visitor sees after asking for a code, without what differs by chance."""
    client = Client()
    asked = ask_code(client, email)
    page = client.get(asked["Location"])
    body = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", page.content.decode()).replace(email, "…")
    return asked.status_code, asked["Location"], page.status_code, body, set(client.cookies)


def test_nobody_can_find_out_who_has_an_account():
    factories.make_resident("bekend")
    factories.make_resident("gesloten", is_active=False)
    factories.make_official("ambtenaar", password=PASSWORD)
    factories.make_official("oud", is_active=False)
    names = ("bekend", "gesloten", "ambtenaar", "oud", "onbekend")
    pages = [page_for(f"{name}@example.org") for name in names]
    assert all(page == pages[0] for page in pages)
    assert [message.to for message in mail.outbox] == [[f"{name}@example.org"] for name in names]
    assert [re.sub(r"\d{6}", "CODE", message.subject) for message in mail.outbox] == [
        "CODE is uw code voor Inbreng Zoetermeer",
        "Uw account bij Inbreng Zoetermeer is gesloten",
        "Log in met uw wachtwoord bij Inbreng Zoetermeer",
        "Uw account bij Inbreng Zoetermeer is gesloten",
        "CODE is uw code voor Inbreng Zoetermeer",
    ]


@pytest.mark.parametrize("name", ["ambtenaar", "gesloten", "onbekend"])
def test_a_wrong_code_looks_the_same_for_everybody(client, name):
    factories.make_official("ambtenaar")
    factories.make_resident("gesloten", is_active=False)
    ask_code(client, f"{name}@example.org")
    wrong = client.post("/inloggen/code/", {"code": "x"})
    again = client.post("/inloggen/code/", {"action": "resend"})
    assert (wrong.status_code, again.status_code, again["Location"]) == (200, 302, "/inloggen/code/")
    assert "Deze code klopt niet" in wrong.content.decode()


@pytest.mark.parametrize(("tries", "entered"), [(4, True), (5, False)])
def test_a_code_may_be_guessed_four_times(client, tries, entered):
    ask_code(client, NEW)
    for _ in range(tries):
        response = client.post("/inloggen/code/", {"code": "abcdef"})
    assert (response.status_code == 302) is not entered
    client.post("/inloggen/code/", {"code": code_in(mail.outbox[0])})
    assert is_in(client) is entered


def test_a_code_is_old_after_a_quarter(client, time_machine):
    time_machine.move_to("2026-05-01 12:00", tick=False)
    ask_code(client, NEW, next="/ideeen/")
    time_machine.move_to("2026-05-01 12:15:01", tick=False)
    response = client.post("/inloggen/code/?next=/ideeen/", {"code": code_in(mail.outbox[0])})
    assert response["Location"] == "/inloggen/?next=%2Fideeen%2F"
    assert not is_in(client)


def test_a_new_code_replaces_the_old_one(client):
    ask_code(client, NEW)
    client.post("/inloggen/code/", {"action": "resend"})
    old, new = (code_in(message) for message in mail.outbox)
    client.post("/inloggen/code/", {"code": old})
    assert is_in(client) is (old == new)
    client.post("/inloggen/code/", {"code": new})
    assert is_in(client)


def test_a_new_code_comes_twice_at_most(client):
    ask_code(client, NEW)
    for _ in range(4):
        client.post("/inloggen/code/", {"action": "resend"})
    assert len(mail.outbox) == 3


def test_a_mistyped_address_can_be_corrected(client):
    ask_code(client, "neiuw@example.org")
    assert client.get("/inloggen/").status_code == 200
    by_code(client, NEW)
    assert client.session["_auth_user_id"] == str(User.objects.get(email=NEW).pk)


def test_asking_too_often_is_said_beside_the_form():
    statuses = [ask_code(Client(), NEW).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    refused = ask_code(Client(), NEW)
    assert "U doet dit te vaak" in refused.content.decode()
    assert NEW in refused.content.decode()
    assert ask_code(Client(), "ander@example.org").status_code == 302


def test_without_a_code_asked_for_there_is_no_page_to_type_it(client):
    assert client.get("/inloggen/code/?next=/ideeen/")["Location"] == "/inloggen/?next=%2Fideeen%2F"


def test_who_is_in_does_not_sign_in_again(client, resident):
    client.force_login(resident)
    assert client.get("/inloggen/")["Location"] == "/mijn-inbreng/"
    assert client.get("/inloggen/code/?next=/ideeen/")["Location"] == "/ideeen/"


@pytest.mark.parametrize("address", ["", "naam", "naam@", "a b@example.org", "x" * 250 + "@example.org", "a\0@b.nl"])
def test_what_is_no_address_is_said_beside_the_field(client, address):
    response = ask_code(client, address)
    assert (response.status_code, len(mail.outbox), User.objects.count()) == (200, 0, 0)
    assert 'aria-invalid="true"' in response.content.decode()


def test_mails_are_in_the_language_of_the_reader(client, resident):
    resident.language = "en"
    resident.save()
    ask_code(client, resident.email)
    assert User.objects.get(email=resident.email).language == "en"
    client.cookies["language"] = "en"
    ask_code(client, NEW)
    assert User.objects.get(email=NEW).language == "en"


def test_signing_out(client, resident):
    client.force_login(resident)
    assert client.get("/uitloggen/").status_code == 200
    assert is_in(client)
    assert client.post("/uitloggen/", {"next": "//evil.example/"})["Location"] == "/"
    assert not is_in(client)


@pytest.mark.parametrize("path", ["/account/signup/", "/account/login/", "/account/email/", "/account/phone/change/"])
def test_pages_of_allauth_that_we_do_not_use_are_not_there(client, resident, path):
    client.force_login(resident)
    assert client.get(path).status_code == 404
