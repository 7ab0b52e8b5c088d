"""The desk by promised date is read along an index, however many ideas there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ideas.models import Idea
from ideas.models.orders import DUE_ON
from participation.paging import around, page_of
from tests import factories

pytestmark = pytest.mark.django_db
MANY = 20_000
# As in a municipality after years: of twenty ideas one goes on, and those have a date; some were given none.
FILL = """
INSERT INTO ideas_idea (reference, source, source_reference, title, problem, proposal, address, hidden_reason,
  visibility, status, status_since, programme_id, routing, next_step, status_before_merge, reopened, support_count,
  imported_support_count, submitted_at, promised_on)
SELECT '1990-' || n, '', '', 'Idee', '', '', '', '', 'public', CASE WHEN n %% 20 = 0 THEN 'in_review' ELSE 'declined' END,
  now(), (%(programmes)s::bigint[])[1 + n %% 4], '{}', '', '', 0, 0, 0, now() - n * interval '1 minute',
  CASE WHEN n %% 20 = 0 AND n %% 300 > 0 THEN current_date + n %% 97 END
FROM generate_series(1, %(many)s) AS n
"""


@pytest.fixture
def full(programme):
    programmes = [programme, *(factories.make_programme(slug) for slug in ("water", "wegen", "zorg"))]
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"many": MANY, "programmes": [one.pk for one in programmes]})
        cursor.execute("ANALYZE ideas_idea")
    return programmes


def soonest(person):
    return Idea.objects.in_desk_of(person).for_queue().annotate(due_on=DUE_ON)


def test_every_page_is_read_along_the_index(full, coordinator):
    rows, day = soonest(coordinator), timezone.localdate() + timedelta(days=30)
    pages = {
        "first": rows.order_by("due_on", "pk"),
        "middle": rows.filter(due_on__gte=day).order_by("due_on", "pk"),
        "backwards": rows.filter(due_on__lte=day).order_by("-due_on", "-pk"),
    }
    plans = {name: page[:21].explain(costs=False) for name, page in pages.items()}
    passed = {name for name, plan in plans.items() if " using idea_due on ideas_idea" in plan and "Sort" not in plan}
    assert passed == set(pages)


def test_a_page_reads_no_more_rows_than_it_shows(full, coordinator):
    plan = soonest(coordinator).order_by("due_on", "pk")[:21].explain(analyze=True, buffers=True, costs=False)
    assert "rows=21" in plan.partition("\n")[0]
    assert "Rows Removed by Filter" not in plan


def test_the_list_is_in_that_order_and_what_has_no_date_comes_last(programme, owner):
    today = timezone.localdate()
    without = factories.make_raw_idea(programme)
    later, sooner, late = (factories.make_raw_idea(programme, promised_on=today + timedelta(n)) for n in (9, 2, -3))
    expected = [late, sooner, later, without]
    rows = soonest(owner)
    assert page_of(rows, "due_on", rising=True).rows == expected
    first = page_of(rows, "due_on", rising=True, size=2)
    assert page_of(rows, "due_on", first.next, rising=True).rows == [later, without]
    assert around(rows, "due_on", later.promised_on, later.pk, before=2, after=2, rising=True) == (
        [late, sooner], [without],
    )  # fmt: skip
