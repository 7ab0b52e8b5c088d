"""Keyset pages: forward and back over equal values, every row once, and cursors that are no good."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from ideas.models import Idea
from participation.paging import around, count_up_to, counts_up_to, page_of
from tests import factories

FIELDS = ["submitted_at", "support_count"]


@pytest.fixture
def rows(programme):
    """Twenty-three ideas with many equal moments and equal support; gives their ids in no order."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = [
        factories.make_raw_idea(programme, submitted_at=start + timedelta(days=n // 5), support_count=(n * 7) % 4)
        for n in range(23)
    ]
    return {idea.pk for idea in made}


def walk(field, size, way, cursor=""):
    """Every page in one direction, from `cursor` on."""
    pages = []
    while cursor is not None:
        page = page_of(Idea.objects.all(), field, cursor, size)
        pages.append(page)
        cursor = getattr(page, way)
        assert len(pages) < 40
    return pages


def cursor_of(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("size", [1, 4, 5, 22, 23, 24])
def test_every_row_comes_once_forward_and_back(rows, field, size):
    forward = walk(field, size, "next")
    ids = [row.pk for page in forward for row in page.rows]
    assert len(ids) == len(rows)
    assert set(ids) == rows
    keys = [(getattr(row, field), row.pk) for page in forward for row in page.rows]
    assert keys == sorted(keys, reverse=True)
    if len(forward) > 1:
        back = walk(field, size, "previous", forward[-1].previous)
        there = [[row.pk for row in page.rows] for page in forward[:-1]]
        again = [[row.pk for row in page.rows] for page in reversed(back)]
        assert again == there
        assert back[-1].previous is None


@pytest.mark.parametrize("field", FIELDS)
def test_the_ends_have_no_page_beyond(rows, field):
    first = page_of(Idea.objects.all(), field, "", 10)
    assert (first.previous, first.previous_url, first.next_url) == (None, None, f"?vanaf={first.next}")
    last = walk(field, 10, "next")[-1]
    assert (last.next, last.next_url, last.previous_url) == (None, None, f"?vanaf={last.previous}")
    assert last.previous


def test_a_new_row_on_top_moves_nothing(rows, programme):
    first = page_of(Idea.objects.all(), "submitted_at", "", 5)
    second = page_of(Idea.objects.all(), "submitted_at", first.next, 5)
    factories.make_raw_idea(programme)
    assert page_of(Idea.objects.all(), "submitted_at", first.next, 5).rows == second.rows


def test_no_rows_is_one_empty_page(db):
    page = page_of(Idea.objects.all(), "submitted_at")
    assert (page.rows, page.previous, page.next) == ([], None, None)


def test_a_page_is_one_statement(rows, django_assert_num_queries):
    cursor = page_of(Idea.objects.all(), "support_count", "", 5).next
    with django_assert_num_queries(1):
        page_of(Idea.objects.all(), "support_count", cursor, 5)


BAD = {
    "rubbish": "niets",
    "not base64": "%%%",
    "accents": "é",
    "not a list": base64.urlsafe_b64encode(b"{}").decode(),
    "too short": cursor_of(">", 1),
    "too long": cursor_of(">", 1, 1, 1),
    "another way": cursor_of("=", 1, 1),
    "nothing": cursor_of(">", None, 1),
    "no id": cursor_of(">", 1, None),
    "an id that is too great": cursor_of(">", 1, 2**63),
    "endless": base64.urlsafe_b64encode(b'[">", Infinity, 1]').decode(),
    "deep": base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    "no date": cursor_of(">", "gisteren", 1),
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("cursor", BAD.values(), ids=BAD)
def test_a_cursor_that_is_no_good_is_the_first_page(rows, field, cursor):
    first = page_of(Idea.objects.all(), field, "", 5)
    assert page_of(Idea.objects.all(), field, cursor, 5) == first


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("support_count", "2026-01-01T00:00:00+00:00"),
        ("submitted_at", 7),
        ("submitted_at", "2026-01-01"),
        ("support_count", 2**40),
    ],
)
def test_a_cursor_of_another_list_is_page_one(programme, field, value):
    idea = factories.make_raw_idea(programme)
    cursor = base64.urlsafe_b64encode(json.dumps(["<", value, 1]).encode()).decode()
    assert page_of(Idea.objects.all(), field, cursor) == page_of(Idea.objects.all(), field)
    assert page_of(Idea.objects.all(), field, cursor).rows == [idea]


@pytest.mark.parametrize(("most", "count"), [(22, 23), (23, 23), (24, 23), (5, 6)])
def test_counting_stops_when_there_are_more(rows, most, count, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert count_up_to(Idea.objects.order_by("title"), most) == count


@pytest.mark.parametrize("field", FIELDS)
def test_a_list_from_low_to_high_goes_forth_and_back(rows, field):
    page = page_of(Idea.objects.all(), field, "", 5, rising=True)
    seen = [page.rows]
    while page.next:
        page = page_of(Idea.objects.all(), field, page.next, 5, rising=True)
        seen.append(page.rows)
    assert [row for part in seen for row in part] == list(Idea.objects.order_by(field, "pk"))
    assert page_of(Idea.objects.all(), field, page.previous, 5, rising=True).rows == seen[-2]


@pytest.mark.parametrize("rising", [False, True])
@pytest.mark.parametrize("field", FIELDS)
def test_the_rows_around_a_row_are_its_neighbours_in_the_list(rows, field, rising):
    signs = ("", "") if rising else ("-", "-")
    ordered = list(Idea.objects.order_by(f"{signs[0]}{field}", f"{signs[1]}pk"))
    for at, row in enumerate(ordered):
        before, after = around(Idea.objects.all(), field, getattr(row, field), row.pk, before=2, after=3, rising=rising)
        assert before == ordered[max(at - 2, 0) : at]
        assert after == ordered[at + 1 : at + 4]


def test_many_lists_are_counted_in_one_statement_and_none_further_than_needed(rows, django_assert_num_queries):
    lists = {
        "all": Idea.objects.all(),
        "some": Idea.objects.filter(support_count=0).order_by("title"),
        "none": Idea.objects.filter(support_count=99),
        "never": Idea.objects.filter(pk__in=[]),
    }
    with django_assert_num_queries(1):
        assert counts_up_to(lists, 10) == {"all": 11, "some": 6, "none": 0, "never": 0}
    with django_assert_num_queries(0):
        assert counts_up_to({"never": Idea.objects.none()}, 10) == {"never": 0}


@pytest.mark.parametrize("value", ["2026-13-45", "2026-01-01T00:00:00", 5, None, "x"])
def test_a_cursor_that_names_no_day_is_page_one(programme, value):
    for day in (1, 2):
        factories.make_raw_idea(programme, promised_on=f"2026-01-0{day}")
    page = page_of(Idea.objects.all(), "promised_on", cursor_of(">", value, 1), 1)
    assert page.rows == page_of(Idea.objects.all(), "promised_on", "", 1).rows
