"""Search in Dutch: stems, plurals, accents, quoted phrases, title above text; excerpts with the words marked."""

import re
from unicodedata import normalize

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ideas.folding import fold
from ideas.inflection import forms_of
from ideas.models import Idea
from ideas.models.facets import INDEXED, Facets
from ideas.models.queries import IdeaQuerySet
from ideas.models.searchable import CONFIG, Fold
from participation.paging import MOST_COUNTED, PAGE_SIZE, Page, count_up_to, page_of

LONGEST_QUERY = 200
EXCERPT = 240
START, STOP = "\x02", "\x03"
RANK_STEPS = 1_000_000
WEIGHTS = [0.05, 0.1, 0.2, 1.0]  # D, C, B, A: a word in the title counts ten times a word in the text.

TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
NEAR = 10_000  # How many rows along the index of an order may be looked at for the first hits.
FEWEST_RANKED, MOST_RANKED = 3 * PAGE_SIZE, 500  # Of hits that are too many to rank all.


def asked(words: str) -> str:
    """What people typed, for `to_tsquery`: every word in all its forms, a phrase as it stands, a minus as "not"."""
    terms = []
    for minus, phrase, word in TERM.findall(fold(normalize("NFC", words)[:LONGEST_QUERY])):
        forms = forms_of(word) if word else [phrase]
        if any(forms):
            terms.append(f"{minus and '!'}({' | '.join(map(_quoted, forms))})")
    return " & ".join(terms)


def _quoted(text: str) -> str:
    """Text of which `to_tsquery` takes no sign for an operator; of several words it makes a phrase."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


class Search:
    """Public `ideas` that have the words and the facets, and the ways to a page of them.

    `words` is what people type in any search box: words, "a phrase", -without. Each row that is found has `rank` (a
    whole number, higher is better) and `marked` text.
    """

    def __init__(self, ideas: IdeaQuerySet, words: str, facets: Facets) -> None:
        query = SearchQuery(asked(words), config=CONFIG, search_type="raw")
        rank = SearchRank(F("search"), query, weights=WEIGHTS)
        text = Fold(Concat("problem", Value(" "), "proposal", output_field=TextField()))
        marked = SearchHeadline(text, query, config=CONFIG, highlight_all=True, start_sel=START, stop_sel=STOP)
        found = ideas.alias(facets=INDEXED).filter(facets.in_index(), search=query)
        self.hits = found.annotate(rank=Cast(rank * RANK_STEPS, IntegerField()), marked=marked)
        # The same ideas, but no way to them through the index of words: `coalesce` hides the condition from it.
        hidden = Coalesce(ExpressionWrapper(Q(search=query), BooleanField()), False)
        self.passed = ideas.filter(facets.in_table()).filter(hidden)

    def page(self, field: str, cursor: str = "") -> tuple[Page, int]:
        """The page at `cursor`, by `field`, and how many hits there are, counted up to `MOST_COUNTED` + 1.

        Of more than `MOST_COUNTED` hits only the newest are ranked, `MOST_RANKED` or less.
        """
        count = count_up_to(self.hits, MOST_COUNTED)
        # A page is read along the index of its order, or out of all hits. Either takes seconds for some words, and
        # PostgreSQL cannot tell which: the first for few hits, or far down the index; the second for many.
        if count <= MOST_COUNTED:
            return page_of(*unindexed(self.hits, field), cursor), count
        hits = self.hits
        if field == "rank":
            hits = hits.filter(pk__in=self._first("submitted_at", FEWEST_RANKED, MOST_RANKED))
        elif not cursor:  # A cursor stands at a hit, the index is read from there, and the next hits are near.
            hits = hits.filter(pk__in=self._first(field, PAGE_SIZE + 1, PAGE_SIZE + 1))
        return page_of(hits, field, cursor), count

    def _first(self, field: str, fewest: int, most: int) -> list[int]:
        """The first hits by `field`, at `most`: those at the top of its index if they are enough, or else of all."""
        index = Idea.objects.public().filter(**{f"{field}__isnull": False}).order_by(f"-{field}", "-pk")
        edge = list(index.values_list(field, flat=True)[NEAR : NEAR + 1])
        top = self.passed.filter(**{f"{field}__gte": edge[0]}) if edge else self.passed
        ids = list(top.order_by(f"-{field}", "-pk").values_list("pk", flat=True)[:most])
        if len(ids) >= fewest or not edge:
            return ids
        hits, twin = unindexed(self.hits, field)
        return list(hits.order_by(f"-{twin}", "-pk").values_list("pk", flat=True)[:most])


def unindexed(hits: IdeaQuerySet, field: str) -> tuple[IdeaQuerySet, str]:
    """`hits` with a twin of `field` that no index holds, so that they are found first and sorted then; and its name."""
    twin = f"found_by_{field}"
    return hits.annotate(**{twin: Greatest(field, field)}), twin


def spans_of(marked: str) -> list[tuple[int, int]]:
    """Where the marks stand, as (from, to) positions in the text without them."""
    spans, clean, opened = [], 0, 0
    for character in marked:
        if character == START:
            opened = clean
        elif character == STOP:
            spans.append((opened, clean))
        else:
            clean += 1
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
