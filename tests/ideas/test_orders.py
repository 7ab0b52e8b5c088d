"""The stored orders: what is popular, what needs support, what was drawn; and their pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict

from ideas import finding
from ideas.actions.support import support_idea
from ideas.filters import IdeaFilter
from ideas.finding import page_for
from ideas.models import Idea
from ideas.models.orders import MOST_LOTS
from ideas.orders import ORDERS
from ideas.statuses import UNDECIDED, Status, Visibility
from tests import factories

START = datetime(2026, 1, 1, tzinfo=UTC)
A_WEEK = timedelta(days=7)


def in_order(query):
    """The titles of every page of the list, walked from the first to the last."""
    chosen, cursor, found = IdeaFilter.of(QueryDict(query)), "", []
    while cursor is not None:
        page, _count = page_for(chosen, cursor)
        found += [row.title for row in page.rows]
        cursor = page.next
    return found


@pytest.mark.parametrize(
    ("support", "age", "is_above"),
    [(0, timedelta(), False), (1, timedelta(), False), (1, -timedelta(minutes=1), True), (3, A_WEEK, False), (4, A_WEEK, True), (7, 2 * A_WEEK, False), (9, 2 * A_WEEK, True)],
)  # fmt: skip
def test_twice_the_support_is_worth_a_week(programme, support, age, is_above):
    first = factories.make_raw_idea(programme, title="Met één", support_count=1, submitted_at=START)
    other = factories.make_raw_idea(programme, title="Ander", support_count=support, submitted_at=START - age)
    assert (other.heat > first.heat) == is_above


def test_popularity_follows_support_at_once(idea, neighbour):
    before = idea.heat
    support_idea(idea, actor=neighbour)
    assert Idea.objects.get(pk=idea.pk).heat - before == 7 * 24 * 60


def test_an_idea_of_another_zone_is_as_old(programme):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone TO 'Pacific/Kiritimati'")
    idea = factories.make_raw_idea(programme, submitted_at=START)
    assert idea.heat == START.timestamp() / 60


@pytest.mark.parametrize("status", Status)
def test_what_needs_support_is_not_decided_yet(programme, status):
    idea = factories.make_raw_idea(programme, status=status, support_count=3)
    assert idea.need == (-3 if status in UNDECIDED else None)


def test_the_least_support_comes_first_and_what_is_decided_not_at_all(programme):
    for title, support, status in (("Twee", 2, "received"), ("Klaar", 0, "realised"), ("Nul", 0, "question")):
        factories.make_raw_idea(programme, title=title, support_count=support, status=status)
    assert in_order("sorteer=steun-nodig") == ["Nul", "Twee"]


@pytest.fixture
def many(programme):
    """Forty-five public ideas, many alike, and one that is hidden."""
    for number in range(45):
        factories.make_raw_idea(
            programme, title=f"Boom {number}", support_count=number % 3, submitted_at=START + timedelta(days=number // 9),
            answered_at=START,
        )  # fmt: skip
    factories.make_raw_idea(programme, title="Boom geheim", visibility=Visibility.HIDDEN, answered_at=START)
    return {f"Boom {number}" for number in range(45)}


@pytest.mark.parametrize("words", ["", "&q=boom"])
@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("most_counted", [1000, 30])
def test_every_order_shows_every_idea_once(many, monkeypatch, words, sort, most_counted):
    for module in ("ideas.finding", "ideas.search"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", most_counted)
    found = in_order(f"sorteer={sort}&loting=7{words}")
    assert len(found) == len(many)
    assert set(found) == many


def test_a_random_order_is_that_of_its_seed(many):
    orders = [in_order(f"sorteer=willekeurig&loting={seed}") for seed in (1, 1, 2, MOST_LOTS - 1)]
    assert orders[0] == orders[1]
    assert len({tuple(order) for order in orders}) == 3
    newest = in_order("")
    assert all(order != newest and order != newest[::-1] for order in orders)


@pytest.mark.parametrize("seed", [0, 1, MOST_LOTS // 2, MOST_LOTS - 1])
def test_of_very_many_ideas_some_are_drawn(many, monkeypatch, seed):
    monkeypatch.setattr(finding, "MOST_COUNTED", 30)
    monkeypatch.setattr(finding, "DRAWN", 25)
    drawn = in_order(f"sorteer=willekeurig&loting={seed}")
    assert len(drawn) == len(set(drawn)) == 25
    assert set(drawn) < many
    assert drawn == in_order(f"sorteer=willekeurig&loting={seed}")


def test_every_idea_comes_up_in_some_draw(many, monkeypatch):
    monkeypatch.setattr(finding, "MOST_COUNTED", 30)
    monkeypatch.setattr(finding, "DRAWN", 25)
    seen = {title for n in range(9) for title in in_order(f"sorteer=willekeurig&loting={n * MOST_LOTS // 9}")}
    assert seen == many
