"""Reading a discussion: orders, pages, places, and the same cost for one comment and for ten thousand."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.comment_statuses import Sort
from ideas.discussion import FIRST_REPLIES, REPLIES, THREADS, discussion_of, replies_to
from ideas.models import Comment
from participation.paging import MOST_COUNTED
from tests import factories

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def walk(idea, sort, person=VISITOR):
    """Every thread of every page, in order."""
    found, cursor = [], ""
    while True:
        page = discussion_of(idea, person, sort, cursor)
        found += [thread.comment for thread in page.threads]
        if page.next is None:
            return found
        cursor = page.next


def fill(idea, number, **fields):
    start = timezone.now() - timedelta(days=1)
    return Comment.objects.bulk_create(
        Comment(idea=idea, text=f"Reactie {place}.", created_at=start + timedelta(seconds=place // 2), published_at=start,
                helpful_count=place % 7, **fields)
        for place in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("number", [0, 1, THREADS, THREADS + 1, 35])
def test_every_comment_once_and_in_order(idea, sort, number):
    made = fill(idea, number)
    order = {
        Sort.NEWEST: lambda comment: (comment.created_at, comment.pk),
        Sort.OLDEST: lambda comment: (comment.created_at, comment.pk),
        Sort.HELPFUL: lambda comment: (comment.helpful_count, comment.pk),
    }[sort]
    assert walk(idea, sort) == sorted(made, key=order, reverse=sort != Sort.OLDEST)


def test_below_a_comment_stand_the_first_answers(idea):
    start = factories.make_raw_comment(idea)
    answers = [factories.make_raw_comment(idea, thread=start, text=f"{number}") for number in range(FIRST_REPLIES + 2)]
    [thread] = discussion_of(idea, VISITOR).threads
    assert (thread.comment, thread.replies, thread.has_more) == (start, answers[:FIRST_REPLIES], True)
    assert discussion_of(idea, VISITOR).count == FIRST_REPLIES + 3
    assert replies_to(start, VISITOR).rows == answers


def test_a_long_thread_has_pages(idea):
    start = factories.make_raw_comment(idea)
    answers = fill(idea, REPLIES + 5, thread=start)
    first = replies_to(start, VISITOR)
    assert [*first.rows, *replies_to(start, VISITOR, first.next).rows] == answers


def test_what_waits_is_seen_by_its_writer_only(idea, neighbour, owner, resident):
    start = factories.make_raw_comment(idea)
    own = factories.make_raw_comment(idea, author=neighbour, state="held")
    below = factories.make_raw_comment(idea, author=neighbour, thread=start, state="held")
    seen = {}
    for name, person in {"visitor": VISITOR, "writer": neighbour, "owner": owner, "author": resident}.items():
        page = discussion_of(idea, person)
        seen[name] = ({comment for thread in page.threads for comment in (thread.comment, *thread.replies)}, page.count)
    assert seen == {
        "visitor": ({start}, 1), "writer": ({start, own, below}, 3), "owner": ({start}, 1), "author": ({start}, 1),
    }  # fmt: skip


@pytest.mark.parametrize("state", ["hidden", "deleted"])
def test_what_is_gone_keeps_its_place(idea, state):
    start = factories.make_raw_comment(idea, state=state)
    below = factories.make_raw_comment(idea, thread=start)
    [thread] = discussion_of(idea, VISITOR).threads
    assert (thread.comment, thread.replies) == (start, [below])


def test_who_signed_in_sees_their_own_marks(idea, neighbour, resident):
    comments = [factories.make_raw_comment(idea) for _ in range(2)]
    comments[0].marks.create(person=neighbour)
    comments[1].marks.create(person=resident)
    marked = {thread.comment: thread.comment.marked for thread in discussion_of(idea, neighbour).threads}
    assert marked == {comments[0]: True, comments[1]: False}


def test_it_costs_three_statements_at_most(idea, neighbour, django_assert_num_queries):
    for number in (1, 30):
        for start in fill(idea, number):
            factories.make_raw_comment(idea, thread=start, author=neighbour)
        for person in (VISITOR, neighbour):
            with django_assert_num_queries(2 if number == 1 else 3):
                names = [each.author_name for thread in discussion_of(idea, person).threads for each in thread.replies]
            assert set(names) == {"Buur"}


def test_ten_thousand_comments_are_read_by_their_index(idea):
    starts = fill(idea, 10_000)
    fill(idea, 10_000, thread=starts[0])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ideas_comment")
        for order, index in (("-created_at", "comment_newest"), ("-helpful_count", "comment_helpful")):
            rows = Comment.objects.filter(idea=idea).seen_by(VISITOR).starting().with_first_replies(VISITOR, 4)
            plan = rows.order_by(order, "-pk")[:11].explain()
            assert index in plan
            assert "comment_replies" in plan
            assert "Seq Scan" not in plan
    page = discussion_of(idea, VISITOR)
    assert (page.count, page.count_in_words, len(page.threads)) == (MOST_COUNTED + 1, f"{MOST_COUNTED}+", THREADS)


def rows_read(statement):
    """How many rows PostgreSQL handles for a statement, in every step of its plan."""

    def handled(node):
        own = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        return own + sum(map(handled, node.get("Plans", ())))

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        [[[plan]]] = cursor.fetchall()
    return handled(plan["Plan"])


@pytest.mark.parametrize("shape", ["threads", "one long thread", "many answers each"])
def test_a_page_of_many_thousand_comments_reads_the_rows_of_a_page(idea, neighbour, shape):
    starts = fill(idea, {"threads": 12_000, "one long thread": 1, "many answers each": 100}[shape])
    below = {"threads": 0, "one long thread": 12_000, "many answers each": 120}[shape]
    for start in starts if below else ():
        fill(idea, below, thread=start)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ideas_comment")
    second = discussion_of(idea, VISITOR).next or ""
    for person, cursor in ((VISITOR, ""), (VISITOR, second), (neighbour, "")):
        with CaptureQueriesContext(connection) as seen:
            page = discussion_of(idea, person, cursor=cursor)
        assert page.threads
        statements = [one["sql"] for one in seen.captured_queries]
        read = [rows_read(statement) for statement in statements]
        assert max(read) <= 3 * (MOST_COUNTED + 1), (person, cursor, read, statements)
        assert sorted(read)[-2] <= 1_000, (person, cursor, read, statements)  # All but the count, which has a ceiling.
