"""Decided ideas about two subjects that no words share, so that what is learned from them is certain."""

import random
from datetime import timedelta

from django.utils import timezone

from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.statuses import Status
from participation.models import Event
from tests import factories

TREES = (
    *(
        "bomen",
        "park",
        "struiken",
        "bloemen",
        "vijver",
        "gras",
        "bladeren",
        "tuin",
        "vogels",
        "heg",
        "compost",
        "zaden",
    ),
)
BIKES = (
    *("fietspad", "stoplicht", "auto", "parkeren", "drempel", "kruising", "rotonde", "snelheid", "stoep", "asfalt"),
    *("zebrapad", "trottoir"),
)
SUBJECTS = {"groen": TREES, "verkeer": BIKES}


def text_about(words, number):
    """Three of the words, always the same for the same number."""
    chosen = random.Random(number).sample(words, 3)
    return f"Graag {chosen[0]} en {chosen[1]} bij de {chosen[2]}"


def decided(programme, words, number, *, theme=None, days_ago=0, **fields):
    """An idea that was answered so long ago."""
    moment = timezone.now() - timedelta(days=days_ago, minutes=number)
    idea = factories.make_raw_idea(
        programme, title=text_about(words, number), problem="", proposal="", theme=theme, status=Status.DECLINED,
        answered_at=moment, **fields,
    )  # fmt: skip
    event = Event.objects.create(kind=IdeaEvent.ANSWERED, subject_type="ideas.idea", subject_id=idea.pk)
    Event.objects.filter(pk=event.pk).update(recorded_at=moment)
    return idea


def teach(programmes, each=20, *, themes=None, days_ago=10):
    """So many decided ideas for each programme, by its slug, one after the other."""
    return [
        decided(
            programme, SUBJECTS[programme.slug], number, theme=(themes or {}).get(programme.slug), days_ago=days_ago
        )
        for number in range(each)
        for programme in programmes
    ]


def set_source(idea, **fields):
    Idea.objects.filter(pk=idea.pk).update(source="Elders", source_reference=str(idea.pk), **fields)
