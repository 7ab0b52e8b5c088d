"""Theme, area and status beside the words: in the table and in the index they mean the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas import search
from ideas.models import Idea
from ideas.models.facets import INDEXED, Facets, Near
from ideas.search import Search
from ideas.statuses import Status, Visibility
from tests import factories

NOW = timezone.now()
HERE = Near(latitude=52.061, longitude=4.491, metres=500)


@pytest.fixture
def places(programme):
    """Ideas about a tree that differ in theme, area and status; gives what they differ in."""
    district = factories.make_area("WK01", "Centrum", kind="wijk")
    quarter = factories.make_area("BU01", "Dorp", parent=district)
    elsewhere = factories.make_area("BU09", "Verweg")
    trees, water = factories.make_theme("bomen"), factories.make_theme("water")
    make = factories.make_raw_idea
    company, other = factories.make_organisation(), factories.make_programme("water")
    here, there = {"latitude": 52.06, "longitude": 4.49}, {"latitude": 52.1, "longitude": 4.49}
    make(programme, title="Boom in de wijk", area=district, theme=trees, **here)
    make(programme, title="Boom in de buurt", area=quarter, theme=water, organisation=company)
    make(programme, title="Boom ver weg", area=elsewhere, theme=trees, status=Status.ADOPTED, answered_at=NOW, **there)
    make(other, title="Boom nergens", status=Status.DECLINED, answered_at=NOW)
    make(programme, title="Bank in de wijk", area=district, theme=trees, problem="", proposal="")
    make(programme, title="Boom in het geheim", area=district, theme=trees, visibility=Visibility.HIDDEN)
    return {
        "trees": [trees.pk], "water": [water.pk], "district": [district.pk, quarter.pk], "quarter": [quarter.pk],
        "elsewhere": [elsewhere.pk], "groen": [programme.pk],
    }  # fmt: skip


def facets_of(chosen, places):
    """Facets of what the cases name, as tuples of what stands in the columns."""
    lists = {name: value for name, value in chosen.items() if isinstance(value, str)}
    return Facets(**{**chosen, **{name: tuple(places.get(value, [value])) for name, value in lists.items()}})


CHOICES = [
    ({}, {"Boom in de wijk", "Boom in de buurt", "Boom ver weg", "Boom nergens"}),
    ({"theme": "trees"}, {"Boom in de wijk", "Boom ver weg"}),
    ({"area": "district"}, {"Boom in de wijk", "Boom in de buurt"}),
    ({"area": "quarter"}, {"Boom in de buurt"}),
    ({"status": Status.ADOPTED}, {"Boom ver weg"}),
    ({"theme": "trees", "area": "district"}, {"Boom in de wijk"}),
    ({"theme": "trees", "area": "elsewhere", "status": Status.ADOPTED}, {"Boom ver weg"}),
    ({"theme": "water", "status": Status.ADOPTED}, set()),
    ({"programme": "groen"}, {"Boom in de wijk", "Boom in de buurt", "Boom ver weg"}),
    ({"organisation": True}, {"Boom in de buurt"}),
    ({"organisation": False, "programme": "groen"}, {"Boom in de wijk", "Boom ver weg"}),
    ({"answered": True}, {"Boom ver weg", "Boom nergens"}),
    ({"answered": False, "theme": "trees"}, {"Boom in de wijk"}),
    ({"near": HERE}, {"Boom in de wijk"}),
    ({"near": HERE, "answered": True}, set()),
]


@pytest.mark.parametrize(("chosen", "titles"), CHOICES)
def test_words_and_facets_together(places, chosen, titles):
    facets = facets_of(chosen, places)
    page, count = Search(Idea.objects.public(), "boom", facets).page("rank")
    assert {idea.title for idea in page.rows} == titles
    assert count == len(titles)
    indexed = Idea.objects.alias(facets=INDEXED).filter(facets.in_index())
    assert set(indexed) == set(Idea.objects.filter(facets.in_table()))


@pytest.mark.parametrize(("chosen", "titles"), CHOICES)
@pytest.mark.parametrize("field", ["rank", "submitted_at", "support_count"])
def test_words_that_are_everywhere_and_facets_together(places, monkeypatch, field, chosen, titles):
    monkeypatch.setattr(search, "MOST_COUNTED", 0)
    facets = facets_of(chosen, places)
    page, count = Search(Idea.objects.public(), "boom", facets).page(field)
    assert ({idea.title for idea in page.rows}, count) == (titles, min(1, len(titles)))


def plan_of(rows):
    """How PostgreSQL would read `rows` if it had to use an index for its conditions."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    return rows.order_by().values("pk").explain(costs=False)


def test_the_index_holds_words_and_facets(places):
    facets = facets_of({"theme": "trees", "area": "district", "status": Status.RECEIVED}, places)
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
