"""Reminders through the clock's own door: each once, whoever looks and whatever breaks."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from ideas.actions import remind as reminding
from ideas.actions.remind import remind, remind_officials
from ideas.actions.triage import move_idea
from ideas.clock import Step
from ideas.models import Reminder
from ideas.reminding import office_on
from ideas.statuses import STANDS_STILL, Status
from ideas.tasks import remind as remind_task
from notifications.fanout import fan_out_waiting
from notifications.models import Delivery
from participation import journal
from participation.actions.absence import set_absence
from participation.errors import NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)  # A Wednesday.
KIND = "idea.reminded"
ACTING = {Status.RECEIVED, Status.IN_REVIEW, Status.PROMISING, Status.CHALLENGE, Status.ADOPTED, Status.NOT_NOW}


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to("2026-03-04 00:12 +0100", tick=False)
    return time_machine


def due(programme, day, **fields):
    return factories.make_raw_idea(programme, promised_on=day, **fields)


def told():
    return [
        (event.facts["reference"], event.facts["step"], event.facts["people"])
        for event in Event.objects.filter(kind=KIND).order_by("pk")
    ]


def test_each_date_has_its_step(programme, owner, deputy, coordinator):
    days = {name: date(2026, 3, day) for name, day in
            {"late": 3, "today": 4, "tomorrow": 5, "friday": 6, "weekend": 8, "monday": 9}.items()}  # fmt: skip
    ideas = {name: due(programme, day) for name, day in days.items()}
    assert remind_officials() == 5
    number = {name: idea.reference for name, idea in ideas.items()}
    assert told() == [
        (number["tomorrow"], "before", [owner.pk]),
        (number["friday"], "before", [owner.pk]),
        (number["weekend"], "before", [owner.pk]),
        (number["today"], "at", [deputy.pk]),
        (number["late"], "after", [coordinator.pk]),
    ]
    assert (remind_officials(), Reminder.objects.count()) == (0, 5)


@pytest.mark.parametrize("status", Status)
def test_only_while_the_municipality_has_the_ball(programme, coordinator, status):
    due(programme, date(2026, 3, 2), status=status)
    assert remind_officials() == (status in ACTING)
    assert not ACTING & STANDS_STILL.keys()


@pytest.mark.parametrize("moment", ["2026-03-07 12:12 +0100", "2026-04-06 09:12 +0200", "2026-05-05 09:12 +0200"])
def test_nobody_is_reminded_on_a_day_off(programme, coordinator, frozen, moment):
    due(programme, date(2026, 3, 2))
    frozen.move_to(moment, tick=False)
    assert (remind_officials(), Event.objects.count()) == (0, 0)


def test_a_date_that_moves_is_reminded_of_anew(programme, coordinator, owner, frozen):
    idea = due(programme, TODAY, status=Status.IN_REVIEW)
    assert remind_officials() == 1
    move_idea(idea, "promising", actor=owner, reason="Goed idee.", next_step="Wij bellen u.", date=date(2026, 3, 6))
    assert remind_officials() == 1
    assert [step for _number, step, _people in told()] == ["at", "before"]


def test_twice_by_the_task_does_it_once(programme, coordinator):
    due(programme, date(2026, 3, 2))
    remind_task()
    remind_task()
    assert len(told()) == 1


@pytest.mark.parametrize("change", [
    {"promised_on": date(2026, 4, 1)}, {"promised_on": None}, {"status": Status.QUESTION}, {"status": Status.WITHDRAWN},
])  # fmt: skip
def test_what_changed_meanwhile_is_left_alone(programme, coordinator, change):
    idea = due(programme, date(2026, 3, 2))
    type(idea).objects.filter(pk=idea.pk).update(**change)
    with pytest.raises(NotPossible):
        remind(idea, Step.AFTER, office=office_on(TODAY))
    assert (Reminder.objects.count(), Event.objects.count()) == (0, 0)


def test_another_programme_has_other_people(programme, coordinator):
    idea = due(programme, date(2026, 3, 2))
    type(idea).objects.filter(pk=idea.pk).update(programme=factories.make_programme("water"))
    with pytest.raises(NotPossible):
        remind(idea, Step.AFTER, office=office_on(TODAY))


def test_a_crash_between_the_mark_and_the_news_leaves_neither(programme, coordinator, monkeypatch, caplog):
    idea = due(programme, date(2026, 3, 2))
    other = due(programme, date(2026, 3, 3))
    record = journal.record

    def dies(kind, subject, **facts):
        if subject.pk == idea.pk:
            raise ZeroDivisionError
        return record(kind, subject, **facts)

    monkeypatch.setattr(reminding.journal, "record", dies)
    assert remind_officials() == 1
    assert idea.reference in caplog.text
    assert list(Reminder.objects.values_list("idea", flat=True)) == [other.pk]
    monkeypatch.undo()
    assert (remind_officials(), len(told())) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_give_each_reminder_once(programme, coordinator):
    ideas = [due(programme, date(2026, 3, 2)) for _ in range(8)]
    start, counts = threading.Barrier(3), []

    def beat():
        start.wait()
        counts.append(remind_officials())
        connections.close_all()

    clocks = [threading.Thread(target=beat) for _ in range(3)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()
    assert sum(counts) == len(ideas) == len(told())
    assert {number for number, _step, _people in told()} == {idea.reference for idea in ideas}


def test_what_one_reminder_costs_does_not_grow(programme, coordinator):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            remind_officials()
        return len([query for query in seen if "SAVEPOINT" not in query["sql"]])

    cost()
    due(programme, date(2026, 3, 2))
    one = cost()
    for _ in range(10):
        due(programme, date(2026, 3, 2))
    ten = cost()
    assert (ten - one) / 9 <= 4
    assert one <= 12


def test_a_limited_number_at_once_the_oldest_date_first(programme, coordinator, monkeypatch):
    monkeypatch.setattr(reminding, "MOST_AT_ONCE", 2)
    for day in (3, 2, 1):
        due(programme, date(2026, 3, day), title=f"Dag {day}")
    assert (remind_officials(), remind_officials(), remind_officials()) == (2, 1, 0)
    days = [event.facts["promised_on"] for event in Event.objects.filter(kind=KIND).order_by("pk")]
    assert days == ["2026-03-01", "2026-03-02", "2026-03-03"]


def test_an_absent_owners_reminder_goes_to_the_stand_in(programme, owner, stranger, coordinator):
    set_absence(owner, stand_in=stranger, first_day=TODAY, last_day=TODAY + timedelta(days=3), actor=owner)
    due(programme, date(2026, 3, 6))
    remind_officials()
    fan_out_waiting()
    rows = Delivery.objects.filter(event__kind=KIND).values_list("recipient", "channel", "route", "group")
    assert set(rows) == {
        (stranger.pk, "inbox", "reminded", "reminders"), (stranger.pk, "email", "reminded", "reminders"),
    }  # fmt: skip


def test_without_anybody_the_administrator_hears(programme, owner, deputy, administrator):
    due(programme, date(2026, 3, 2))
    remind_officials()
    fan_out_waiting()
    assert {row.recipient for row in Delivery.objects.filter(event__kind=KIND)} == {administrator}


def test_it_is_no_news_for_the_public(client, programme, coordinator):
    idea = due(programme, date(2026, 3, 2))
    remind_officials()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Te laat: de beloofde dag was" not in page
    assert "Dit is te laat." in page
