"""A correction keeps what the answer said before, and the idea promises what the last answer says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.correct import correct_answer
from ideas.models import AnswerVersion, Idea
from ideas.statuses import Status
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=30)
LATER = TODAY + timedelta(days=60)
SAID = {"reason": "Beter.", "next_step": "Wij bellen later.", "date": LATER, "why": "Er stond een fout in."}


@pytest.fixture
def given(programme, owner):
    def make(status=Status.PROMISING, **fields):
        idea = factories.make_raw_idea(programme, status=status, next_step="Wij bellen u.", promised_on=TODAY)
        return factories.make_answer(idea, owner, **{"date": SOON, **fields})

    return make


def test_what_it_said_before_is_kept(given, deputy):
    answer = given()
    before = (answer.reason, answer.next_step, answer.date)
    correct_answer(answer, SAID, actor=deputy, seen=0)
    answer.refresh_from_db()
    assert (answer.reason, answer.next_step, answer.date) == ("Beter.", "Wij bellen later.", LATER)
    assert list(AnswerVersion.objects.values_list("reason", "next_step", "date", "why", "official")) == [
        (*before, "Er stond een fout in.", deputy.pk)
    ]
    event = Event.objects.get()
    assert (event.kind, event.actor) == ("idea.answer_corrected", deputy)
    assert (event.facts["reason"], event.facts["before"]["reason"]) == ("Beter.", "Dit past goed.")
    assert event.facts["why_corrected"] == "Er stond een fout in."


@pytest.mark.parametrize(
    ("status", "decision", "step", "promise"),
    [
        (Status.PROMISING, Status.PROMISING, "Wij bellen later.", LATER),
        (Status.DECLINED, Status.DECLINED, "Wij bellen later.", None),
        (Status.ADOPTED, Status.PROMISING, "Wij bellen u.", TODAY),
    ],
)
def test_the_idea_follows_its_last_answer_as_long_as_it_holds(given, owner, status, decision, step, promise):
    code = {"reason_code": "te_duur"} if decision == Status.DECLINED else {}
    correct_answer(given(status, decision=decision, **code), SAID, actor=owner, seen=0)
    assert Idea.objects.values_list("status", "next_step", "promised_on").get() == (status, step, promise)


def test_an_earlier_answer_changes_no_promise(given, owner):
    first = given()
    factories.make_answer(first.idea, owner)
    correct_answer(first, SAID, actor=owner, seen=0)
    assert Idea.objects.get().next_step == "Wij bellen u."


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": SOON}, "reason"),
        ({"reason": "Dat doen wij derhalve."}, "reason"),
        ({"why": "Het was derhalve fout."}, "why"),
        ({"date": TODAY - timedelta(days=1)}, "date"),
    ],
)
def test_what_is_refused(given, owner, change, field):
    with pytest.raises(Incomplete) as refusal:
        correct_answer(given(), {**SAID, **change}, actor=owner, seen=0)
    assert (refusal.value.field, AnswerVersion.objects.count(), Event.objects.count()) == (field, 0, 0)


def test_a_date_that_is_over_may_stay(given, owner):
    over = TODAY - timedelta(days=9)
    correct_answer(given(date=over), {**SAID, "date": over}, actor=owner, seen=0)
    assert AnswerVersion.objects.count() == 1


def test_two_officials_do_not_overwrite_each_other(given, owner, deputy):
    answer = given()
    correct_answer(answer, SAID, actor=owner, seen=0)
    with pytest.raises(NotPossible, match="Iemand anders"):
        correct_answer(answer, {**SAID, "reason": "Nee."}, actor=deputy, seen=0)
    assert AnswerVersion.objects.count() == 1


@pytest.mark.parametrize("role", ["resident", "stranger", "administrator"])
def test_who_may_not(given, role, request):
    with pytest.raises(NotAllowed):
        correct_answer(given(), SAID, actor=request.getfixturevalue(role), seen=0)
