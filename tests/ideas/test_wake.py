"""What the clock does: parked ideas wake up, and questions do not wait for ever."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ideas.actions import wake
from ideas.actions.wake import wake_ideas
from ideas.models import Idea
from ideas.tasks import wake as wake_task
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)  # 23:59 in Amsterdam.


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def parked(programme, day):
    return factories.make_raw_idea(programme, status="not_now", revisit_on=day)


def asked(programme, ago):
    return factories.make_raw_idea(programme, status="question", status_since=NOW - ago)


def test_what_is_due_and_nothing_else(programme):
    due = [parked(programme, date(2026, 3, 2)), parked(programme, date(2026, 1, 1))]
    later = [parked(programme, date(2026, 3, 3))]
    old = [asked(programme, timedelta(days=14, seconds=1))]
    young = [asked(programme, timedelta(days=14))]
    factories.make_raw_idea(programme, status="in_review", revisit_on=date(2026, 1, 1))
    assert wake_ideas() == 3
    assert set(Event.objects.values_list("kind", "subject_id", "actor")) == {
        *(("idea.woken", idea.pk, None) for idea in due),
        *(("idea.question_expired", idea.pk, None) for idea in old),
    }
    assert {idea.pk for idea in Idea.objects.filter(status="not_now")} == {idea.pk for idea in later}
    assert {idea.pk for idea in Idea.objects.filter(status="question")} == {idea.pk for idea in young}


def test_the_day_is_amsterdams(programme, frozen):
    parked(programme, date(2026, 3, 3))
    assert wake_ideas() == 0
    frozen.move_to(NOW + timedelta(minutes=1), tick=False)
    assert wake_ideas() == 1


def test_twice_does_it_once(programme):
    parked(programme, date(2026, 3, 2))
    wake_task()
    assert (wake_ideas(), Event.objects.count()) == (0, 1)


def test_who_was_moved_meanwhile_is_left_alone(programme, monkeypatch):
    first, second = parked(programme, date(2026, 3, 2)), parked(programme, date(2026, 3, 2))
    move = wake.move_idea

    def somebody_is_first(idea, verb, *, actor):
        if idea.pk == first.pk:
            Idea.objects.filter(pk=first.pk).update(status="in_review", revisit_on=None)
        return move(idea, verb, actor=actor)

    monkeypatch.setattr(wake, "move_idea", somebody_is_first)
    assert wake_ideas() == 1
    assert Event.objects.get().subject_id == second.pk


def test_one_that_fails_does_not_stop_the_others(programme, monkeypatch, caplog):
    first, second = parked(programme, date(2026, 3, 2)), parked(programme, date(2026, 3, 2))
    move = wake.move_idea

    def fails_once(idea, verb, *, actor):
        if idea.pk == first.pk:
            raise ZeroDivisionError
        return move(idea, verb, actor=actor)

    monkeypatch.setattr(wake, "move_idea", fails_once)
    assert wake_ideas() == 1
    assert Event.objects.get().subject_id == second.pk
    assert first.reference in caplog.text
    monkeypatch.undo()
    assert wake_ideas() == 1


def test_a_limited_number_at_once_oldest_first(programme, monkeypatch):
    monkeypatch.setattr(wake, "MOST_AT_ONCE", 2)
    ideas = [parked(programme, date(2026, 3, 2)) for _ in range(3)]
    assert (wake_ideas(), Idea.objects.get(status="not_now").pk, wake_ideas()) == (2, ideas[2].pk, 1)
