"""One's own account: proving that it is really them, another address, out everywhere, gone."""

import re
import time
from datetime import timedelta

import pytest
from django.core import mail  # noqa: TID251 only the test mailbox is read
from django.test import Client
from django.utils import timezone

from participation.actions.account import change_address, delete_account, sign_out_everywhere
from participation.errors import NotAllowed, NotPossible
from participation.models import User
from tests import factories
from tests.doors import sign_in
from tests.participation.conftest import code_in
from tests.participation.walk import by_code, is_in

pytestmark = pytest.mark.django_db

OLD, NEW = "oud@example.org", "nieuw@example.org"
ADDRESS, CONFIRM = "/mijn/gegevens/e-mailadres/", "/mijn/gegevens/e-mailadres/code/"
DELETE, PROVE = "/mijn/gegevens/verwijderen/", "/account/bevestigen/"


@pytest.fixture
def client(client):
    by_code(client, OLD)
    mail.outbox.clear()
    return client


@pytest.fixture
def person(client):
    return User.objects.get(email=OLD)


def age(client, seconds=16 * 60):
    """Let so much time pass since the person signed in."""
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**one, "at": time.time() - seconds} for one in records]
    session.save()
    return client


# --- Is it really them?


@pytest.mark.parametrize("path", [ADDRESS, CONFIRM, DELETE])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_signed_in_long_ago_proves_it_first(client, person, path, method):
    response = getattr(age(client), method)(path, {"ideas": "weg"} if method == "post" else None)
    assert response["Location"] == f"{PROVE}?next={path.replace('/', '%2F')}"
    assert User.objects.filter(pk=person.pk).exists()


def test_a_code_by_mail_is_the_proof(client):
    age(client)
    page = client.get(PROVE, {"next": DELETE}).content.decode()
    assert (OLD in page, 'name="code"' in page) == (True, False)
    page = client.post(PROVE, {"next": DELETE}).content.decode()
    assert 'name="code"' in page
    assert [one.to for one in mail.outbox] == [[OLD]]
    done = client.post(PROVE, {"next": DELETE, "code": f" {code_in(mail.outbox[0])} "})
    assert done["Location"] == DELETE
    assert client.get(DELETE).status_code == 200


def test_a_wrong_code_says_so_and_five_of_them_are_enough(client):
    age(client)
    client.post(PROVE)
    right = code_in(mail.outbox[0])
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        page = client.post(PROVE, {"code": wrong}).content.decode()
        assert "Deze code klopt niet." in page
    assert "U doet dit te vaak" in client.post(PROVE, {"code": right}).content.decode()
    assert client.get(DELETE).status_code == 302


def test_a_code_works_once_and_not_for_ever(client, time_machine):
    age(client)
    client.post(PROVE)
    code = code_in(mail.outbox[0])
    client.post(PROVE, {"code": code})
    assert "niet meer geldig" in client.post(PROVE, {"code": code}).content.decode()
    client.post(PROVE)
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    assert "niet meer geldig" in client.post(PROVE, {"code": code_in(mail.outbox[1])}).content.decode()


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_proof_leads_nowhere_else(client, away):
    age(client)
    client.post(PROVE, {"next": away})
    assert client.post(PROVE, {"next": away, "code": code_in(mail.outbox[0])})["Location"] == "/mijn/gegevens/"


def test_a_code_for_one_thing_does_not_open_another(client):
    client.post(ADDRESS, {"email": NEW})
    code = code_in(mail.outbox[0])
    age(client)
    assert "niet meer geldig" in client.post(PROVE, {"code": code}).content.decode()


def test_the_code_itself_is_kept_nowhere(client):
    client.post(PROVE)
    assert code_in(mail.outbox[0]) not in str(dict(client.session))


# --- Another address


def test_an_address_changes_when_the_new_one_is_proved(client, person):
    other = Client()
    by_code(other, OLD)
    mail.outbox.clear()
    assert client.post(ADDRESS, {"email": " Nieuw@Example.ORG "})["Location"] == CONFIRM
    assert [one.to for one in mail.outbox] == [[NEW]]
    assert User.objects.get(pk=person.pk).email == OLD
    assert client.post(CONFIRM, {"code": code_in(mail.outbox[0])})["Location"] == "/mijn/gegevens/"
    assert User.objects.get(pk=person.pk).email == NEW
    assert [one.to for one in mail.outbox] == [[NEW], [OLD]]
    assert NEW not in mail.outbox[1].body
    assert (is_in(client), is_in(other)) == (True, False)
    mail.outbox.clear()
    by_code(Client(), NEW)
    assert User.objects.count() == 1


def test_the_code_of_the_new_address_is_needed(client, person):
    client.post(ADDRESS, {"email": NEW})
    assert client.post(CONFIRM, {"code": "12"}).status_code == 200
    assert client.post(CONFIRM, {}).status_code == 200
    assert User.objects.get(pk=person.pk).email == OLD
    assert client.get(CONFIRM).status_code == 200


def test_without_a_code_that_waits_one_starts_at_the_beginning(client):
    assert client.get(CONFIRM)["Location"] == ADDRESS


def test_nobody_finds_out_who_has_an_account(client, resident):
    """The page says the same for an address that is taken; only who reads its mail hears more."""
    pages = []
    client.get(ADDRESS)  # It shows what signing in left to be told.
    for wanted in (resident.email, NEW):
        page = client.post(ADDRESS, {"email": wanted}, follow=True)
        body = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", page.content.decode()).replace(wanted, "…")
        pages.append((page.redirect_chain, body))
    assert pages[0] == pages[1]


def test_an_address_that_is_taken_is_refused_in_the_end(client, person, resident):
    client.post(ADDRESS, {"email": resident.email})
    page = client.post(CONFIRM, {"code": code_in(mail.outbox[0])}, follow=True)
    assert "Dit adres hoort al bij een ander account." in page.content.decode()
    assert User.objects.get(pk=person.pk).email == OLD


@pytest.mark.parametrize("wrong", ["", "geen adres", OLD, "a" * 300 + "@example.org"])
def test_an_address_that_will_not_do_is_said_beside_the_field(client, wrong):
    page = client.post(ADDRESS, {"email": wrong})
    assert (page.status_code, 'aria-invalid="true"' in page.content.decode(), mail.outbox) == (200, True, [])


def test_an_official_s_address_is_the_administrator_s(client, owner):
    assert sign_in(Client(), owner).get(ADDRESS).status_code == 403
    with pytest.raises(NotAllowed):
        change_address(owner, actor=owner, email=NEW, keep_session="")


def test_a_dead_mail_server_changes_nothing_and_says_so(client, person, real_mail):
    page = client.post(ADDRESS, {"email": NEW})
    assert "Wij kunnen nu geen mail sturen." in page.content.decode()
    assert client.get(CONFIRM)["Location"] == ADDRESS


# --- Out everywhere


def test_out_everywhere_is_out_here_too(client, person):
    other = Client()
    by_code(other, OLD)
    stays = Client()
    by_code(stays, NEW)
    assert client.post("/account/sessies/overal-uitloggen/")["Location"] == "/inloggen/"
    assert [one.get("/mijn-inbreng/").status_code for one in (client, other, stays)] == [302, 302, 200]


# --- Gone


def test_a_choice_is_asked_and_nothing_is_chosen_beforehand(client, person):
    page = client.get(DELETE).content.decode()
    assert (page.count('type="radio"'), "checked" in page) == (2, False)
    refused = client.post(DELETE, {})
    assert "Kies wat er met uw ideeën en reacties moet gebeuren." in refused.content.decode()
    assert User.objects.filter(pk=person.pk).exists()


def test_the_account_goes_and_a_new_one_is_a_new_one(client, person):
    assert client.post(DELETE, {"ideas": "blijven"})["Location"] == "/"
    assert not is_in(client)
    assert "Uw account is verwijderd." in client.get("/").content.decode()
    by_code(client, OLD)
    assert User.objects.get(email=OLD).pk != person.pk


def test_deleting_twice_is_deleting_once(client, person):
    other = Client()
    by_code(other, OLD)
    client.post(DELETE, {"ideas": "blijven"})
    assert other.post(DELETE, {"ideas": "blijven"})["Location"].startswith("/inloggen/")


def test_the_owner_of_a_programme_stays_and_hears_why(programme, owner):
    page = sign_in(Client(), owner).get(DELETE).content.decode()
    assert ("U bent eigenaar van: Groen." in page, 'name="ideas"' in page) == (True, False)
    with pytest.raises(NotPossible):
        delete_account(owner, actor=owner, ideas_go=False)


ALONE, NO_OWNER = "Zonder u kan niemand meer iets doen", "Zonder u heeft de organisatie geen eigenaar"


@pytest.mark.parametrize(
    ("mine", "others", "said"),
    [
        ("owner", [], [ALONE]),
        ("owner", [("editor", False)], [ALONE]),
        ("owner", [("reader", True)], [NO_OWNER]),
        ("owner", [("owner", False), ("editor", True)], [NO_OWNER]),
        ("owner", [("owner", True)], []),
        ("editor", [("owner", True)], []),
        ("editor", [], []),
    ],
)
def test_the_only_owner_of_an_organisation_hears_what_becomes_of_it(client, person, mine, others, said):
    its = factories.make_organisation("Warmte BV")
    its.memberships.create(user=person, role=mine)
    for number, (role, is_active) in enumerate(others):
        its.memberships.create(user=factories.make_resident(f"lid{number}", is_active=is_active), role=role)
    factories.make_organisation("Van anderen", factories.make_resident("ander"), kvk_number="")
    page = client.get(DELETE).content.decode()
    assert [words for words in (ALONE, NO_OWNER) if words in page] == said
    assert page.count("U bent de enige eigenaar van Warmte BV.") == len(said)
    assert (f'href="/organisaties/{its.pk}/leden/"' in page) == (said == [NO_OWNER])
    assert "Van anderen" not in page


def test_a_deputy_may_go(programme, deputy):
    client = sign_in(Client(), deputy)
    assert client.post(DELETE, {"ideas": "blijven"})["Location"] == "/"
    assert list(programme.deputies.all()) == []


def test_the_only_administrator_stays(administrator):
    assert "U bent de enige beheerder." in sign_in(Client(), administrator).get(DELETE).content.decode()
    factories.make_official("tweede", is_superuser=True)
    assert sign_in(Client(), administrator).post(DELETE, {"ideas": "blijven"})["Location"] == "/"


def test_nobody_does_this_to_somebody_else(resident, neighbour):
    for deed in (
        lambda: delete_account(resident, actor=neighbour, ideas_go=True),
        lambda: sign_out_everywhere(resident, actor=neighbour),
        lambda: change_address(resident, actor=neighbour, email=NEW, keep_session=""),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert User.objects.filter(pk=resident.pk, email=resident.email).exists()
