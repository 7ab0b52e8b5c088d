"""Events become deliveries exactly once, whatever happens between."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from ideas.actions.triage import move_idea
from ideas.events import IdeaEvent as E
from notifications import fanout
from notifications.actions import set_preferences
from notifications.fanout import fan_out, fan_out_waiting
from notifications.models import Delivery
from notifications.statuses import Channel, Frequency, Group
from participation import journal
from participation.models import Event
from tests import factories


def record(idea, kind=E.TAKEN_UP, *, actor=None, **facts):
    with transaction.atomic():
        return journal.record(kind, idea, actor=actor, reference=idea.reference, title=idea.title, **facts)


def in_parallel(count, work):
    errors = []

    def run():
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a thread's errors are the test's errors
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_parallel_workers_fan_out_each_event_exactly_once(watched):
    for _ in range(20):
        record(watched)
    done = []
    in_parallel(4, lambda: done.append(fan_out_waiting()))
    assert sum(done) == 20
    assert Delivery.objects.count() == 20 * 4  # Author and follower, each in the inbox and by mail.
    assert not Event.objects.filter(dispatched_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_the_middle_leaves_nothing_behind(watched, monkeypatch):
    record(watched)
    tell = fanout._tell_people

    def dies(*arguments):
        tell(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(fanout, "_tell_people", dies)
        with pytest.raises(KeyboardInterrupt):
            fan_out_waiting()
    assert Delivery.objects.count() == 0
    assert fan_out_waiting() == 1
    assert Delivery.objects.count() == 4


def test_an_event_that_was_fanned_out_before_makes_no_second_delivery(watched):
    event = record(watched)
    fan_out_waiting()
    before = set(Delivery.objects.values_list("pk", flat=True))
    Event.objects.filter(pk=event.pk).update(dispatched_at=None)
    assert fan_out_waiting() == 1
    assert set(Delivery.objects.values_list("pk", flat=True)) == before


def test_a_poisoned_event_stops_nobody_and_waits_longer_each_time(watched, let_pass, caplog):
    poisoned = record(watched, E.HANDED_OVER)  # Without the facts that every real one has.
    record(watched)
    assert fan_out_waiting() == 1
    poisoned.refresh_from_db()
    assert (poisoned.attempts, poisoned.dispatched_at) == (1, None)
    assert poisoned.last_error == "KeyError: 'from_id'"
    tries = 0
    for _ in range(60):
        let_pass(timedelta(minutes=1))
        fan_out_waiting()
        poisoned.refresh_from_db()
        tries, before = poisoned.attempts, tries
        assert tries - before <= 5
    assert 10 <= tries <= 13  # Once for every doubling of its age in an hour.


def test_a_kind_that_nobody_knows_waits_in_view(watched, caplog):
    record(watched, "idea.sung")
    assert fan_out_waiting() == 0
    assert Event.objects.get(kind="idea.sung").last_error == "KeyError: 'idea.sung'"


def test_fresh_events_go_before_those_that_failed(watched, monkeypatch):
    failed = record(watched)
    Event.objects.filter(pk=failed.pk).update(attempts=1, recorded_at=models.F("recorded_at") - timedelta(days=1))
    fresh = record(watched)
    fan_out_waiting(limit=1)
    assert set(Event.objects.filter(dispatched_at__isnull=True)) == {failed}
    assert fresh.deliveries.exists()


def test_who_switched_it_off_gets_no_mail_and_still_finds_it_in_the_inbox(watched, neighbour):
    set_preferences({(Group.FOLLOWED, Channel.EMAIL): Frequency.OFF}, actor=neighbour)
    record(watched)
    fan_out_waiting()
    assert [row.channel for row in Delivery.objects.filter(recipient=neighbour)] == ["inbox"]


@pytest.mark.parametrize("followers", [0, 40])
def test_an_audience_costs_one_statement_for_each_channel_however_large(watched, django_assert_num_queries, followers):
    for number in range(followers):
        watched.follows.create(person=factories.make_resident(f"volger{number}"))
    event = record(watched)
    with (
        transaction.atomic(),
        django_assert_num_queries(1 + 3 * 2 + 3),
    ):  # Any device? Three routes, who watches, what is looked for, and the mark.
        fan_out(event)
    assert Delivery.objects.count() == 2 * (1 + 1 + followers)


@pytest.mark.parametrize(("many", "counted"), [(4, True), (5, False)])
def test_after_many_at_once_postgresql_counts_again(watched, monkeypatch, many, counted):
    monkeypatch.setattr(fanout, "MANY", many)
    record(watched)
    with CaptureQueriesContext(connection) as queries:
        fan_out_waiting()
    assert any(query["sql"] == "ANALYZE notifications_delivery" for query in queries) == counted


def columns(delivery):
    names = ("address", "channel", "route", "group", "bulk", "state", "attempts", "resends", "last_error", "token")
    return (delivery.recipient and delivery.recipient.email, *(getattr(delivery, name) for name in names))


def test_what_stands_in_the_rows(watched, resident, neighbour):
    record(watched)
    fan_out_waiting()
    untried = (0, 0, "", None)
    assert {columns(row) for row in Delivery.objects.select_related("recipient")} == {
        (resident.email, "", "inbox", "author", "own", False, "accepted", *untried),
        (resident.email, "", "email", "author", "own", False, "pending", *untried),
        (neighbour.email, "", "inbox", "followers", "followed", True, "accepted", *untried),
        (neighbour.email, "", "email", "followers", "followed", True, "pending", *untried),
    }


def test_the_inbox_row_has_arrived_and_the_mail_waits(watched):
    record(watched)
    fan_out_waiting()
    rows = Delivery.objects.all()
    assert {(row.channel, row.state, row.settled_at == row.created_at, row.settled_at is None) for row in rows} == {
        ("inbox", "accepted", True, False),
        ("email", "pending", False, True),
    }
    assert {row.next_attempt_at == row.created_at for row in rows} == {True}
    assert len({row.uuid for row in rows}) == 4


def test_a_partner_is_told_by_address(watched, owner):
    move_idea(
        watched, "refer", actor=owner, partner="Bibliotheek", partner_email="balie@example.org",
        message="Kunt u helpen?", next_step="Wij wachten op antwoord.",
    )  # fmt: skip
    fan_out_waiting()
    Event.objects.update(dispatched_at=None)
    fan_out_waiting()
    assert [columns(row) for row in Delivery.objects.exclude(address="")] == [
        (None, "balie@example.org", "email", "partner", "own", False, "pending", 0, 0, "", None)
    ]
