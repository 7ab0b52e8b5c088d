"""The whole way to a real OpenID provider and back, who may come in by it, and for how long."""

import json
import urllib.request
import warnings
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from participation.actions.openid import welcome_official
from participation.actions.openid_sessions import ask_provider
from participation.actions.staff import give_role
from participation.grants import held_by
from participation.locked import unlock
from participation.models import AuditEntry, Event, User
from participation.openid_roles import official_of
from participation.roles import Role
from participation.tasks import ask_openid
from tests import factories
from tests.doors import sign_in
from tests.journeys.test_races import at_once
from tests.participation.walk import by_code, by_password, give_app

with warnings.catch_warnings(record=True):  # The provider leans on a library that is on its way out, and says so.
    from oidc_provider_mock import run_server_in_thread

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

START = "/inloggen/medewerker/gemeente/"
DOOR = "/inloggen/medewerker/"
GROUPS = {"g-official": "official", "g-coordinator": "coordinator", "g-administrator": "administrator"}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.fixture(scope="module")
def server():
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provider(server, settings):
    caches["default"].clear()
    settings.OPENID_ISSUER = server
    settings.OPENID_CLIENT_ID = "inbreng"
    settings.OPENID_CLIENT_SECRET = "geheim"
    settings.OPENID_ROLES = GROUPS
    settings.OPENID_SECOND_FACTOR = ["mfa"]
    yield server
    caches["default"].clear()


def know(provider, subject="s-1", **claims):
    """Let the provider know somebody, who is in the group of officials and took a second step."""
    whole = {"email": f"{subject}@gemeente.example", "name": "An Baas", "groups": ["g-official"], "amr": ["pwd", "mfa"]}
    body = json.dumps({**whole, **claims}).encode()
    request = urllib.request.Request(
        f"{provider}/users/{subject}", body, {"Content-Type": "application/json"}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=10).close()


def go_there(client, subject="s-1", start=START):
    """Go to the provider and sign in; gives the address by which it sends people back."""
    address = client.get(start)["Location"]
    request = urllib.request.Request(address, urlencode({"sub": subject}).encode())
    try:
        urllib.request.build_opener(NoRedirect).open(request, timeout=10)
    except urllib.error.HTTPError as redirection:
        parts = urlsplit(redirection.headers["Location"])
        redirection.close()
        return f"{parts.path}?{parts.query}"


def come_in(client, subject="s-1", start=START):
    return client.get(go_there(client, subject, start))


def said(response_or_client):
    """What the door says to who was not let in."""
    page = response_or_client.get(DOOR)
    return [str(message) for message in page.context["messages"]]


def test_an_official_comes_in_and_has_an_account(client, provider):
    know(provider)
    response = come_in(client)
    assert response["Location"] == "/werkplek/"
    person = User.objects.get(openid_subject="s-1")
    made = (person.email, person.nickname, person.kind, person.is_coordinator, person.is_superuser)
    assert made == ("s-1@gemeente.example", "An Baas", "official", False, False)
    assert not person.has_usable_password()
    assert client.get("/werkplek/").status_code == 200


def test_they_go_on_where_they_wanted_to_be_and_nowhere_else(client, provider):
    know(provider)
    assert come_in(client, start=f"{START}?next=/werkplek/antwoorden/")["Location"] == "/werkplek/antwoorden/"
    client.logout()
    assert come_in(client, start=f"{START}?next=https://elders.example/")["Location"] == "/werkplek/"
    client.logout()
    assert come_in(client, start=f"{START}?next=//elders.example/")["Location"] == "/werkplek/"


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        (["g-official"], (False, False)),
        (["g-coordinator"], (True, False)),
        (["g-administrator"], (False, True)),
        (["g-official", "g-coordinator", "g-administrator", "ander"], (True, True)),
        (["ander"], None),
        (["G-OFFICIAL"], None),
        ([], None),
        (None, None),
        ("g-official", (False, False)),
        ({"g-official": 1}, None),
        ([["g-official"], 5], None),
    ],
)
def test_groups_give_roles_and_no_group_gives_no_account(client, provider, groups, roles):
    know(provider, groups=groups)
    come_in(client)
    person = User.objects.filter(openid_subject="s-1").first()
    assert (person and (person.is_coordinator, person.is_superuser)) == roles
    assert client.get("/werkplek/").status_code == (200 if roles else 302)


def test_groups_count_anew_and_who_is_in_none_is_out_everywhere(client, visitor, provider):
    know(provider, groups=["g-coordinator", "g-administrator"])
    come_in(client)
    know(provider, groups=["g-official"])
    come_in(visitor)
    person = User.objects.get(openid_subject="s-1")
    assert (person.is_coordinator, person.is_superuser) == (False, False)
    assert client.get("/werkplek/").status_code == 200
    know(provider, groups=[])
    come_in(visitor)
    assert [client.get("/werkplek/").status_code, visitor.get("/werkplek/").status_code] == [302, 302]
    told = Event.objects.filter(kind="person.roles").order_by("pk")
    assert [event.facts["roles"] for event in told] == [["administrator", "coordinator"], ["official"]]


def test_what_changed_is_in_the_audit_log(client, provider):
    know(provider, groups=["g-coordinator"])
    come_in(client)
    person = User.objects.get(openid_subject="s-1")
    connection.check_constraints()
    assert AuditEntry.objects.filter(kind="person.roles", who=person.pk, about=person.pk).count() == 1


@pytest.mark.parametrize("kind", ["official", "resident"])
def test_a_mail_address_opens_nobodys_account(client, provider, kind):
    """Whoever can choose an address at the provider would be that person here."""
    other = User.objects.create_user("s-1@gemeente.example", kind=kind)
    know(provider, groups=["g-administrator"])
    come_in(client)
    other.refresh_from_db()
    assert (other.openid_subject, other.is_superuser, other.kind) == (None, False, kind)
    assert client.get("/werkplek/").status_code == 302
    assert User.objects.count() == 1


def test_an_administrator_links_an_account_by_the_code_that_the_door_shows(client, visitor, provider, administrator):
    owner = User.objects.create_user("s-1@gemeente.example", kind="official")
    know(provider)
    come_in(client)
    (shown,) = said(client)
    assert shown.endswith(": s-1")
    fields = {"email": owner.email, "nickname": "owner", "language": "nl", "kind": "official", "is_active": "on"}
    page = f"/beheer/participation/user/{owner.pk}/change/"
    assert sign_in(visitor, administrator).post(page, {**fields, "openid_subject": "s-1"}).status_code == 302
    come_in(client)
    assert client.get("/werkplek/").wsgi_request.user == owner


@pytest.mark.parametrize("email", [None, "", "geen adres", ["a@b.nl"], 5])
def test_without_an_address_there_is_no_account(client, provider, email):
    know(provider, email=email)
    come_in(client)
    assert (User.objects.count(), client.get("/werkplek/").status_code) == (0, 302)


def test_a_closed_account_stays_closed_and_is_out_at_once(client, provider):
    know(provider)
    come_in(client)
    User.objects.update(is_active=False)
    assert client.get("/werkplek/").status_code == 302
    come_in(client)
    assert client.get("/werkplek/").status_code == 302


# --- What comes back counts once


def test_what_came_back_counts_once(client, provider):
    know(provider)
    back = go_there(client)
    client.get(back)
    client.logout()
    assert client.get(back)["Location"] == DOOR
    assert client.get("/werkplek/").status_code == 302


def test_what_was_sent_from_another_browser_is_refused(client, visitor, provider):
    """Else somebody could be signed in to an account that is not theirs."""
    know(provider)
    back = go_there(client)
    assert visitor.get(back)["Location"] == DOOR
    visitor.get(START)
    assert visitor.get(back)["Location"] == DOOR
    assert visitor.get("/werkplek/").status_code == 302


@pytest.mark.parametrize("query", ["", "state=x&code=y", "error=access_denied", "state=%00&code=%FF"])
def test_what_nobody_asked_for_leads_to_the_door(client, provider, query):
    client.get(START)
    assert client.get(f"{START}terug/?{query}")["Location"] == DOOR
    assert said(client) == ["Het inloggen is niet gelukt. Probeer het opnieuw."]


def test_who_sat_here_before_leaves_nothing_behind(client, provider, owner):
    sign_in(client, owner)
    client.session["van"] = "owner"
    know(provider)
    come_in(client)
    assert client.get("/werkplek/").wsgi_request.user.openid_subject == "s-1"


def test_a_provider_that_is_away_is_said_at_the_door(client, provider, settings):
    settings.OPENID_ISSUER = "http://127.0.0.1:9"
    assert client.get(START)["Location"] == DOOR
    assert said(client) == ["Inloggen via de gemeente lukt nu niet. Probeer het over een paar minuten opnieuw."]


# --- The second step


@pytest.mark.parametrize(
    ("trusted", "claims", "counts"),
    [
        (["mfa"], {"amr": ["pwd", "mfa"]}, True),
        (["mfa"], {"amr": ["pwd"]}, False),
        (["mfa"], {"amr": None}, False),
        (["mfa"], {"amr": {"mfa": 1}}, False),
        (["urn:hoog"], {"acr": "urn:hoog"}, True),
        ([], {"amr": ["mfa"]}, False),
    ],
)
def test_the_providers_second_step_counts_when_it_says_so_and_we_trust_it(
    client, provider, settings, trusted, claims, counts
):
    settings.OPENID_SECOND_FACTOR = trusted
    know(provider, **{"amr": None, **claims})
    come_in(client)
    response = client.get("/werkplek/")
    assert (response.status_code, response.get("Location")) == (
        (200, None) if counts else (302, "/account/tweede-stap/")
    )


def test_without_it_our_own_second_step_is_asked(client, provider):
    know(provider)
    come_in(client)
    give_app(User.objects.get(openid_subject="s-1"))
    client.logout()
    know(provider, amr=["pwd"])
    assert come_in(client)["Location"] == "/inloggen/medewerker/stap-2/"
    assert client.get("/werkplek/").status_code == 302


# --- How long, and by which doors


def grow_older(client, minutes):
    session = client.session
    for key in ("_official_since", "_official_seen"):
        session[key] -= minutes * 60
    session.save()


@pytest.mark.parametrize(("minutes", "answer"), [(59, (200, None)), (61, (302, f"{START}?next=%2Fwerkplek%2F"))])
def test_a_session_from_the_provider_lasts_an_hour_and_then_it_is_asked_again(client, provider, minutes, answer):
    know(provider)
    come_in(client)
    client.get("/werkplek/")
    grow_older(client, minutes)
    response = client.get("/werkplek/")
    assert (response.status_code, response.get("Location")) == answer


def test_a_form_sent_soon_after_is_still_handled(client, provider):
    know(provider)
    come_in(client)
    client.get("/werkplek/")
    grow_older(client, 61)
    assert client.post("/werkplek/lijsten/", {"naam": ""}).status_code == 422


def test_an_account_of_the_provider_has_no_other_door(client, provider, settings):
    person = factories.make_official("owner", openid_subject="s-9")
    person.set_password("een-heel-ander-woord")
    person.save()
    give_app(person)
    assert by_password(client, person.email, "een-heel-ander-woord")["Location"] == DOOR
    assert said(client) == ["U kunt op deze manier niet inloggen."]


PASSWORD_DOORS = [
    ("post", DOOR),
    ("get", "/inloggen/medewerker/passkey/"),
    ("post", "/inloggen/medewerker/passkey/"),
    ("get", "/account/wachtwoord/vergeten/"),
    ("post", "/account/wachtwoord/vergeten/"),
    ("get", "/account/wachtwoord/vergeten/verstuurd/"),
    ("get", "/account/wachtwoord/nieuw/1-x/"),
    ("post", "/account/wachtwoord/nieuw/1-x/"),
]


@pytest.mark.parametrize(("method", "path"), PASSWORD_DOORS)
def test_without_passwords_no_other_door_answers(client, provider, settings, method, path):
    assert getattr(client, method)(path).status_code != 404
    settings.LOCAL_PASSWORDS = False
    assert getattr(client, method)(path).status_code == 404


def test_without_passwords_the_door_shows_one_way_in(client, provider, settings):
    assert (b"wachtwoord" in client.get(DOOR).content, START.encode() in client.get(DOOR).content) == (True, True)
    settings.LOCAL_PASSWORDS = False
    page = client.get(DOOR).content
    assert (b"password" in page, START.encode() in page) == (False, True)


def test_without_a_provider_there_is_no_such_door(client):
    assert START.encode() not in client.get(DOOR).content
    assert [client.get(path).status_code for path in (START, f"{START}terug/")] == [404, 404]


def test_the_doors_of_residents_stay(client, provider, settings):
    settings.LOCAL_PASSWORDS = False
    assert client.get(reverse("account_login")).status_code == 200


def test_claims_of_a_wrong_kind_count_as_absent(settings):
    settings.OPENID_ROLES = GROUPS
    settings.OPENID_GROUPS_CLAIM = "roles"
    official = official_of({"sub": 5, "email": {}, "name": "\u202eA\n  B" + "x" * 99, "roles": ["g-official", None]})
    assert (official.subject, official.email, official.roles) == ("5", "", {"official"})
    assert (len(official.name), "\n" in official.name) == (40, False)


# --- Who has no access any more at the provider is out here, without a message from it


def revoke(provider, subject="s-1"):
    """Let the provider take back what it gave for somebody, as it does when it closes an account."""
    request = urllib.request.Request(f"{provider}/users/{subject}/revoke-tokens", b"", method="POST")
    urllib.request.urlopen(request, timeout=10).close()


def asked_long_ago():
    """Let every session be due to be asked about."""
    for session in UserSession.objects.all():
        session.data["openid"]["asked"] -= 300
        session.save(update_fields=["data"])


def test_who_is_closed_at_the_provider_is_out_when_it_is_asked(client, visitor, provider, caplog):
    know(provider)
    know(provider, "s-2")
    come_in(client)
    come_in(visitor, "s-2")
    revoke(provider)
    assert ask_provider() == 0  # Answered a moment ago.
    asked_long_ago()
    with caplog.at_level("INFO", logger="participation.tasks"):
        ask_openid()
    assert "Sessions ended because the provider denies access: 1" in caplog.messages
    assert [client.get("/werkplek/").status_code, visitor.get("/werkplek/").status_code] == [302, 200]
    person = User.objects.get(openid_subject="s-1")
    assert [row.kind for row in AuditEntry.objects.filter(who=person.pk)][:2] == ["access.ended", "access.in"]


def test_who_still_has_access_is_asked_about_again_and_again(client, provider):
    know(provider)
    come_in(client)
    for _ in range(3):
        asked_long_ago()
        assert ask_provider() == 0
    assert client.get("/werkplek/").status_code == 200


def test_what_we_ask_with_cannot_be_read_in_the_tables(client, provider):
    know(provider)
    come_in(client)
    locked = UserSession.objects.get().data["openid"]["refresh"]
    kept = unlock("openid_refresh", locked)
    assert len(kept) > 10
    assert kept not in str(UserSession.objects.values_list("data", flat=True)[0])
    assert kept not in str(dict(client.session))
    with pytest.raises(InvalidToken):
        unlock("second_factor", locked)


def test_what_no_key_of_ours_opens_ends_and_keeps_nobody_waiting(client, visitor, provider):
    know(provider)
    know(provider, "s-2")
    come_in(client)
    come_in(visitor, "s-2")
    asked_long_ago()
    first = UserSession.objects.order_by("pk")[0]
    first.data["openid"] |= {"refresh": "x", "asked": 0}
    first.save(update_fields=["data"])
    revoke(provider, "s-2")
    assert ask_provider() == 2
    assert UserSession.objects.count() == 0


def test_two_that_ask_at_once_ask_about_each_session_once(client, provider):
    know(provider)
    come_in(client)
    asked_long_ago()
    ask_provider()
    before = UserSession.objects.get().data
    ask_provider()
    assert UserSession.objects.get().data == before


def test_a_provider_that_is_away_lets_nobody_out(client, provider, settings, caplog):
    know(provider)
    come_in(client)
    asked_long_ago()
    settings.OPENID_ISSUER = "http://127.0.0.1:9"
    assert ask_provider() == 0
    assert client.get("/werkplek/").status_code == 200
    assert "cannot be asked" in caplog.text


def test_without_a_provider_there_is_nobody_to_ask(client, provider, settings):
    know(provider)
    come_in(client)
    asked_long_ago()
    settings.OPENID_ISSUER = ""
    assert ask_provider() == 0
    assert client.get("/werkplek/").status_code == 200


def test_a_secret_of_ours_that_ran_out_lets_nobody_out(client, provider, settings):
    know(provider)
    come_in(client)
    asked_long_ago()
    settings.OPENID_CLIENT_ID = ""
    assert ask_provider() == 0
    assert client.get("/werkplek/").status_code == 200


def test_what_the_provider_gave_for_one_is_not_tied_to_who_comes_in_next(client, provider, resident):
    """Somebody who stopped before the second step, and a resident at the same keyboard."""
    know(provider)
    come_in(client)
    give_app(User.objects.get(openid_subject="s-1"))
    client.logout()
    know(provider, amr=["pwd"])
    come_in(client)
    by_code(client, resident.email)
    assert client.get("/mijn-inbreng/").status_code == 200
    assert UserSession.objects.get(user=resident).data == {}


def test_a_closed_account_at_the_door_stands_in_the_log(client, provider):
    know(provider)
    come_in(client)
    User.objects.update(is_active=False)
    come_in(client)
    assert list(AuditEntry.objects.order_by("-pk").values_list("kind", flat=True)[:1]) == ["access.refused"]


ROLES = {"g-clerk": "clerk", "g-moderator": "moderator", "g-editor": "editor", "g-reader": "reader:groen"}
ROLES |= {"g-deputy": "deputy:groen", "g-handles": "official:groen", "g-away": "reader:bestaat-niet"}


def roles_of(person):
    person = User.objects.get(pk=person.pk)
    return {str(one) for one in held_by([person])[person.pk]}


@pytest.mark.parametrize(
    ("group", "held"),
    [
        ("g-official", set()), ("g-coordinator", {"Coördinator"}), ("g-clerk", {"Baliemedewerker"}),
        ("g-moderator", {"Moderator"}), ("g-editor", {"Redacteur"}), ("g-reader", {"Meelezer, Groen"}),
        ("g-deputy", {"Vervanger, Groen"}), ("g-handles", {"Behandelaar, Groen"}), ("g-away", set()),
    ],
)  # fmt: skip
def test_each_group_gives_its_role_and_no_other(client, provider, settings, programme, group, held):
    settings.OPENID_ROLES = {**GROUPS, **ROLES}
    know(provider, "s-rol", groups=[group])
    come_in(client, "s-rol")
    assert roles_of(User.objects.get(openid_subject="s-rol")) == held


def test_who_leaves_a_group_loses_its_role_and_keeps_what_was_given_here(provider, settings, programme, administrator):
    settings.OPENID_ROLES = {**GROUPS, **ROLES}
    know(provider, "s-weg", groups=["g-clerk", "g-reader"])
    come_in(Client(), "s-weg")
    person = User.objects.get(openid_subject="s-weg")
    give_role(person, Role.READER, programme=factories.make_programme("water"), actor=administrator)
    assert roles_of(person) == {"Baliemedewerker", "Meelezer, Groen", "Meelezer, Water"}
    know(provider, "s-weg", groups=["g-official"])
    come_in(Client(), "s-weg")
    assert roles_of(person) == {"Meelezer, Water"}
    know(provider, "s-weg", groups=[])
    come_in(Client(), "s-weg")
    assert roles_of(person) == set()
    told = Event.objects.filter(kind="person.roles", subject_id=person.pk).order_by("pk")
    assert [event.facts["roles"] for event in told] == [["clerk", "reader:groen"], ["official"], []]


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_are_one_account(settings):
    settings.OPENID_ROLES = GROUPS
    newcomer = official_of({"sub": "s-1", "email": "an@gemeente.example", "groups": ["g-official"]})
    assert at_once([lambda: welcome_official(newcomer)] * 2) == [User.objects.get()] * 2
