"""Working days of 2026 and 2027, looked up on a calendar on paper."""

from datetime import date, timedelta

import pytest

from participation.calendar import KEEPER, add_working_days, is_working_day, working_calendar, working_days_between
from participation.models import ClosedDay

pytestmark = pytest.mark.django_db

# The free days of the Netherlands that fall on Monday to Friday.
FREE = {
    2025: ["01-01", "04-18", "04-21", "05-05", "05-29", "06-09", "12-25", "12-26"],  # King's Day is a Saturday.
    2026: ["01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25"],
    2027: ["01-01", "03-26", "03-29", "04-27", "05-05", "05-06", "05-17"],
}


@pytest.mark.parametrize("year", FREE)
def test_every_day_of_the_year(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    free = {day for day in days if day.weekday() < 5 and not is_working_day(day)}
    assert free == {date.fromisoformat(f"{year}-{day}") for day in FREE[year]}
    assert not any(is_working_day(day) for day in days if day.weekday() >= 5)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-06", 1, "2026-03-09"),  # Over a weekend.
        ("2026-03-07", 1, "2026-03-09"),  # From a Saturday.
        ("2026-03-02", 10, "2026-03-16"),
        ("2026-04-02", 1, "2026-04-07"),  # Over Easter.
        ("2026-04-24", 1, "2026-04-28"),  # Over the King's birthday.
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2027-03-25", 2, "2027-03-31"),
    ],
)
def test_add(start, days, end):
    assert add_working_days(date.fromisoformat(start), days) == date.fromisoformat(end)
    assert working_days_between(date.fromisoformat(start), date.fromisoformat(end)) == days


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-03-06", "2026-03-08", 0),
        ("2026-03-08", "2026-03-06", 0),
        ("2026-01-01", "2026-12-31", 253),
        ("2026-12-31", "2027-12-31", 254),
    ],
)
def test_between(start, end, days):
    assert working_days_between(date.fromisoformat(start), date.fromisoformat(end)) == days


def test_the_municipalitys_own_closed_days_are_no_working_days():
    ClosedDay.objects.create(day="2026-05-15", name="Vrijdag na Hemelvaartsdag")
    friday = date(2026, 5, 15)
    assert not is_working_day(friday)
    assert add_working_days(date(2026, 5, 13), 1) == date(2026, 5, 18)  # Over Ascension Day, that Friday and a weekend.
    assert working_days_between(date(2026, 5, 13), date(2026, 5, 18)) == 1
    assert working_calendar().days_off(date(2026, 5, 11), date(2026, 5, 18)) == [date(2026, 5, 14), friday]


def test_the_days_are_read_once_and_again_after_some_seconds(django_assert_num_queries):
    friday = date(2026, 5, 15)
    with django_assert_num_queries(1):
        assert all(is_working_day(friday) for _ in range(20))
    ClosedDay.objects.create(day=friday, name="Door een ander proces")
    assert is_working_day(friday)
    KEEPER._until = 0.0  # Five seconds later.
    with django_assert_num_queries(1):
        assert not any(is_working_day(friday) for _ in range(20))
