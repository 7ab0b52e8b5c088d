"""Search among so many ideas that they are no longer read in one way: every way gives the same rows."""

import pytest
from django.db import connection

from ideas.models import Idea
from ideas.models.facets import Facets
from ideas.search import MOST_RANKED, NEAR, Search
from participation.paging import MOST_COUNTED, PAGE_SIZE
from tests import factories

OLD = MOST_COUNTED + 50
NUMBER = NEAR + OLD + 1

# Each has "overal". The oldest, which nobody supports and which were answered first, have "vroeger" as well; every
# third "derde"; seven "zeldzaam", of which one is old.
FILL = """
INSERT INTO ideas_idea (reference, source, source_reference, title, problem, proposal, address,
  visibility, hidden_reason, status, status_since, routing, next_step, status_before_merge, reopened,
  programme_id, support_count, imported_support_count, submitted_at, answered_at)
SELECT '1999-' || lpad(n::text, 5, '0'), '', '', 'overal', '', concat_ws(' ', CASE WHEN n <= %(old)s THEN 'vroeger' END,
  CASE WHEN n %% 3 = 0 THEN 'derde' END, CASE WHEN n %% %(apart)s = 7 THEN 'zeldzaam' END),
  '', 'public', '', 'adopted', now(), '{}', '', '', 0, %(programme)s,
  CASE WHEN n > %(old)s THEN 1 + n %% 40 ELSE 0 END, 0,
  TIMESTAMPTZ '2001-01-01' + n / 2 * INTERVAL '1 hour', TIMESTAMPTZ '2002-01-01' + n / 3 * INTERVAL '1 hour'
FROM generate_series(1, %(number)s) AS n
"""
HAVE = {
    "overal": lambda n: True,
    "vroeger": lambda n: n <= OLD,
    "derde": lambda n: n % 3 == 0,
    "zeldzaam": lambda n: n % (NUMBER // 6) == 7,
    "vroeger zeldzaam": lambda n: n == 7,
    "overal -vroeger": lambda n: n > OLD,
    "ontbreekt": lambda n: False,
}
KEYS = {
    "submitted_at": lambda n: n // 2,
    "support_count": lambda n: 1 + n % 40 if n > OLD else 0,
    "answered_at": lambda n: n // 3,
}


@pytest.fixture
def many(programme):
    values = {"old": OLD, "apart": NUMBER // 6, "number": NUMBER, "programme": programme.pk}
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)


def search(words):
    return Search(Idea.objects.public().only("pk", "reference", *KEYS), words, Facets())


def numbers(page):
    return [int(idea.reference.removeprefix("1999-")) for idea in page.rows]


def test_every_order_and_page_of_words_that_many_few_or_only_old_ideas_have(many):
    for words, has in HAVE.items():
        having = [n for n in range(1, NUMBER + 1) if has(n)]
        for field, key in KEYS.items():
            expected = sorted(having, key=lambda n, key=key: (key(n), n), reverse=True)
            pages, cursor = [], ""
            while cursor is not None and len(pages) < 3:
                page, count = search(words).page(field, cursor)
                assert count == min(len(having), MOST_COUNTED + 1)
                pages.append(numbers(page))
                cursor = page.next
            assert [number for one in pages for number in one] == expected[: 3 * PAGE_SIZE], (words, field)
            if len(pages) > 1:
                back, _count = search(words).page(field, page.previous)
                assert numbers(back) == pages[-2]


@pytest.mark.parametrize(
    ("words", "ranked"),
    [
        ("overal", range(NUMBER - MOST_RANKED + 1, NUMBER + 1)),
        ("vroeger", range(OLD - MOST_RANKED + 1, OLD + 1)),
        ("zeldzaam", [7 + NUMBER // 6 * step for step in range(6)]),
    ],
)
def test_of_too_many_only_the_newest_are_ranked(many, words, ranked):
    seen, cursor = [], ""
    while cursor is not None:
        page, _count = search(words).page("rank", cursor)
        seen += numbers(page)
        cursor = page.next
    assert sorted(seen) == list(ranked)


def test_a_title_goes_before_a_text_also_when_only_the_newest_are_ranked(many, programme):
    first = factories.make_raw_idea(programme, title="derde", problem="", proposal="")
    page, count = search("derde").page("rank")
    assert page.rows[0] == first
    assert count == MOST_COUNTED + 1


def test_the_list_says_when_not_all_are_ranked_and_stays_cheap(many, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = client.get("/ideeen/?q=overal")
    assert page.context["is_cut"] is True
    assert client.get("/ideeen/?q=overal&sorteer=steun").context["is_cut"] is False
    assert client.get("/ideeen/?q=zeldzaam").context["is_cut"] is False
