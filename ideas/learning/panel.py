"""What the desk shows beside an idea: what the model would choose, and why, beside what was chosen."""

from dataclasses import dataclass

from ideas.models import Idea, Suggestion, Target
from ideas.routing import CATCHES_ALL, SUGGESTED
from ideas.workflow import MOVES

BY_HAND = "programme"  # In the routing of an idea that somebody moved.
#: What everybody reads about a move with one click. Kept in Dutch, as every reason that an official writes.
REASON = "De tekst past beter bij dit programma. Een medewerker koos het."


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the three; `is_here` when the idea has it already."""

    key: str
    name: str
    percent: int
    words: list[str]
    is_here: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion as an official reads it. `chosen_by` tells who chose what holds now: rule, nobody, system, person.

    `takes_choice` when one click moves the idea, or gives it the theme.
    """

    target: str
    now_at: str
    chosen_by: str
    choices: list[Choice]
    takes_choice: bool

    @property
    def first(self) -> Choice:
        return self.choices[0]

    @property
    def is_programme(self) -> bool:
        return self.target == Target.PROGRAMME


def advice_for(idea: Idea) -> list[Advice]:
    """Of the versions in use, for an idea that was not answered yet; in one statement.

    Nothing is shown before there is a model, for a text that says nothing to it, and of words that were changed since.
    """
    if idea.answered_at is not None or idea.is_ended:
        return []
    rows = Suggestion.objects.filter(idea=idea, learned__is_in_use=True, wording=idea.wording_mark)
    rows = rows.select_related("learned").defer("learned__data", "learned__levels", "learned__confusion")
    return [_advice(row, idea) for row in rows.order_by("learned__target") if row.ranking]


def _advice(row: Suggestion, idea: Idea) -> Advice:
    is_programme = row.learned.target == Target.PROGRAMME
    place = idea.programme if is_programme else idea.theme
    here = str(place.pk) if place else ""
    choices = [
        Choice(one["key"], one["name"], int(one["confidence"] * 100), one["words"], one["key"] == here)
        for one in row.ranking
    ]
    chosen_by = _chosen_by(idea) if is_programme else ""
    takes_choice = not is_programme or idea.status in MOVES.moves["hand_over"].sources
    return Advice(row.learned.target, place.name if place else "", chosen_by, choices, takes_choice)


def _chosen_by(idea: Idea) -> str:
    for key, who in ((BY_HAND, "person"), (SUGGESTED, "system"), (CATCHES_ALL, "nobody")):
        if key in idea.routing:
            return who
    return "rule"
