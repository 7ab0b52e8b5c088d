"""Search in Dutch: stems, plurals, accents, compounds, synonyms, quoted phrases, title above text; marked excerpts."""

from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    F,
    Func,
    IntegerField,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat, Greatest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ideas.models.facets import INDEXED, Facets
from ideas.models.queries import IdeaQuerySet
from ideas.search_terms import asked, terms_of
from ideas.vocabulary import lexicon
from participation.models.folding import CONFIG, Fold
from participation.paging import MOST_COUNTED, PAGE_SIZE, Page, count_up_to, page_of

EXCERPT = 240
START, STOP = "\x02", "\x03"
RANK_STEPS = 1_000_000
WEIGHTS = [0.05, 0.1, 0.2, 1.0]  # D, C, B, A: a word in the title counts ten times a word in the text.

# In one statement, because each costs a visitor a millisecond. PostgreSQL reads `first` only when it comes to it, and
# finds it along the index of its order: `coalesce` hides the condition from the index of words.
COUNTED = """
WITH found AS (SELECT count(*) AS hits FROM ({hits}) hit)
SELECT hits, CASE WHEN hits > %s THEN ARRAY(
  SELECT id FROM ideas_idea
  WHERE visibility = 'public' AND {facets} AND coalesce(search @@ to_tsquery(%s, %s), false) AND {field} >= coalesce(
    (SELECT {field} FROM ideas_idea WHERE visibility = 'public' AND {field} IS NOT NULL
     ORDER BY {field} DESC, id DESC OFFSET %s LIMIT 1),
    (SELECT {field} FROM ideas_idea WHERE visibility = 'public' ORDER BY {field}, id LIMIT 1))
  ORDER BY {field} DESC, id DESC LIMIT %s) END
FROM found
"""

NEAR = 10_000  # How many rows along the index of an order may be looked at for the first hits.
FEWEST_RANKED, MOST_RANKED = 3 * PAGE_SIZE, 500  # Of hits that are too many to rank all.


class Search:
    """Public `ideas` that have the words and the facets, and the ways to a page of them.

    `words` is what people type in any search box: words, "a phrase", -without. Each row that is found has `rank` (a
    whole number, higher is better) and `marked` text. The last word may be `unfinished`, when it is being typed.
    """

    def __init__(self, ideas: IdeaQuerySet, words: str, facets: Facets, *, unfinished: bool = False) -> None:
        terms = terms_of(words, lexicon(), unfinished=unfinished)
        self._ideas, self._facets = ideas, facets
        self._typed, self._words = asked(terms, widely=False), asked(terms)
        self._query = _query(self._words)

    @cached_property
    def hits(self) -> IdeaQuerySet:
        """All that is found, in no order."""
        rank: Any = SearchRank(F("search"), self._query, weights=WEIGHTS)
        if self._typed != self._words:  # What is called otherwise is found, but after what is called so.
            rank = rank / 4 + SearchRank(F("search"), _query(self._typed), weights=WEIGHTS)
        text = Fold(Concat("problem", Value(" "), "proposal", output_field=TextField()))
        marked = SearchHeadline(text, self._query, config=CONFIG, highlight_all=True, start_sel=START, stop_sel=STOP)
        return self.found.annotate(rank=Cast(rank * RANK_STEPS, IntegerField()), marked=marked)

    @cached_property
    def found(self) -> IdeaQuerySet:
        """The same without rank and marks, for who counts them."""
        ideas = self._ideas
        if self._facets.are_chosen:
            ideas = ideas.alias(facets=INDEXED).filter(self._facets.in_index())
        return ideas.filter(search=self._query)

    def count(self) -> int:
        """How many hits there are, counted up to `MOST_COUNTED` + 1."""
        return count_up_to(self.found, MOST_COUNTED)

    def page(self, field: str, cursor: str = "") -> tuple[Page, int]:
        """The page at `cursor`, by `field`, and how many hits there are, counted up to `MOST_COUNTED` + 1.

        Of more than `MOST_COUNTED` hits only the newest are ranked, `MOST_RANKED` or less.
        """
        # A page is read along the index of its order, or out of all hits. Either takes seconds for some words, and
        # PostgreSQL cannot tell which: the first for few hits, or far down the index; the second for many.
        if field == "rank":
            count, first = self._counted("submitted_at", FEWEST_RANKED, MOST_RANKED)
        elif not cursor:
            count, first = self._counted(field, PAGE_SIZE + 1, PAGE_SIZE + 1)
        else:  # A cursor stands at a hit, the index is read from there, and the next hits are near.
            count, first = self.count(), None
        if not count:
            return Page([], None, None), count
        if count <= MOST_COUNTED:
            return page_of(*unindexed(self.hits, field), cursor), count
        return page_of(self.hits if first is None else self.hits.filter(among(first)), field, cursor), count

    def _counted(self, field: str, fewest: int, most: int) -> tuple[int, list[int] | None]:
        """How many hits there are; of more than `MOST_COUNTED` also the ids of the first by `field`, at `most`.

        Those at the top of the index of `field`, if they are `fewest` or more, or else of all hits.
        """
        found = self.found.values("pk")[: MOST_COUNTED + 1]
        hits_sql, hits_values = found.query.sql_with_params()
        facets_sql, facets_values = self._facets.as_sql()
        statement = COUNTED.format(hits=hits_sql, facets=facets_sql, field=field)
        values = [*hits_values, MOST_COUNTED, *facets_values, CONFIG, self._words, NEAR, most]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            count, first = cursor.fetchone()
        if first is not None and len(first) < fewest:
            hits, twin = unindexed(self.hits, field)
            first = list(hits.order_by(f"-{twin}", "-pk").values_list("pk", flat=True)[:most])
        return count, first


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config=CONFIG, search_type="raw")


def among(ids: list[int]) -> Func:
    """`id = ANY(ids)` in one value: Django's `__in` makes a value of each number, and psycopg reads all those again."""
    values = Value(ids, output_field=ArrayField(BigIntegerField()))
    return Func(F("pk"), values, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


def unindexed(hits: IdeaQuerySet, field: str) -> tuple[IdeaQuerySet, str]:
    """`hits` with a twin of `field` that no index holds, so that they are found first and sorted then; and its name."""
    twin = f"found_by_{field}"
    return hits.annotate(**{twin: Greatest(field, field)}), twin


def spans_of(marked: str) -> list[tuple[int, int]]:
    """Where the marks stand, as (from, to) positions in the text without them."""
    before, *marks = marked.split(START)
    spans, place = [], len(before)
    for mark in marks:
        word, _, after = mark.partition(STOP)
        spans.append((place, place + len(word)))
        place += len(word) + len(after)
    return spans


def excerpt(original: str, marked: str) -> SafeString:
    """A piece of `original` around the first mark of its folded twin `marked`, escaped, with <mark> around the words.

    Folding keeps every character's place, so that marks found without accents fit the text with accents.
    """
    spans = spans_of(marked)
    first = spans[0][0] if spans else 0
    begin = max(0, original.rfind(" ", 0, max(0, first - EXCERPT // 3)) + 1)
    end = min(len(original), begin + EXCERPT)
    pieces, place = ["… " if begin else ""], begin
    for left, right in spans:
        if left >= place and right <= end:
            pieces += [escape(original[place:left]), "<mark>", escape(original[left:right]), "</mark>"]
            place = right
    pieces += [escape(original[place:end]), " …" if end < len(original) else ""]
    return mark_safe("".join(pieces))
