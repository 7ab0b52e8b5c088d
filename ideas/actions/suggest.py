"""What the model in use suggests for ideas that nobody decided about yet: made by the clock, never in a request."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ideas.actions.promising import promise_in_news, promised_anew
from ideas.events import IdeaEvent
from ideas.learning.model import Model
from ideas.learning.packing import Damaged
from ideas.learning.parts import text_of
from ideas.models import Idea, LearnedModel, LearningSettings, Suggestion, Target, Word
from ideas.routing import CATCHES_ALL, SUGGESTED
from ideas.statuses import ENDED, UNDECIDED, Status, Visibility
from participation import journal
from participation.errors import NotPossible
from participation.models import Programme, Theme

log = logging.getLogger(__name__)

SHOWN = 3
LOT = 200
MOST_AT_ONCE = 5_000
ANEW = ["ranking", "made_at", "wording", "ruled", "left_open"]
RECENT = timedelta(days=1)  # What came since then is looked at every few seconds; everything, every few minutes.


@dataclass(slots=True)
class Adviser:
    """A version in use, with the programmes or themes that there are now. Its model is read when it is needed."""

    learned: LearnedModel
    threshold: int | None
    model: Model | None = None
    places: dict[str, Programme | Theme] = field(default_factory=dict)
    unsaid: frozenset[str] = frozenset()

    def load(self) -> None:
        """Read the model and what may be suggested. Raises Damaged."""
        self.model = self.learned.model()
        is_programme = self.learned.target == Target.PROGRAMME
        rows: QuerySet[Any] = Programme.objects.active() if is_programme else Theme.objects.active()
        self.places = {str(row.pk): row for row in rows}
        # The search knows no stem of the words that it passes over in every text.
        self.unsaid = frozenset(Word.objects.filter(stem="").values_list("word", flat=True))

    def suggestion_for(self, idea: Idea) -> Suggestion:
        """What it suggests, not stored yet; of a text that says nothing to it, nothing."""
        text = text_of(idea.title, idea.problem, idea.proposal)
        among = frozenset(self.places)
        guesses = self.model.guesses(text, SHOWN, among=among, unsaid=self.unsaid) if self.model else []
        ranking = [
            {
                "key": guess.label,
                "name": self.places[guess.label].name,
                "confidence": round(guess.confidence, 4),
                "words": guess.words,
            }
            for guess in guesses
        ]
        now_at = idea.programme if self.learned.target == Target.PROGRAMME else idea.theme
        return Suggestion(
            idea=idea, learned=self.learned, ranking=ranking, wording=idea.wording_mark, ruled=_named(now_at),
            left_open=CATCHES_ALL in idea.routing,
        )  # fmt: skip

    def sends_on(self, suggestion: Suggestion) -> Programme | None:
        """Where the idea goes by itself: only the last rule fitted, nobody touched it, and the model is sure enough.

        Ideas from elsewhere stay: they were taken over quietly, and this is news.
        """
        idea, first = suggestion.idea, suggestion.first
        fresh = idea.status == Status.RECEIVED and idea.visibility == Visibility.PUBLIC and not idea.source
        sure = self.threshold is not None and suggestion.percent >= self.threshold
        if not (suggestion.left_open and fresh and sure and first["words"]):
            return None
        place = self.places[first["key"]]
        return place if isinstance(place, Programme) and place.pk != idea.programme_id else None


def suggest_ideas(*, all_open: bool = True) -> int:
    """Suggest for every idea that still waits for an answer and has no suggestion of the version in use.

    Unless `all_open`, only for those of the last day. Gives how many suggestions were made. Safe to run twice, also at
    once. A version whose bytes are damaged suggests nothing, and says so in the log each time.
    """
    threshold, made = LearningSettings.current().threshold, 0
    for learned in LearnedModel.objects.in_use().defer("data", "levels", "confusion"):
        adviser = Adviser(learned, threshold)
        try:
            for lot in _lots(learned, all_open=all_open):
                if adviser.model is None:
                    adviser.load()
                made += _store(adviser, lot)
        except Damaged:
            log.exception("Version %s is damaged and suggests nothing. Put another one in use.", learned)
    return made


def _lots(learned: LearnedModel, *, all_open: bool) -> Iterator[list[Idea]]:
    """Ideas without a suggestion of this version for their words, newest first."""
    there = Suggestion.objects.filter(idea=OuterRef("pk"), learned=learned).exclude(wording="")
    waiting = Idea.objects.filter(~Exists(there), status__in=UNDECIDED, answered_at__isnull=True)
    waiting = waiting.exclude(visibility=Visibility.HIDDEN).select_related("programme", "theme").order_by("-pk")
    if not all_open:
        waiting = waiting.filter(submitted_at__gt=timezone.now() - RECENT)
    for _lot in range(MOST_AT_ONCE // LOT):
        if not (lot := list(waiting[:LOT])):
            return
        yield lot


def _store(adviser: Adviser, ideas: list[Idea]) -> int:
    suggestions = [adviser.suggestion_for(idea) for idea in ideas]
    leaving = [(one, programme) for one in suggestions if (programme := adviser.sends_on(one))]
    staying = {one.idea_id: one for one in suggestions}
    for suggestion, programme in leaving:
        if _send_on(suggestion, programme):
            del staying[suggestion.idea_id]
    _keep(staying)
    return len(suggestions)


@transaction.atomic(durable=True)
def _keep(suggestions: dict[int, Suggestion]) -> None:
    """Store them by the keys of their ideas; one of before, for other words, is written over: one line in the log.

    Of an idea that says something else by now nothing is kept: it comes again.
    """
    held = Idea.objects.filter(pk__in=suggestions).order_by("pk").select_for_update(no_key=True)
    marks = {idea.pk: idea.wording_mark for idea in held.only("title", "problem", "proposal")}
    fitting = [one for pk, one in suggestions.items() if marks.get(pk) == one.wording]
    Suggestion.objects.bulk_create(
        fitting, update_conflicts=True, unique_fields=["idea", "learned"], update_fields=ANEW
    )


def _send_on(suggestion: Suggestion, programme: Programme) -> bool:
    """Send the idea on, once in its life; False when it stays: somebody was first, or it waits for a person."""
    try:
        return _move(suggestion, programme, timezone.now())
    except (NotPossible, IntegrityError):
        return False


@transaction.atomic(durable=True)
def _move(suggestion: Suggestion, programme: Programme, now: datetime) -> bool:
    """A later version may think otherwise, but what once waited for a person goes on waiting for a person."""
    idea, before = suggestion.idea, suggestion.idea.programme
    if idea.suggestions.filter(learned__target=Target.PROGRAMME).exists():
        return False
    promised_before, promise = idea.promised_on, promised_anew(idea, programme, now)
    if promised_before and promised_before < promise["promised_on"]:
        promise = {}  # What goes by itself costs the resident no time.
    why = {SUGGESTED: {"words": suggestion.first["words"], "percent": suggestion.percent}}
    Idea.objects.compare_and_set(idea, programme=programme, routing=why, status_since=now, **promise)
    suggestion.sent_on_at = now
    suggestion.save(force_insert=True)
    journal.record(
        IdeaEvent.HANDED_OVER, idea, actor=None, before=idea.status, after=idea.status, reference=idea.reference,
        title=idea.title, **promise_in_news(idea, promised_before), to=programme.name, programme_id=programme.pk,
        team=programme.team, why=why, **{"from": before.name, "from_id": before.pk},
    )  # fmt: skip
    return True


def note_choices() -> int:
    """Write beside each suggestion what was chosen when the idea got its first answer; gives how many. Safe to repeat.

    For what ended without an answer nobody chose anything.
    """
    decided = Q(idea__answered_at__isnull=False) | Q(idea__status__in=ENDED)
    waiting = Suggestion.objects.filter(decided, chosen_at__isnull=True).order_by("pk")
    rows = list(waiting.select_related("idea__programme", "idea__theme", "learned").defer("learned__data")[:LOT])
    now = timezone.now()
    for row in rows:
        idea = row.idea
        place = idea.programme if row.learned.target == Target.PROGRAMME else idea.theme
        row.chosen, row.chosen_at = _named(place) if idea.answered_at else None, now
    return Suggestion.objects.bulk_update(rows, ["chosen", "chosen_at"])


def _named(place: Programme | Theme | None) -> dict[str, str] | None:
    return {"key": str(place.pk), "name": place.name} if place else None
