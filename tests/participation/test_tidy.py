"""What has had its time goes, and nothing else: accounts, sessions, devices, limits and the cache."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail  # noqa: TID251 only the test mailbox is read
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from ideas.models import Concept, Follow, Support
from participation import terms
from participation.actions.tidy import tidy_people
from participation.errors import TooMany
from participation.expiring import unused_accounts
from participation.limits import DAY, Limit, take
from participation.models import Allowance, Event, MembershipInvitation, MembershipRequest, User
from participation.tasks import tidy
from tests import factories
from tests.participation.conftest import code_in
from tests.participation.walk import ask_code, by_code, is_in

UNUSED_ACCOUNT = terms.UNUSED_ACCOUNT.unless_set()
pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NOTHING = {
    "accounts": 0,
    "warned": 0,
    "inactive": 0,
    "sessions": 0,
    "devices": 0,
    "absences": 0,
    "invitations": 0,
    "requests": 0,
    "limits": 0,
    "cache": 0,
}


@pytest.fixture
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)


def account(name, *, age=UNUSED_ACCOUNT + SECOND, make=factories.make_resident, **fields):
    return make(name, **{"date_joined": NOW - age, **fields})


def test_only_accounts_that_nobody_came_in_by_go(frozen):
    account("ongebruikt")
    account("leeg", password="een-lang-wachtwoord")
    kept = [
        account("zeven-dagen", age=UNUSED_ACCOUNT),
        account("vandaag", age=timedelta()),
        account("kwam-binnen", last_login=NOW - timedelta(days=900)),
        account("gesloten", is_active=False),
        account("beheerder", is_superuser=True),
        account("medewerker", make=factories.make_official),
        account("coordinator", make=factories.make_official, is_coordinator=True),
    ]
    assert tidy_people() == {**NOTHING, "accounts": 2}
    assert set(User.objects.all()) == set(kept)


POINTING = {
    "membership": lambda person, idea: factories.make_organisation("Voorbeeld BV", person),
    "support": lambda person, idea: Support.objects.create(idea=idea, person=person),
    "follow": lambda person, idea: Follow.objects.create(idea=idea, person=person),
    "concept": lambda person, idea: Concept.objects.create(author=person),
    "idea": lambda person, idea: factories.make_raw_idea(idea.programme, author=person),
    "deputy": lambda person, idea: idea.programme.deputies.add(person),
    "deed": lambda person, idea: Event.objects.create(kind="x", subject_type="x", subject_id=1, actor=person),
}


@pytest.mark.parametrize("points", POINTING.values(), ids=POINTING)
def test_an_account_that_any_row_points_to_stays(frozen, idea, points):
    person = account("bekend")
    User.objects.update(last_login=None)
    points(person, idea)
    assert tidy_people()["accounts"] == 0
    assert User.objects.filter(pk=person.pk).exists()


def test_every_table_that_points_to_people_is_asked():
    asked = str(unused_accounts(NOW, UNUSED_ACCOUNT).query)
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.fields
        if field.related_model is User
    }
    assert len(tables) > 10
    assert {table for table in tables if f'"{table}"' not in asked} == set()


def test_somebody_whose_account_went_comes_in_as_new(client):
    ask_code(client, "nieuw@example.org")
    User.objects.update(date_joined=timezone.now() - UNUSED_ACCOUNT - SECOND)
    assert tidy_people()["accounts"] == 1
    by_code(Client(), "nieuw@example.org")
    assert User.objects.get().last_login
    User.objects.update(date_joined=timezone.now() - UNUSED_ACCOUNT - SECOND)
    assert tidy_people()["accounts"] == 0


def test_sessions_that_are_over_go_with_what_was_kept_of_their_device(visitor, client):
    by_code(client, "blijft@example.org")
    by_code(visitor, "gaat@example.org")
    Session.objects.filter(pk=visitor.session.session_key).update(expire_date=timezone.now() - SECOND)
    assert UserSession.objects.count() == 2
    assert tidy_people() == {**NOTHING, "sessions": 1, "devices": 1}
    assert (is_in(client), is_in(visitor)) == (True, False)
    assert list(Session.objects.values_list("pk")) == list(UserSession.objects.values_list("session_key"))


def test_signing_out_leaves_no_device(client):
    by_code(client, "nieuw@example.org")
    client.post("/uitloggen/")
    assert UserSession.objects.count() == 1
    assert tidy_people() == {**NOTHING, "devices": 1}
    assert UserSession.objects.count() == 0


def test_a_limit_goes_when_it_is_full_again_and_not_before(frozen):
    for name, age in [("gaat", DAY + 1), ("blijft", DAY), ("nieuw", 0)]:
        Allowance.objects.create(key=name, tokens=0, filled_at=NOW - timedelta(seconds=age))
    assert tidy_people() == {**NOTHING, "limits": 1}
    assert set(Allowance.objects.values_list("key", flat=True)) == {"blijft", "nieuw"}


def test_nobody_gets_more_by_a_limit_that_went():
    limit = Limit("slow", size=2, seconds=DAY)
    for _ in range(2):
        take(limit, "a")
    assert tidy_people()["limits"] == 0
    with pytest.raises(TooMany):
        take(limit, "a")


def test_what_expired_in_the_cache_goes_and_what_is_valid_stays():
    cache.set("later", 1, 60)
    cache.set("altijd", 1, None)
    cache.set("voorbij", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cache SET expires = now() - interval '1 second' WHERE cache_key LIKE '%%voorbij'")
        assert tidy_people() == {**NOTHING, "cache": 1}
        cursor.execute("SELECT cache_key FROM cache")
        assert {key.rpartition(":")[2] for (key,) in cursor.fetchall()} == {"later", "altijd"}


def test_twice_does_it_once(frozen):
    account("ongebruikt")
    tidy()
    assert tidy_people() == NOTHING


def test_whoever_asks_for_a_code_again_keeps_the_account_that_was_about_to_go(client):
    ask_code(Client(), "nieuw@example.org")
    User.objects.update(date_joined=timezone.now() - UNUSED_ACCOUNT - SECOND)
    ask_code(client, "nieuw@example.org")
    assert tidy_people()["accounts"] == 0
    client.post("/inloggen/code/", {"code": code_in(mail.outbox[-1])})
    assert is_in(client)


def test_what_organisations_were_asked_and_did_not_answer_goes(frozen):
    its = factories.make_organisation()
    days = timedelta(days=30)
    for name, span in (("over", days + SECOND), ("net-niet", days)):
        person = factories.make_resident(name, last_login=NOW)
        MembershipRequest.objects.create(organisation=its, person=person, asked_at=NOW - span)
        MembershipInvitation.objects.create(organisation=its, email=f"{name}@elders.example", invited_at=NOW - span)
    counts = tidy_people()
    assert (counts["invitations"], counts["requests"]) == (1, 1)
    assert [row.person.nickname for row in MembershipRequest.objects.all()] == ["Net-Niet"]
    assert [row.email for row in MembershipInvitation.objects.all()] == ["net-niet@elders.example"]
