"""The ways in of officials stand in the audit log: who came in, who was refused, and what changed about how."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.core import mail  # noqa: TID251 only the test mailbox is read
from django.utils.http import int_to_base36

from participation.actions.people import forget_second_factor
from participation.audit import record_access
from participation.models import AuditEntry
from participation.reading import Access
from tests import factories
from tests.doors import sign_in
from tests.participation.conftest import PASSWORD
from tests.participation.walk import add_passkey, app_code, by_app, by_code, by_passkey, by_password, give_app

pytestmark = pytest.mark.django_db
OTHER = "een-heel-ander-woord"
STEPS = "/account/tweede-stap/"


def kinds():
    """What stands in the log, which is about one official."""
    assert len(set(AuditEntry.objects.values_list("who", flat=True))) <= 1
    return list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def inside(client, official, django_capture_on_commit_callbacks):
    """An official who is in with password and app; the mails of what they change go out with each call."""
    sign_in(client, official)
    give_app(official)

    def post(path, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, fields)

    return post


def test_who_came_in_and_not_who_is_halfway(client, official):
    give_app(official)
    by_password(client, official.email)
    assert kinds() == []
    client.post("/inloggen/medewerker/stap-2/", {"code": app_code()})
    (row,) = AuditEntry.objects.all()
    assert (row.who, row.kind, row.subject_type, row.subject_id, row.about) == (
        *(official.pk, "access.in", "participation.user", official.pk),
        None,
    )


def test_a_passkey_counts_as_well(client, visitor, official):
    by_password(client, official.email)
    device, _response = add_passkey(client)
    before = len(kinds())
    by_passkey(visitor, device)
    assert kinds()[before:] == ["access.in"]


@pytest.mark.parametrize("address", ["AMBTENAAR@example.nl", "ambtenaar@example.nl"])
def test_a_wrong_password(client, official, address):
    official.email = "ambtenaar@example.nl"
    official.save(update_fields=["email"])
    by_password(client, address, "fout-wachtwoord")
    assert kinds() == ["access.refused"]
    assert "fout" not in str(list(AuditEntry.objects.values_list()))


def test_a_wrong_second_step(client, official):
    give_app(official)
    by_password(client, official.email)
    client.post("/inloggen/medewerker/stap-2/", {"code": "000000"})
    client.post("/inloggen/medewerker/stap-2/", {"credential": "{}"})
    assert kinds() == ["access.refused", "access.refused"]


@pytest.mark.parametrize("address", ["niemand@example.nl", "", "\u202e'; DROP"])
def test_an_address_of_nobody_leaves_no_line(client, official, address):
    by_password(client, address, "x")
    assert kinds() == []


def test_residents_are_not_in_it(client, resident):
    by_code(client, resident.email)
    by_password(client, resident.email, "x")
    assert client.get("/mijn-inbreng/").status_code == 200
    assert kinds() == []


def test_a_door_that_is_not_theirs(client, official):
    official.openid_subject = "s-1"
    official.save(update_fields=["openid_subject"])
    by_password(client, official.email)
    assert kinds() == ["access.refused"]


def test_another_password(inside, official):
    changed = inside("/account/wachtwoord/", oldpassword=PASSWORD, password1=OTHER, password2=OTHER)
    assert (changed.status_code, kinds()) == (302, ["access.password"])


def test_a_password_that_is_not_changed_leaves_the_refusal_only(inside):
    assert inside("/account/wachtwoord/", oldpassword="fout", password1=OTHER, password2=OTHER).status_code == 200
    assert "access.password" not in kinds()


def test_a_forgotten_password(client, official):
    key = f"{int_to_base36(official.pk)}-{default_token_generator.make_token(official)}"
    page = client.get(f"/account/wachtwoord/nieuw/{key}/")
    client.post(page["Location"], {"password1": OTHER, "password2": OTHER})
    assert kinds()[0] == "access.password"
    assert mail.outbox[0].to == [official.email]


def test_each_change_of_the_second_step(inside, client, official):
    add_passkey(client)
    key = Authenticator.objects.get(user=official, type="webauthn").pk
    inside(f"{STEPS}herstelcodes/nieuw/")
    inside(f"{STEPS}passkeys/{key}/verwijderen/")
    assert inside(f"{STEPS}app/uitzetten/").status_code == 200  # It is the last one, and stays.
    assert set(kinds()) <= {"access.step_added", "access.step_removed", "access.codes"}
    assert kinds().count("access.codes") == 1
    assert kinds().count("access.step_removed") == 1


def test_an_administrator_who_wipes_it_stands_in_the_log_with_whose_it_was(official, administrator):
    give_app(official)
    forget_second_factor(official, actor=administrator)
    said = [(row.who, row.kind, row.about) for row in AuditEntry.objects.all()]
    assert said == [(administrator.pk, "access.step_removed", official.pk)]


def test_administrators_look_for_ways_in(client, administrator, official):
    by_password(client, official.email, "fout")
    by_app(client, official.email)
    shown = sign_in(client, administrator).get("/werkplek/logboek/", {"soort": "inloggen"})
    assert [line.entry.kind for line in shown.context["lines"]] == ["access.in", "access.refused"]
    assert "Inloggen geweigerd" in shown.content.decode()
    changed = client.get("/werkplek/logboek/", {"soort": "veranderd"})
    assert changed.context["lines"] == []


def test_it_costs_one_statement(django_assert_num_queries):
    person = factories.make_official("een")
    with django_assert_num_queries(1):
        record_access(person, Access.SIGNED_IN)
