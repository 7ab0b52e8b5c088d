"""Every order that a list offers has an index, so that no page of it is sorted; few hits are found first, and sorted."""

import pytest
from django.db import connection
from django.db.models import F

from ideas.models import Idea
from ideas.orders import ORDERS
from ideas.search import unindexed
from tests import factories

INDEXES = {
    "submitted_at": "idea_newest",
    "support_count": "idea_most_support",
    "answered_at": "idea_recently_answered",
    "heat": "idea_trending",
    "need": "idea_needs_support",
    "lot": "idea_by_lot",
}
FIELDS = {order.field for order in ORDERS.values()} - {"rank"}  # Which is reckoned anew for each search.


def plan_of(rows):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
    return rows.explain(costs=False)


@pytest.mark.django_db
@pytest.mark.parametrize("field", sorted(FIELDS))
def test_an_order_of_the_list_is_that_of_an_index(field):
    ideas = Idea.objects.public().filter(**{f"{field}__isnull": False}).for_cards()
    for ordered in (ideas.order_by(F(field).desc(), "-pk"), ideas.order_by(F(field).asc(), "pk")):
        plan = plan_of(ordered[:21])
        assert f" using {INDEXES[field]} on ideas_idea" in plan
        assert "Sort" not in plan


@pytest.mark.django_db
@pytest.mark.parametrize("field", sorted(FIELDS))
def test_what_must_be_found_first_is_sorted(field):
    rows, twin = unindexed(Idea.objects.public(), field)
    assert "Sort" in plan_of(rows.order_by(F(twin).desc(), "-pk")[:21])


@pytest.mark.django_db
def test_the_order_of_the_desk_is_that_of_an_index_whatever_is_public(coordinator, programme):
    factories.make_programme("water")
    plan = plan_of(Idea.objects.in_desk_of(coordinator).for_queue().order_by("-submitted_at", "-pk")[:21])
    assert " using idea_newest on ideas_idea" in plan
    assert "Sort" not in plan


def test_every_order_is_known():
    assert set(INDEXES) == FIELDS
