"""The letter of the week through the clock's own door: once for each week and person, and never an empty one."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.actions.weekly import write_letter, write_week_letters
from ideas.board.weekly import Line, headline_of, is_time, lines_on, week_of
from ideas.models import WeekLetter
from ideas.statuses import Status
from ideas.tasks import week as week_task
from participation import journal
from participation.actions.absence import set_absence
from participation.calendar import calendar_with
from participation.errors import NotPossible
from participation.models import ClosedDay, Event, User
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
EIGHT = "2026-03-02 08:00 +0100"
KIND = "board.week"


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(EIGHT, tick=False)
    return time_machine


@pytest.fixture
def town(programme, owner, coordinator):
    """Two programmes of two owners; only the first has something to tell."""
    factories.make_programme("water", owner=factories.make_official("water"))
    return factories.make_raw_idea(programme, promised_on=date(2026, 2, 27), status=Status.IN_REVIEW)


def told():
    return {
        event.facts["people"][0]: [line["slug"] for line in event.facts["lines"]]
        for event in Event.objects.filter(kind=KIND)
    }


def test_the_owner_reads_of_their_own_and_the_coordinator_of_all(town, programme, owner, coordinator):
    water = User.objects.get(email="water@example.org")
    factories.make_raw_idea(programme.__class__.objects.get(slug="water"), status=Status.QUESTION)
    assert write_week_letters() == 3
    assert told() == {owner.pk: ["groen"], water.pk: ["water"], coordinator.pk: ["groen", "water"]}


def test_what_each_figure_counts(programme):
    late, monday, sunday, next_monday = (date(2026, 3, day) for day in (1, 2, 8, 9))
    for moment in ("2026-02-22 23:59", "2026-02-23 00:00", "2026-03-01 23:59", "2026-03-02 00:00"):
        came = timezone.make_aware(datetime.fromisoformat(moment))
        factories.make_raw_idea(programme, submitted_at=came, status=Status.DECLINED)
    for day in (late, monday, sunday, next_monday):
        factories.make_raw_idea(programme, promised_on=day, status=Status.IN_REVIEW)
        factories.make_raw_idea(programme, promised_on=day, status=Status.REFERRED)
    factories.make_raw_idea(programme, status=Status.QUESTION)
    factories.make_raw_idea(programme, status=Status.RECEIVED, handler=programme.owner)
    factories.make_raw_idea(programme, status=Status.RECEIVED)
    factories.make_raw_idea(programme, status=Status.RECEIVED, source="Stad")
    factories.make_raw_idea(programme, status=Status.RECEIVED, visibility="held")
    line = lines_on(MONDAY)[programme.pk]
    assert line == Line("Groen", "groen", new=2, late=1, due=2, author=1, partner=4, nobody=1)


def test_never_an_empty_one_and_nothing_later_that_day(programme, owner, coordinator, frozen):
    assert (write_week_letters(), told()) == (0, {})
    frozen.move_to("2026-03-02 11:00 +0100", tick=False)
    factories.make_raw_idea(programme, status=Status.QUESTION)
    assert (write_week_letters(), told()) == (0, {})


def test_two_beats_with_a_restart_between_write_it_once(town, owner, coordinator, monkeypatch, caplog):
    """The first beat dies after the first letter; the next process goes on where it stopped, and no further."""
    record, calls = journal.record, []

    def dies(*words, **facts):
        calls.append(facts)
        if len(calls) == 2:
            raise ZeroDivisionError
        return record(*words, **facts)

    monkeypatch.setattr(journal, "record", dies)
    week_task()
    assert (Event.objects.filter(kind=KIND).count(), WeekLetter.objects.filter(week=MONDAY).count()) == (1, 2)
    assert "could not be written" in caplog.text
    monkeypatch.setattr(journal, "record", record)
    week_task()
    week_task()
    assert sorted(told()) == sorted([owner.pk, coordinator.pk])
    assert Event.objects.filter(kind=KIND).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_write_it_once(owner):
    start, outcomes = threading.Barrier(2), []

    def clock():
        start.wait()
        try:
            outcomes.append(write_letter(MONDAY, owner.pk, [Line("Groen", "groen", late=1)]))
        except NotPossible:
            outcomes.append(None)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=clock) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [None, True]
    assert (Event.objects.filter(kind=KIND).count(), WeekLetter.objects.count()) == (1, 1)


@pytest.mark.parametrize(("moment", "comes"), [
    ("2026-03-02 07:59 +0100", False),
    ("2026-03-02 08:00 +0100", True),
    ("2026-03-02 23:50 +0100", True),  # The clock stood still all day.
    ("2026-03-03 08:00 +0100", False),
    ("2026-03-08 08:00 +0100", False),
    ("2026-03-30 05:59 +0000", False),  # The day after the clock went forward: this is one minute to eight,
    ("2026-03-30 06:00 +0000", True),  # and this is eight o'clock.
    ("2026-10-26 06:59 +0000", False),  # And back again.
    ("2026-10-26 07:00 +0000", True),
    ("2026-04-06 08:00 +0200", False),  # Easter Monday,
    ("2026-04-07 08:00 +0200", True),  # and the first working day of that week.
])  # fmt: skip
def test_when_it_comes(town, frozen, moment, comes):
    frozen.move_to(moment, tick=False)
    assert (write_week_letters() > 0) == comes


def test_a_week_that_is_closed_has_none():
    week = [date(2026, 3, 2) + timedelta(days=number) for number in range(7)]
    moments = [datetime(day.year, day.month, day.day, 9, tzinfo=UTC) for day in week]
    assert [is_time(moment, calendar_with(week)) for moment in moments] == [False] * 7
    assert [is_time(moment, calendar_with(week[:2])) for moment in moments].index(True) == 2


def test_every_week_has_its_own(town, owner, coordinator, frozen):
    for moment in (
        "2026-03-23 08:00 +0100",
        "2026-03-30 08:00 +0200",
        "2026-10-19 08:00 +0200",
        "2026-10-26 08:00 +0100",
    ):
        frozen.move_to(moment, tick=False)
        assert (write_week_letters(), write_week_letters()) == (2, 0)
    assert WeekLetter.objects.filter(person=owner).count() == 4


def test_who_is_away_is_stood_in_for(town, owner, coordinator):
    colleague = factories.make_official("collega")
    set_absence(owner, actor=owner, stand_in=colleague, first_day=MONDAY, last_day=MONDAY)
    assert write_week_letters() == 2
    assert told() == {colleague.pk: ["groen"], coordinator.pk: ["groen"]}


def test_without_an_owner_the_deputies_read_it(town, owner, deputy):
    User.objects.filter(pk=owner.pk).update(is_active=False)
    User.objects.filter(is_coordinator=True).update(is_active=False)
    assert write_week_letters() == 1
    assert told() == {deputy.pk: ["groen"]}


def test_a_coordinator_who_owns_a_programme_gets_one_letter(town, owner, coordinator):
    User.objects.filter(pk=owner.pk).update(is_coordinator=True)
    assert write_week_letters() == 2
    assert told() == {owner.pk: ["groen"], coordinator.pk: ["groen"]}


def test_on_a_day_off_nothing_is_asked_of_the_database(town, frozen):
    ClosedDay.objects.create(day=MONDAY, name="Brug")
    with CaptureQueriesContext(connection) as asked:
        write_week_letters()
    assert (len(asked) <= 1, told()) == (True, {})  # The closed days, if the process did not know them.


def test_it_costs_the_same_for_one_and_for_thirty(town, owner, coordinator):
    write_week_letters()  # Reads the closed days.
    costs = []
    for turn in range(2):
        WeekLetter.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            assert write_week_letters() == 2
        costs.append(len(asked))
        for number in range(30):
            programme = factories.make_programme(f"p{turn}-{number}", owner=owner)
            factories.make_raw_idea(programme, status=Status.QUESTION)
    assert costs[0] == costs[1]
    with CaptureQueriesContext(connection) as asked:
        assert write_week_letters() == 0
    assert len(asked) <= 6  # Whoever has their letter costs nothing.


def test_it_is_told_in_one_sentence():
    line = Line("Groen", "groen", new=1, late=2)
    facts = {"lines": [{"new": one.new, "late": one.late, "due": one.due} for one in (line, replace(line, due=3))]}
    assert headline_of(facts) == "Uw week: 2 nieuwe ideeën, 4 te laat, 3 deze week te beantwoorden."
    assert week_of(date(2026, 3, 8)) == MONDAY
