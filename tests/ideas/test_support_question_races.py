"""Many at once carry their support over, withdraw it, and support the other idea, while it is split: totals stay right."""

from collections import Counter

import pytest
from django.db import OperationalError

from ideas.actions.support import support_idea, withdraw_support
from ideas.actions.support_question import answer_support_question
from ideas.actions.triage import move_idea
from ideas.models import Idea, Support, SupportQuestion
from participation.errors import NotPossible
from tests import factories
from tests.journeys.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def merged(idea, neighbour, owner):
    """An idea with twelve supporters that joined another one."""
    other = factories.make_idea(neighbour, title="Bomen op het plein")
    people = [factories.make_resident(f"p{number}") for number in range(12)]
    for person in people:
        support_idea(idea, actor=person)
    move_idea(Idea.objects.get(pk=idea.pk), "merge", actor=owner, into=other, reason="Dit is hetzelfde.")
    return Idea.objects.get(pk=idea.pk), other, people


def tally(*ideas):
    return [(Idea.objects.get(pk=one.pk).support_count, Support.objects.filter(idea=one).count()) for one in ideas]


def carry(pk):
    def deed():
        try:
            return answer_support_question(SupportQuestion.objects.get(pk=pk), says_yes=True).answer
        except (NotPossible, OperationalError) as error:
            return type(error).__name__

    return deed


def test_everybody_clicks_three_times(merged):
    idea, other, _people = merged
    questions = SupportQuestion.objects.values_list("pk", flat=True)
    assert Counter(at_once([carry(pk) for pk in questions] * 3)) == {"yes": 36}
    assert tally(idea, other) == [(0, 0), (12, 12)]


def test_clicking_while_supporting_and_withdrawing_there(merged):
    idea, other, people = merged
    questions = [*SupportQuestion.objects.order_by("pk")]
    deeds = [deed for one in questions for deed in (
        carry(one.pk), lambda person=one.person: support_idea(Idea.objects.get(pk=other.pk), actor=person),
    )]  # fmt: skip
    assert "OperationalError" not in at_once(deeds)
    # Who supported the other one first keeps both: nobody has two supports of one idea.
    (of_idea, rows), (of_other, other_rows) = tally(idea, other)
    assert (of_idea, of_other) == (rows, other_rows) == (rows, 12)
    at_once([lambda person=person: withdraw_support(Idea.objects.get(pk=other.pk), actor=person) for person in people])
    assert tally(idea, other) == [(rows, rows), (0, 0)]


def test_a_split_in_between_takes_back_all_that_went_along(merged, owner):
    idea, other, _people = merged
    deeds = [carry(pk) for pk in SupportQuestion.objects.values_list("pk", flat=True)]
    deeds.insert(6, lambda: move_idea(Idea.objects.get(pk=idea.pk), "split", actor=owner, reason="Toch anders.").status)
    given = Counter(at_once(deeds))
    assert set(given) <= {"yes", "NotPossible", "received"}
    assert given["received"] == 1
    assert tally(idea, other) == [(12, 12), (0, 0)]
