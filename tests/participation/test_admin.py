"""The administration."""

import pytest
from django.db import transaction

from participation import journal
from participation.models import User
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db

PEOPLE = "/beheer/participation/user/"


@pytest.fixture
def admin_client(client, administrator):
    return sign_in(client, administrator)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ({"kind": "official", "is_superuser": True}, 200),
        ({"kind": "official"}, 403),
        ({"kind": "official", "is_coordinator": True}, 403),
        ({"kind": "resident"}, 403),
        ({"kind": "resident", "is_superuser": True}, 403),
    ],
)
def test_only_administrators_come_in(client, person, status):
    sign_in(client, User.objects.create_user("iemand@example.org", **person))
    assert client.get("/beheer/", follow=True).status_code == status
    assert client.get(PEOPLE, follow=True).status_code == status


def test_visitors_go_to_a_door_of_ours(client):
    front = client.get("/beheer/", follow=True)
    assert front.redirect_chain[-1][0] == "/inloggen/medewerker/?next=%2Fbeheer%2F"
    assert client.get(PEOPLE)["Location"] == f"/inloggen/?next={PEOPLE}"


def test_it_has_no_doors_of_its_own(admin_client, visitor):
    assert admin_client.get("/beheer/login/")["Location"] == "/beheer/"
    assert admin_client.get("/beheer/password_change/")["Location"] == "/account/wachtwoord/"
    assert admin_client.post("/beheer/logout/")["Location"] == "/"
    refused = visitor.post("/beheer/login/", {"username": "a", "password": "b"})
    assert refused["Location"] == "/inloggen/medewerker/?next=%2Fbeheer%2F"


def test_an_administrator_without_a_second_step_stays_outside(client, administrator):
    sign_in(client, administrator, methods=("password",))
    assert client.get("/beheer/")["Location"] == "/account/tweede-stap/"


def test_nobody_is_made_here(admin_client):
    fields = {"email": "Vers@Example.org", "nickname": "Vers", "language": "nl", "kind": "official", "is_active": "on"}
    assert admin_client.post(PEOPLE + "add/", fields).status_code == 403
    assert not User.objects.filter(email="vers@example.org").exists()


@pytest.mark.parametrize(("who", "active"), [("owner", True), ("resident", False)])
def test_roles_are_given_at_the_desk_and_an_official_closed_there(admin_client, request, who, active):
    person = request.getfixturevalue(who)
    sent = {"email": person.email, "nickname": "Anders", "language": "nl", "is_coordinator": "on", "is_superuser": "on"}
    admin_client.post(f"{PEOPLE}{person.pk}/change/", {**sent, "kind": "official"})
    kind = person.kind
    person.refresh_from_db()
    assert (person.nickname, person.kind, person.is_active) == ("Anders", kind, active)
    assert (person.is_coordinator, person.is_superuser) == (False, False)


def test_roles_that_were_given_are_read_here(admin_client, clerk):
    row = f"/beheer/participation/grant/{clerk.grants.get().pk}/"
    assert admin_client.get(f"{row}change/").status_code == 200
    codes = [admin_client.post(f"{row}{verb}/", {"role": "editor"}).status_code for verb in ("change", "delete")]
    assert [*codes, admin_client.post("/beheer/participation/grant/add/").status_code] == [403, 403, 403]


def test_passwords_are_not_shown_and_not_set(admin_client, resident):
    page = admin_client.get(f"{PEOPLE}{resident.pk}/change/").content.decode()
    assert "password" not in page.replace("password_change", "")


def test_administrators_do_not_shut_themselves_out(admin_client, administrator):
    fields = {"email": administrator.email, "nickname": "Anders", "language": "nl", "kind": "resident"}
    admin_client.post(f"{PEOPLE}{administrator.pk}/change/", fields)
    administrator.refresh_from_db()
    assert (administrator.nickname, administrator.is_staff, administrator.is_active) == ("Anders", True, True)
    assert admin_client.post(f"{PEOPLE}{administrator.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_journal_is_read_only(admin_client, resident):
    with transaction.atomic():
        event = journal.record("probeer", resident, actor=resident, title="x")
    page = f"/beheer/participation/event/{event.pk}/"
    assert admin_client.get("/beheer/participation/event/").status_code == 200
    assert admin_client.get(page + "change/").status_code == 200
    statuses = [admin_client.post(page + verb + "/", {"kind": "x"}).status_code for verb in ("change", "delete")]
    assert [*statuses, admin_client.post("/beheer/participation/event/add/").status_code] == [403, 403, 403]


def test_an_organisation_and_its_members_are_only_read(admin_client, resident):
    made = factories.make_organisation("Voorbeeld BV", resident)
    list_, page = "/beheer/participation/organisation/", f"/beheer/participation/organisation/{made.pk}/"
    assert resident.nickname in admin_client.get(f"{page}change/").text
    sent = {"name": "Anders", "kind": "startup", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    doors = (f"{page}change/", f"{page}delete/", f"{list_}add/")
    assert [admin_client.post(path, sent).status_code for path in doors] == [403, 403, 403]
    made.refresh_from_db()
    assert (made.name, made.memberships.count()) == ("Voorbeeld BV", 1)


@pytest.mark.parametrize("model", ["user", "organisation", "programme", "theme", "area", "event", "grant"])
def test_every_list_and_search_comes_up(admin_client, model, programme):
    factories.make_theme()
    factories.make_area()
    assert admin_client.get(f"/beheer/participation/{model}/", {"q": "1"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["mfa/authenticator", "account/emailaddress", "usersessions/usersession", "auth/group"]
)
def test_what_holds_secrets_or_nothing_is_not_in_it(admin_client, path):
    assert admin_client.get(f"/beheer/{path}/").status_code == 404
