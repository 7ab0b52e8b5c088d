"""What is learned from made-up decisions of years gone by, and from those of the demonstration's officials."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ideas.actions.learn import LearningPlan, change_learning
from ideas.actions.suggest import note_choices, suggest_ideas
from ideas.demo.people import Cast
from ideas.demo.places import Places
from ideas.demo.timetable import working_day
from ideas.events import LearningEvent
from ideas.learning.examples import Example, read_examples
from ideas.learning.run import learn_from
from ideas.models import LearnedModel, LearningSettings, Target
from participation.models import Event

SURE = 75
LONG_AGO, A_WEEK = timedelta(days=400), timedelta(days=7)


def learn_from_demo(decided: list[dict[str, Any]], cast: Cast, places: Places) -> int:
    """Learn, and suggest for what waits; gives the number of suggestions. What was learned before stays.

    Nothing is sent on by itself here: each idea has its story. From then on, what is sure enough goes.
    """
    if not decided or LearnedModel.objects.exists():
        return 0
    coordinator = next(user for user in cast.by_email.values() if user.is_coordinator)
    plan = LearningPlan(threshold=None, least_decisions=20, learn_after=10, with_imported=False)
    change_learning(plan, actor=coordinator)
    for target in Target.values:
        learn_from(target, [*_made_up(decided, target, places), *read_examples(target, LearningSettings.current())])
    made = suggest_ideas()
    note_choices()
    change_learning(replace(plan, threshold=SURE), actor=coordinator)
    moment = timezone.make_aware(datetime.combine(working_day(timezone.localdate() - A_WEEK), time(10)))
    news = Event.objects.filter(kind__in=LearningEvent.values, dispatched_at=None)
    news.update(recorded_at=moment, dispatched_at=moment)
    return made


def _made_up(decided: list[dict[str, Any]], target: str, places: Places) -> list[Example]:
    """Each group's first text, then each one's second, and so on: as if they had come in by turns."""
    rows = places.programmes if target == Target.PROGRAMME else places.themes
    moment = timezone.now() - LONG_AGO
    turns = max(len(group["texts"]) for group in decided)
    return [
        Example(group["texts"][turn], str(rows[group[target]].pk), moment)
        for turn in range(turns)
        for group in decided
        if turn < len(group["texts"])
    ]
