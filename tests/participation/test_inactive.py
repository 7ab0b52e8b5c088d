"""Accounts that nobody uses: warned once, in time, and gone if nobody comes back. Their ideas stay."""

from datetime import UTC, datetime, timedelta

import pytest

from participation import terms
from participation.actions import tidy
from participation.actions.tidy import tidy_people
from participation.events import PersonEvent
from participation.models import Destruction, Event, User
from tests import factories
from tests.participation.walk import by_code

INACTIVE_ACCOUNT = terms.INACTIVE_ACCOUNT.unless_set()
WARNING = terms.WARNING.unless_set()
pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def account(name, since, *, make=factories.make_resident, **fields):
    return make(name, **{"last_login": NOW - since, "date_joined": NOW - since, **fields})


def done():
    return {name: count for name, count in tidy_people().items() if count}


def test_people_are_warned_a_month_before_and_once():
    late = account("lang-weg", INACTIVE_ACCOUNT - WARNING + SECOND)
    account("net-niet", INACTIVE_ACCOUNT - WARNING)
    account("medewerker", INACTIVE_ACCOUNT * 2, make=factories.make_official)
    account("gesloten", INACTIVE_ACCOUNT * 2, is_active=False)
    assert done() == {"warned": 1}
    event = Event.objects.get()
    assert (event.kind, event.subject_id, event.actor) == (PersonEvent.UNUSED, late.pk, None)
    assert event.facts == {"goes_on": "2026-04-01"}
    late.refresh_from_db()
    assert late.warned_at == NOW
    assert done() == {}


def test_nobody_goes_who_was_not_warned_in_time(frozen):
    account("lang-weg", INACTIVE_ACCOUNT * 2)
    assert done() == {"warned": 1}
    frozen.move_to(NOW + WARNING - SECOND, tick=False)
    assert done() == {}
    frozen.move_to(NOW + WARNING, tick=False)
    assert done() == {"inactive": 1}
    assert not User.objects.exists()


def test_whoever_comes_back_stays_and_is_warned_anew_in_time(frozen, client):
    account("terug", INACTIVE_ACCOUNT * 2)
    done()
    frozen.move_to(NOW + SECOND, tick=False)
    by_code(client, "terug@example.org")
    frozen.move_to(NOW + WARNING + SECOND, tick=False)
    assert not {"inactive", "warned"} & done().keys()
    frozen.move_to(NOW + INACTIVE_ACCOUNT, tick=False)
    assert done()["warned"] == 1
    assert User.objects.filter(email="terug@example.org").exists()


def test_a_session_that_goes_on_is_use(client):
    """Who keeps coming is never asked to sign in again, so the last sign-in may be years ago."""
    person = account("trouw", INACTIVE_ACCOUNT * 2)
    by_code(client, person.email)
    User.objects.update(last_login=NOW - INACTIVE_ACCOUNT * 2)
    assert done() == {}


def test_their_ideas_stay_without_a_name_and_their_support_goes(last_rule, neighbour, frozen):
    person = account("lang-weg", timedelta())
    idea = factories.make_idea(person)
    other = factories.make_idea(neighbour)
    other.supports.create(person=person)
    type(other).objects.filter(pk=other.pk).update(support_count=1)
    User.objects.filter(pk=person.pk).update(last_login=NOW - INACTIVE_ACCOUNT * 2, warned_at=NOW - WARNING)
    assert done() == {"inactive": 1}
    idea.refresh_from_db()
    other.refresh_from_db()
    assert (idea.author_name, other.support_count) == ("Anoniem", 0)
    assert Destruction.objects.get(kind="participation.user").count == 1


def test_in_one_night_no_more_go_than_the_night_can_hold(monkeypatch):
    monkeypatch.setattr(tidy, "MOST_LEAVING", 2)
    for number in range(3):
        account(f"weg{number}", INACTIVE_ACCOUNT * 2, warned_at=NOW - WARNING)
    assert [done(), done(), done()] == [{"inactive": 2}, {"inactive": 1}, {}]


def test_what_holds_one_account_does_not_keep_the_others(caplog):
    for name in ("houdt-vast", "gaat"):
        account(name, INACTIVE_ACCOUNT * 2, warned_at=NOW - WARNING)
    factories.make_programme(owner=User.objects.get(email="houdt-vast@example.org"))
    assert done() == {"inactive": 1}
    assert "something holds it" in caplog.text
    assert [person.email for person in User.objects.all()] == ["houdt-vast@example.org"]
