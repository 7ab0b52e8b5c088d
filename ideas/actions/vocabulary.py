"""The words of public ideas are counted anew: by the clock, and after an import."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction

from ideas.folding import words_of
from ideas.models import Idea, Word, WordCount
from participation.paging import count_up_to

READ_AT_ONCE = 2_000
#: The newest say well enough how common a word is, and reading them takes seconds. A million would take minutes.
MOST_READ = 50_000
#: What a web process holds of it: some ten megabytes.
MOST_KEPT = 40_000
MOST_HELD = 400_000  # While counting. Beyond that, whoever wrote noise loses the words that only one idea has.
GROWN_BY = 50  # Words are counted anew when one idea in so many is new.

STORE = """
INSERT INTO ideas_word (word, stem, ideas)
SELECT word, left(coalesce((ts_lexize('dutch_stem', word))[1], ''), 40), ideas
FROM unnest(%s::text[], %s::int[]) AS counted (word, ideas)
"""


def count_words(*, anew: bool = False) -> int:
    """Count in how many public ideas each word stands; gives how many words are kept, 0 when nothing was done.

    Unless `anew`, only when enough ideas came since the last time. Safe to run twice, also at once.
    """
    last = WordCount.objects.filter(pk=1).first() or WordCount(pk=1)
    newer = Idea.objects.public().filter(pk__gt=last.newest)
    most = last.ideas // GROWN_BY
    if not anew and count_up_to(newer, most) <= most:
        return 0
    newest = Idea.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    counts, ideas = Counter[str](), 0
    for texts in _newest_texts():
        ideas += 1
        counts.update(set(words_of(" ".join(texts))))
        if len(counts) > MOST_HELD:
            counts = Counter({word: count for word, count in counts.items() if count > 1})
    return _store(counts, ideas=ideas, newest=newest)


def _newest_texts() -> Iterator[tuple[str, str, str]]:
    """Title, problem and proposal of the newest public ideas, read in lots without a transaction around them."""
    before = None
    for _ in range(MOST_READ // READ_AT_ONCE):
        ideas = Idea.objects.public().order_by("-pk")
        lot = (ideas if before is None else ideas.filter(pk__lt=before))[:READ_AT_ONCE]
        rows = list(lot.values_list("pk", "title", "problem", "proposal"))
        yield from (row[1:] for row in rows)
        if len(rows) < READ_AT_ONCE:
            return
        before = rows[-1][0]


@transaction.atomic(durable=True)
def _store(counts: Counter[str], *, ideas: int, newest: int) -> int:
    WordCount.objects.get_or_create(pk=1)
    row = WordCount.objects.select_for_update().get(pk=1)  # Whoever counts at the same moment waits here.
    Word.objects.all().delete()
    kept = counts.most_common(MOST_KEPT)
    with connection.cursor() as cursor:
        cursor.execute(STORE, [[word for word, _count in kept], [count for _word, count in kept]])
    row.ideas, row.newest, row.edition = ideas, newest, row.edition + 1
    row.all_ideas = max(ideas, Idea.objects.public().count()) if ideas >= MOST_READ else ideas
    row.save(update_fields=["ideas", "newest", "edition", "all_ideas"])
    return len(kept)
