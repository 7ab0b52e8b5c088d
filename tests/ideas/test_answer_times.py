"""How long half of the ideas waited for their first answer: from history, and only when there is enough of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.answer_times import FEWEST, half_answered_within
from ideas.models import Answer
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def answered(programme, days, **fields):
    """An idea of that Monday, and its answers so many calendar days later."""
    idea = factories.make_raw_idea(programme, submitted_at=MONDAY, **fields)
    for day in days:
        Answer.objects.create(
            idea=idea, decision="promising", reason="Ja.", next_step="Wij bellen.", date="2026-12-01",
            given_at=MONDAY + timedelta(days=day),
        )  # fmt: skip
    return idea


def test_the_first_answer_counts_in_working_days(programme):
    for days in [(1,)] * 4 + [(9, 400)] * 3 + [(300,)] * 3:  # A working day, seven of them, and very many.
        answered(programme, days)
    assert half_answered_within(programme.pk) == 7


def test_too_few_say_nothing(programme):
    for _ in range(FEWEST - 1):
        answered(programme, (1,))
    assert half_answered_within(programme.pk) is None


def test_other_programmes_and_other_sources_do_not_count(programme):
    other = factories.make_programme("water")
    for number in range(FEWEST):
        answered(other, (1,))
        answered(programme, (1,), source="Stad", source_reference=str(number))
    assert half_answered_within(programme.pk) is None


def test_the_author_and_the_holder_of_the_link_read_it_and_it_is_asked_once_an_hour(programme, resident):
    for _ in range(FEWEST):
        answered(programme, (9,))
    idea = factories.make_raw_idea(programme, author=resident)
    sentence = "De helft van de ideeën zoals dit kreeg binnen 7 werkdagen antwoord."
    assert sentence in sign_in(Client(), resident).get(idea.get_absolute_url()).content.decode()
    assert sentence not in Client().get(idea.get_absolute_url()).content.decode()
    with CaptureQueriesContext(connection) as seen:
        assert sentence in Client().get(idea.get_status_url()).content.decode()
    assert not [query for query in seen if "ideas_answer" in query["sql"]]
