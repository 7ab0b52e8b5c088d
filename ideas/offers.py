"""What to offer when a search finds little: another spelling, and ideas that are like what was asked."""

from dataclasses import dataclass, field
from typing import Any

from ideas.models import Idea
from ideas.models.facets import Facets
from ideas.models.queries import IdeaQuerySet
from ideas.search import Search
from ideas.search_terms import LONGEST_QUERY, last_word, terms_of
from ideas.similar import Written, similar_ideas
from ideas.spelling import corrected
from ideas.vocabulary import lexicon

SHORTEST = 2  # Letters, before anything is found at once.
MOST_AT_ONCE, MOST_WORDS = 5, 3
LITTLE = 3  # Hits; from so many on, no other spelling is offered.
MOST_ALIKE = 10
FEWEST_ALIKE = 0.12  # Somebody who searches wants to see more than somebody who is writing.


@dataclass(frozen=True, slots=True)
class Instead:
    """Another spelling that finds something, or an empty text; and ideas that have much of what was asked."""

    suggestion: str = ""
    alike: list[Idea] = field(default_factory=list)


def instead_of(ideas: IdeaQuerySet, words: str, facets: Facets, hits: list[Idea]) -> Instead:
    """What to offer beside the `hits` of a search in `ideas` for `words`; ideas that are alike only without any.

    At most three statements, usually none.
    """
    if not words or len(hits) >= LITTLE:
        return Instead()
    suggestion = suggestion_for(ideas, words, facets)
    if hits or not all(term.is_word and not term.is_unwanted for term in terms_of(words, lexicon())):
        return Instead(suggestion)  # Who says exactly what to find and what not, does not want something like it.
    written = Written(title=words[:LONGEST_QUERY])
    near = similar_ideas(written, most=MOST_ALIKE, fewest=FEWEST_ALIKE)
    rows = ideas.filter(facets.in_table()).in_bulk([one.pk for one in near]) if near else {}
    return Instead(suggestion, [rows[one.pk] for one in near if one.pk in rows])


def suggestion_for(ideas: IdeaQuerySet, words: str, facets: Facets) -> str:
    """`words` without its typing errors, when that finds something; otherwise an empty text. One statement, or none."""
    other = corrected(words, lexicon())
    return other if other and Search(ideas, other, facets).count() else ""


def at_once(words: str) -> dict[str, Any]:
    """The first `ideas` for words of which the last may be unfinished, `completed` searches, and a `suggestion`.

    At most three statements.
    """
    known = lexicon()
    start = last_word(words)
    if len(start or words.strip()) < SHORTEST:
        return {"ideas": [], "completed": [], "suggestion": ""}
    ends = known.completions(start, MOST_WORDS) if start else []
    completed = [words[: len(words) - len(start)] + end for end in ends if end != start]
    public = Idea.objects.public().for_cards("problem", "proposal")
    page, _count = Search(public, words, Facets(), unfinished=True).page("rank")
    suggestion = "" if page.rows or completed else suggestion_for(public, words, Facets())
    return {"ideas": page.rows[:MOST_AT_ONCE], "completed": completed, "suggestion": suggestion}
