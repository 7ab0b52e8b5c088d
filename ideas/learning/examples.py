"""The decisions that are learned from, read from ideas and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from ideas.events import IdeaEvent
from ideas.learning.parts import text_of
from ideas.models import Idea, LearningSettings, Target
from participation.models import Event, Programme, Theme

MOST_READ = 20_000  # The newest decisions say what is decided now, and learning of more takes minutes.

#: Answers and results are the municipality's. A move with a `why` was made by a suggestion: then nobody decided.
BY_HAND = Q(kind__in=(IdeaEvent.ANSWERED, IdeaEvent.ENDED)) | Q(~Q(facts__has_key="why"), kind=IdeaEvent.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the key of what was decided for it, and when."""

    text: str
    label: str
    decided_at: datetime


def decided(target: str, settings: LearningSettings) -> QuerySet[Any]:
    """Ideas with a decision of an official, with `label` and the moment of the first, `decided_at`; newest first.

    That is: the idea was answered, or somebody moved it to its programme by hand. Where only rules and suggestions have
    been, nobody decided. Of ideas from elsewhere the same holds, unless the municipality chose to trust their routing.
    What is hidden is never learned from.
    """
    deeds = Event.objects.filter(BY_HAND, subject_type=Idea._meta.label_lower, subject_id=OuterRef("pk"))
    moments: list[Any] = [Subquery(deeds.order_by("recorded_at").values("recorded_at")[:1])]
    if settings.with_imported:
        moments.append(Case(When(~Q(source=""), then=F("submitted_at"))))
    ideas: QuerySet[Any] = Idea.objects.public().filter(**{f"{target}__isnull": False})
    ideas = ideas.annotate(decided_at=Coalesce(*moments, None, output_field=DateTimeField()), label=F(f"{target}_id"))
    return ideas.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")


def read_examples(target: str, settings: LearningSettings) -> list[Example]:
    """The newest decisions, oldest first."""
    rows = decided(target, settings).values_list("title", "problem", "proposal", "label", "decided_at")[:MOST_READ]
    found = [Example(text_of(*texts), str(label), decided_at) for *texts, label, decided_at in rows]
    return found[::-1]


def names_of(target: str, keys: Sequence[str]) -> dict[str, str]:
    """What the programmes or themes with these keys are called now; those that are gone are left out."""
    places = Programme.objects if target == Target.PROGRAMME else Theme.objects
    return {str(pk): name for pk, name in places.filter(pk__in=keys).values_list("pk", "name")}
