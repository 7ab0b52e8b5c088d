"""What a decision must hold, and until when one can object to it. Pure, but for the calendar that is given."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from challenges.ranking import Placed
from challenges.statuses import OBJECTION_WEEKS, Outcome

CHOSEN = (Outcome.WON, Outcome.SELECTED)


def last_day_to_object(sent_on: date, is_working: Callable[[date], bool]) -> date:
    """The last day of the six weeks that begin on the day after the letter (Awb 6:7 and 6:8, first paragraph).

    A term that ends on a Saturday, a Sunday or a holiday goes on to the next day that is none (Algemene termijnenwet,
    article 1); so does one that ends on a day on which the town hall is closed.
    """
    day = sent_on + timedelta(weeks=OBJECTION_WEEKS)
    while not is_working(day):
        day += timedelta(days=1)
    return day


def departs(placed: Iterable[Placed], outcomes: Mapping[int, str]) -> bool:
    """Whether one that was chosen stands below one that was not: a tie is no order, and leaves the choice free."""
    places = {one.key: float("inf") if one.rank is None else one.rank for one in placed}
    lowest = max((places[key] for key, outcome in outcomes.items() if outcome in CHOSEN), default=0)
    return any(places[key] < lowest for key, outcome in outcomes.items() if outcome not in CHOSEN)
