"""Signing in with a code from a page of another room, and a mail server that is away."""

import email
from email.policy import default

import pytest
from django.core import mail  # noqa: TID251 only the test mailbox is read

from participation.models import User
from tests import factories
from tests.participation.conftest import PASSWORD, code_in
from tests.participation.walk import ask_code, by_password, is_in

pytestmark = pytest.mark.django_db
own_page = pytest.mark.urls("tests.participation.own_code_page")

NEW = "nieuw@example.org"
SORRY = "Wij kunnen nu geen mail sturen. Probeer het over een paar minuten opnieuw."


@own_page
def test_another_page_signs_in_and_keeps_what_was_written(client):
    client.post("/eigen/", {"email": NEW, "written": "tekst"})
    page = client.get("/eigen/code/")
    assert page.status_code == 200
    entered = client.post("/eigen/code/?next=/ideeen/", {"code": code_in(mail.outbox[0])})
    assert entered.content.decode() == f"{NEW} tekst /ideeen/"
    assert is_in(client)


@own_page
def test_too_many_guesses_lead_back_to_that_page(client):
    client.post("/eigen/", {"email": NEW})
    answers = [client.post("/eigen/code/?next=/x/", {"code": "x"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 302]
    assert answers[-1]["Location"] == "/eigen/?next=%2Fx%2F"
    assert client.get("/eigen/code/")["Location"] == "/eigen/"


@own_page
def test_a_new_code_leads_back_to_that_page(client):
    client.post("/eigen/", {"email": NEW})
    assert client.post("/eigen/code/", {"action": "resend"})["Location"] == "/eigen/code/"
    client.post("/eigen/code/", {"code": code_in(mail.outbox[1])})
    assert is_in(client)


@own_page
def test_an_official_cannot_come_in_there_either(client, official):
    client.post("/eigen/", {"email": official.email})
    assert client.get("/eigen/code/").status_code == 200
    assert "wachtwoord" in mail.outbox[0].subject
    client.post("/eigen/code/", {"code": "000000"})
    assert not is_in(client)


@own_page
def test_that_page_hears_of_limits_and_of_a_mail_server_that_is_away(client, settings, real_mail):
    assert client.post("/eigen/", {"email": NEW}).content.decode() == SORRY
    assert client.get("/eigen/code/")["Location"] == "/eigen/"
    answers = [client.post("/eigen/", {"email": NEW}).content.decode() for _ in range(5)]
    assert "te vaak" in answers[-1]


@pytest.mark.parametrize("name", ["onbekend", "ambtenaar"])
def test_without_a_mail_server_the_form_says_so(client, official, real_mail, name):
    response = ask_code(client, f"{name}@example.org")
    assert (response.status_code, is_in(client), "account_login" in client.session) == (503, False, False)
    assert SORRY in response.content.decode()
    assert f"{name}@example.org" in response.content.decode()


def test_a_new_code_without_a_mail_server(client, postbox, settings):
    ask_code(client, NEW)
    settings.EMAIL_PORT = 1
    response = client.post("/inloggen/code/", {"action": "resend"}, follow=True)
    assert SORRY in response.content.decode()
    assert response.redirect_chain == [("/inloggen/code/", 302)]


@pytest.mark.parametrize("name", ["ambtenaar", "bloem", "onbekend"])
def test_a_forgotten_password_without_a_mail_server(client, official, resident, real_mail, name):
    response = client.post("/account/wachtwoord/vergeten/", {"email": f"{name}@example.org"})
    assert (response.status_code, SORRY in response.content.decode()) == (503, True)


@pytest.mark.parametrize(
    ("refusal", "said"), [("550 no such user", "Controleer of het adres klopt"), ("450 try later", SORRY)]
)
def test_an_address_that_the_mail_server_refuses(client, postbox, refusal, said):
    postbox.refusal = refusal
    response = ask_code(client, NEW)
    assert (response.status_code, said in response.content.decode()) == (503, True)


def test_what_goes_over_the_wire(client, postbox, settings):
    settings.BASE_URL = "https://inbreng.example.nl"
    factories.make_official("baas", password=PASSWORD)
    ask_code(client, NEW, next="/ideeen/")
    ask_code(client, "baas@example.org")
    code, instead = (email.message_from_string(text, policy=default) for text in postbox.mails)
    assert code["From"] == settings.DEFAULT_FROM_EMAIL
    assert code["Message-ID"].endswith("@inbreng.example.nl>")
    assert code["Auto-Submitted"] == "auto-generated"
    assert {part.get_content_type() for part in code.walk()} >= {"text/plain", "text/html"}
    assert "https://inbreng.example.nl/inloggen/medewerker/" in instead.get_body("plain").get_content()


def test_that_a_mail_is_late_does_not_undo_what_happened(client, official, real_mail):
    """The notice that a password was changed cannot be sent, and the password is changed all the same."""
    by_password(client, official.email)
    response = client.post(
        "/account/wachtwoord/",
        {"oldpassword": PASSWORD, "password1": "een-ander-woord!", "password2": "een-ander-woord!"},
    )
    # Without the second step nothing may be changed at all.
    assert response["Location"] == "/account/tweede-stap/"
    assert User.objects.get(pk=official.pk).check_password(PASSWORD)


@own_page
@pytest.mark.parametrize(
    ("rule", "status", "title"), [("vaak", 429, "te vaak"), ("mag-niet", 403, "mag deze pagina niet")]
)
def test_a_rule_that_nobody_caught_becomes_a_page(client, rule, status, title):
    response = client.get(f"/gebroken/{rule}/")
    assert (response.status_code, title in response.content.decode()) == (status, True)
