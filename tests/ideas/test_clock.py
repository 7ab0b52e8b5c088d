"""The arithmetic of the clock, over many days and with other means than its own."""

import random
from datetime import date, timedelta

import pytest

from ideas import clock
from ideas.clock import Step
from ideas.models.queries import MUNICIPALITY_ACTS
from ideas.statuses import BALL, STANDS_STILL, Ball, Status
from participation.calendar import calendar_with

CLOSED = [date(2026, 5, 15), date(2026, 12, 24), date(2027, 5, 7)]
CALENDAR = calendar_with(CLOSED)
FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(700)]
WORKING = [day for day in DAYS if CALENDAR.is_working(day)]


@pytest.mark.parametrize(("programme", "theme", "days"), [(10, None, 10), (10, 5, 5), (5, 10, 5), (10, 10, 10)])
def test_the_shorter_promise_counts(programme, theme, days):
    assert clock.days_promised(programme, theme) == days


def test_a_promise_is_the_day_that_one_finds_by_counting():
    for start in DAYS[:400]:
        later = [day for day in WORKING if day > start]
        assert [clock.promise(start, days, CALENDAR) for days in (1, 5, 10, 20)] == [
            later[n - 1] for n in (1, 5, 10, 20)
        ]


def test_standing_still_for_n_working_days_moves_the_date_by_exactly_n():
    """The property, for any date, any pause, on and off working days: as much is left afterwards as before."""
    chance = random.Random(5)
    for _ in range(3000):
        promised, since = chance.choice(WORKING[:400]), chance.choice(DAYS[:420])
        until = since + timedelta(days=chance.randrange(60))
        paused = [day for day in WORKING if since < day <= until]
        moved = clock.resumed(promised, clock.stood_still(since, until, CALENDAR), CALENDAR)
        assert len([day for day in WORKING if promised < day <= moved]) == len(paused)
        left = len([day for day in WORKING if since < day <= promised])
        late = len([day for day in WORKING if promised < day <= since])
        assert len([day for day in WORKING if until < day <= moved]) == left
        assert len([day for day in WORKING if moved < day <= until]) == late


def test_two_pauses_move_as_far_as_one_that_is_as_long():
    promised = date(2026, 4, 1)
    once = clock.resumed(promised, 7, CALENDAR)
    assert clock.resumed(clock.resumed(promised, 3, CALENDAR), 4, CALENDAR) == once


def counted_step(today, promised):
    """The rule as one would say it: by looking at the days in between one by one."""
    if today not in WORKING:
        return None
    if today > promised:
        return "after"
    left = [day for day in WORKING if today < day <= promised]
    return {0: "at", 1: "before", 2: "before"}.get(len(left))


def test_the_step_of_each_day_and_the_windows_by_which_a_database_looks():
    for today in DAYS[60:460]:
        windows = clock.windows(today, CALENDAR)
        for offset in range(-10, 16):
            promised = today + timedelta(days=offset)
            step = clock.step_on(today, promised, CALENDAR)
            assert step == counted_step(today, promised), (today, promised)
            assert [one for one, first, until in windows if first <= promised < until] == ([step] if step else [])


def test_a_date_on_a_day_off_counts_as_the_working_day_before_it():
    sunday = date(2026, 3, 15)
    steps = {day: clock.step_on(date(2026, 3, day), sunday, CALENDAR) for day in range(10, 18)}
    assert steps == {
        10: None, 11: Step.BEFORE, 12: Step.BEFORE, 13: Step.AT, 14: None, 15: None, 16: Step.AFTER, 17: Step.AFTER,
    }  # fmt: skip


@pytest.mark.parametrize("status", Status)
def test_the_clock_stands_still_when_somebody_outside_has_the_ball(status):
    assert (status in STANDS_STILL) == (BALL[status] in {Ball.AUTHOR, Ball.PARTNER})
    assert (status in MUNICIPALITY_ACTS) == (BALL[status] == Ball.PROGRAMME)
