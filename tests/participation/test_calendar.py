"""Working days of 2026 and 2027, looked up on a calendar on paper."""

from datetime import date, timedelta

import pytest

from participation.calendar import add_working_days, is_working_day, working_days_between

# The free days of the Netherlands that fall on Monday to Friday.
FREE = {
    2026: ["01-01", "04-03", "04-06", "04-27", "05-14", "05-25", "12-25"],
    2027: ["01-01", "03-26", "03-29", "04-27", "05-06", "05-17"],
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
        ("2026-01-01", "2026-12-31", 254),
        ("2026-12-31", "2027-12-31", 255),
    ],
)
def test_between(start, end, days):
    assert working_days_between(date.fromisoformat(start), date.fromisoformat(end)) == days
