"""Every kind of person at every door, and where they land."""

from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.core import mail  # noqa: TID251 only the test mailbox is read
from django.urls import resolve

from participation.account_urls import urlpatterns
from participation.models import Kind, User
from tests.participation.conftest import PASSWORD, code_in
from tests.participation.walk import add_passkey, addresses, by_app, by_code, by_passkey, by_password, give_app, is_in

pytestmark = pytest.mark.django_db

NEW = "nieuw@example.org"

KINDS = {
    "resident": {},
    "resident with a password": {"password": PASSWORD},
    "closed resident": {"password": PASSWORD, "is_active": False},
    "official": {"kind": Kind.OFFICIAL, "password": PASSWORD},
    "closed official": {"kind": Kind.OFFICIAL, "password": PASSWORD, "is_active": False},
    "administrator": {"kind": Kind.OFFICIAL, "password": PASSWORD, "is_superuser": True},
}
WAYS = {
    "code": lambda client, person: by_code(client, person.email),
    "password": lambda client, person: by_password(client, person.email),
    "password and app": lambda client, person: by_app(client, person.email),
}
OPEN = {
    ("resident", "code"),
    ("resident with a password", "code"),
    ("official", "password and app"),
    ("administrator", "password and app"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_person_has_its_own_way_in(client, kind, way):
    person = User.objects.create_user("iemand@example.org", **KINDS[kind])
    give_app(person)
    WAYS[way](client, person)
    # A resident has no second step, so an app that was left behind still asks for its code.
    if (kind, way) in OPEN and person.kind == Kind.RESIDENT:
        assert client.session["account_login"]["state"]["stages"]["current"] == "mfa_authenticate"
    else:
        assert is_in(client) == ((kind, way) in OPEN)


NEXT = [
    ("/ideeen/?q=boom", "/ideeen/?q=boom"),
    ("https://evil.example/", "/mijn-inbreng/"),
    ("//evil.example/", "/mijn-inbreng/"),
    ("///evil.example/", "/mijn-inbreng/"),
    ("/\\evil.example/", "/mijn-inbreng/"),
    ("\\/evil.example/", "/mijn-inbreng/"),
    ("http:///evil.example/", "/mijn-inbreng/"),
    ("http://testserver/ideeen/", "/mijn-inbreng/"),
    ("javascript:alert(1)", "/mijn-inbreng/"),
    ("evil.example", "/mijn-inbreng/"),
    (" //evil.example", "/mijn-inbreng/"),
    ("\t//evil.example", "/mijn-inbreng/"),
    ("account_logout", "/mijn-inbreng/"),
]


@pytest.mark.parametrize(("wanted", "landed"), NEXT)
@pytest.mark.parametrize("carried", ["in the address", "in the form"])
def test_after_signing_in_people_land_on_our_own_pages(client, wanted, landed, carried):
    query = {"query_params": {"next": wanted}} if carried == "in the address" else {}
    fields = {} if query else {"next": wanted}
    asked = client.post("/inloggen/", {"email": NEW, **fields}, **query)
    entered = client.post(asked["Location"], {"code": code_in(mail.outbox[0])})
    assert entered["Location"] == landed
    assert is_in(client)


HERE = "/ideeen/?q=boom"
REFERERS = [
    (f"http://testserver{HERE}", HERE),
    ("http://testserver/ideeen/#steun", "/ideeen/"),
    ("", "/"),
    ("http://testserver", "/"),
    ("http://testserver//evil.example/", "/"),
    ("http://testserver:81/ideeen/", "/"),
    ("http://testserver.evil.example/ideeen/", "/"),
    ("http://testserver@evil.example/ideeen/", "/"),
    ("http://evil.example/ideeen/", "/"),
    ("http://evil.example/http://testserver/ideeen/", "/"),
    ("//evil.example/ideeen/", "/"),
    ("/ideeen/", "/"),
    ("javascript:alert(1)", "/"),
    ("null", "/"),
    ("http://[", "/"),
    ("http://testserver]/ideeen/", "/"),
]


@pytest.mark.parametrize(("referer", "back"), REFERERS)
@pytest.mark.parametrize("path", ["/ideeen/2026-00001/steun/", "/ideeen/2026-00001/withdraw/", "/mijn/gegevens/"])
def test_a_form_that_is_sent_after_the_session_ended_leads_back_to_its_page(client, path, referer, back):
    response = client.post(path, {"text": "x"}, headers={"referer": referer})
    door, _, way = response["Location"].partition("?next=")
    assert (response.status_code, door, unquote(way)) == (302, "/inloggen/", back)


def test_who_lost_the_session_and_signs_in_again_is_back_on_that_page(client, resident):
    by_code(client, resident.email)
    Session.objects.all().delete()
    door = client.post("/mijn/gegevens/", {"nickname": "Boom"}, headers={"referer": f"http://testserver{HERE}"})
    asked = client.post(door["Location"], {"email": resident.email})
    entered = client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    assert (entered["Location"], is_in(client)) == (HERE, True)


def test_a_page_that_is_opened_after_the_session_ended_comes_after_signing_in(client):
    response = client.get("/werkplek/?lijst=mijn", headers={"referer": "http://testserver/ideeen/"})
    assert unquote(response["Location"]) == "/inloggen/?next=/werkplek/?lijst=mijn"


def test_a_passkey_of_a_resident_opens_nothing(client, visitor, official):
    """Somebody who is no official any more, and never handed in their key."""
    by_password(client, official.email)
    device, _ = add_passkey(client)
    User.objects.update(kind=Kind.RESIDENT)
    response = by_passkey(visitor, device)
    assert (response["Location"], is_in(visitor)) == ("/inloggen/", False)


def test_these_pages_of_signing_in_are_for_everybody():
    found = [resolve(address) for address in set(addresses(urlpatterns))]
    public = {match.view_name for match in found if not getattr(match.func, "login_required", True)}
    assert public == {
        "account_confirm_login_code", "account_inactive", "account_login", "account_logout",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "mfa_authenticate", "mfa_login_webauthn", "official_login",
        "openid_end", "openid_return", "openid_start",
    }  # fmt: skip
