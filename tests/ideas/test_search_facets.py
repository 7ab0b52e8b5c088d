"""Theme, area and status beside the words: in the table and in the index they mean the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas import search
from ideas.models import Idea
from ideas.models.facets import INDEXED, Facets
from ideas.search import Search
from ideas.statuses import Status, Visibility
from tests import factories


@pytest.fixture
def places(programme):
    """Ideas about a tree that differ in theme, area and status; gives what they differ in."""
    district = factories.make_area("WK01", "Centrum", kind="wijk")
    quarter = factories.make_area("BU01", "Dorp", parent=district)
    elsewhere = factories.make_area("BU09", "Verweg")
    trees, water = factories.make_theme("bomen"), factories.make_theme("water")
    make = factories.make_raw_idea
    make(programme, title="Boom in de wijk", area=district, theme=trees)
    make(programme, title="Boom in de buurt", area=quarter, theme=water)
    make(programme, title="Boom ver weg", area=elsewhere, theme=trees, status=Status.ADOPTED)
    make(programme, title="Boom nergens", status=Status.DECLINED)
    make(programme, title="Bank in de wijk", area=district, theme=trees, problem="", proposal="")
    make(programme, title="Boom in het geheim", area=district, theme=trees, visibility=Visibility.HIDDEN)
    return {"trees": trees, "water": water, "district": district, "quarter": quarter, "elsewhere": elsewhere}


CHOICES = [
    ({}, {"Boom in de wijk", "Boom in de buurt", "Boom ver weg", "Boom nergens"}),
    ({"theme": "trees"}, {"Boom in de wijk", "Boom ver weg"}),
    ({"area": "district"}, {"Boom in de wijk", "Boom in de buurt"}),
    ({"area": "quarter"}, {"Boom in de buurt"}),
    ({"status": Status.ADOPTED}, {"Boom ver weg"}),
    ({"theme": "trees", "area": "district"}, {"Boom in de wijk"}),
    ({"theme": "trees", "area": "elsewhere", "status": Status.ADOPTED}, {"Boom ver weg"}),
    ({"theme": "water", "status": Status.ADOPTED}, set()),
]


@pytest.mark.parametrize(("chosen", "titles"), CHOICES)
def test_words_and_facets_together(places, chosen, titles):
    facets = Facets.chosen(**{name: places.get(value, value) for name, value in chosen.items()})
    page, count = Search(Idea.objects.public(), "boom", facets).page("rank")
    assert {idea.title for idea in page.rows} == titles
    assert count == len(titles)
    indexed = Idea.objects.alias(facets=INDEXED).filter(facets.in_index())
    assert set(indexed) == set(Idea.objects.filter(facets.in_table()))


@pytest.mark.parametrize(("chosen", "titles"), CHOICES)
@pytest.mark.parametrize("field", ["rank", "submitted_at", "support_count"])
def test_words_that_are_everywhere_and_facets_together(places, monkeypatch, field, chosen, titles):
    monkeypatch.setattr(search, "MOST_COUNTED", 0)
    facets = Facets.chosen(**{name: places.get(value, value) for name, value in chosen.items()})
    page, count = Search(Idea.objects.public(), "boom", facets).page(field)
    assert ({idea.title for idea in page.rows}, count) == (titles, min(1, len(titles)))


def plan_of(rows):
    """How PostgreSQL would read `rows` if it had to use an index for its conditions."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    return rows.order_by().values("pk").explain(costs=False)


def test_the_index_holds_words_and_facets(places):
    facets = Facets.chosen(theme=places["trees"], area=places["district"], status=Status.RECEIVED)
    asked = Search(Idea.objects.all(), "boom", facets)
    plan = plan_of(asked.hits)
    assert "Bitmap Index Scan on idea_search" in plan
    (condition,) = [line for line in plan.splitlines() if "Index Cond:" in line]
    assert (condition.count("@@"), condition.count("&&")) == (1, 3)
    with CaptureQueriesContext(connection) as statements:
        asked.page("rank")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (COSTS OFF) {statements[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert plan.count("Bitmap Index Scan on idea_search") == 1  # For the number of hits, not for the newest of them.
