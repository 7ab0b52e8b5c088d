"""Search in Dutch: stems, accents, quoted phrases, title above text; excerpts with the words marked."""

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, IntegerField, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ideas.models.queries import IdeaQuerySet
from ideas.models.searchable import CONFIG, Fold

LONGEST_QUERY = 200
EXCERPT = 240
START, STOP = "\x02", "\x03"
RANK_STEPS = 1_000_000
WEIGHTS = [0.05, 0.1, 0.2, 1.0]  # D, C, B, A: a word in the title counts ten times a word in the text.


def matching(ideas: IdeaQuerySet, words: str) -> IdeaQuerySet:
    """The `ideas` that have the words, with `rank` (a whole number, higher is better) and `marked` text.

    `words` is what people type in any search box: words, "a phrase", -without.
    """
    query = SearchQuery(Fold(Value(words[:LONGEST_QUERY])), config=CONFIG, search_type="websearch")
    rank = SearchRank(F("search"), query, weights=WEIGHTS)
    text = Fold(Concat("problem", Value(" "), "proposal", output_field=TextField()))
    marked = SearchHeadline(text, query, config=CONFIG, highlight_all=True, start_sel=START, stop_sel=STOP)
    return ideas.filter(search=query).annotate(rank=Cast(rank * RANK_STEPS, IntegerField()), marked=marked)


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
