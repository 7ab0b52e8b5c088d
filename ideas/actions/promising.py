"""The promise of an idea, as several actions give, move and tell it. Arithmetic is `ideas.clock`'s."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from ideas import clock
from ideas.models import Idea
from participation.calendar import working_calendar
from participation.models import Programme

Columns = dict[str, Any]


def promised_anew(idea: Idea, programme: Programme, now: datetime) -> Columns:
    """The columns of a promise that `programme` gives `now`: how many working days, until when, and since when."""
    days = clock.days_promised(programme.promise_days, idea.theme.promise_days if idea.theme else None)
    due = clock.promise(timezone.localdate(now), days, working_calendar())
    return {"promised_on": due, "promised_days": days, "promised_at": now}


def give_promise(idea: Idea, now: datetime) -> None:
    """Let a new idea carry the promise of its programme. The caller saves it."""
    for name, value in promised_anew(idea, idea.programme, now).items():
        setattr(idea, name, value)


def resumed_promise(idea: Idea, now: datetime) -> tuple[Columns, dict[str, Any]]:
    """The promised date, moved by the working days that the clock stood still, as columns and as the news says it.

    An idea that was promised nothing is from now on.
    """
    if idea.promised_on is None:
        return promised_anew(idea, idea.programme, now), {}
    calendar = working_calendar()
    stopped_for = clock.stood_still(timezone.localdate(idea.status_since), timezone.localdate(now), calendar)
    return {"promised_on": clock.resumed(idea.promised_on, stopped_for, calendar)}, {"stood_still": stopped_for}


def promise_in_news(idea: Idea, before: date | None) -> dict[str, str | None]:
    """The promised date as the news tells it, and the one `before` it when it moved."""
    after = idea.promised_on
    moved = {"promised_before": before.isoformat()} if before and after and before != after else {}
    return {"promised_on": after.isoformat() if after else None, **moved}
