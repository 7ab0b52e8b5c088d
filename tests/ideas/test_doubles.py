"""Pairs of ideas that are probably the same: found by the clock, once, and never again when somebody said no."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions import doubles
from ideas.actions.doubles import find_doubles, note_settled, say_different
from ideas.actions.edit import edit_idea
from ideas.actions.link import link_ideas
from ideas.actions.moderate import hide_idea, show_idea
from ideas.actions.triage import move_idea
from ideas.actions.vocabulary import count_words
from ideas.models import DoubleSearch, IdeaDouble
from ideas.tasks import doubles as nightly
from ideas.vocabulary import KEEPER
from participation.actions.account import delete_account
from participation.errors import NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
BENCHES = {"title": "Meer bankjes in het Wilhelminapark", "problem": "Ouderen kunnen nergens zitten.",
           "proposal": "Zet bankjes neer."}  # fmt: skip
TOO = {"title": "Bankjes in het Wilhelminapark", "problem": "Er is te weinig plek om te zitten.",
       "proposal": "Plaats een paar bankjes."}  # fmt: skip
ELSE = {"title": "Zebrapad bij de school", "problem": "Auto's rijden te hard.", "proposal": "Maak een zebrapad."}


@pytest.fixture
def twins(resident, neighbour, last_rule):
    return factories.make_idea(resident, **BENCHES), factories.make_idea(neighbour, **TOO)


@pytest.fixture
def other(resident, last_rule):
    return factories.make_idea(resident, **ELSE)


def look(**limits):
    count_words(anew=True)
    KEEPER.forget()
    return find_doubles(**{"settled": -timedelta(minutes=1), **limits})


def pairs():
    return [(pair.first, pair.second) for pair in IdeaDouble.objects.order_by("pk")]


def waiting():
    return [(pair.first, pair.second) for pair in IdeaDouble.objects.waiting()]


def test_two_that_are_the_same_are_a_pair_with_the_words_that_they_share(twins, other):
    assert look() == 3
    pair = IdeaDouble.objects.get()
    assert ((pair.first, pair.second), pair.chosen, pair.chosen_at) == (twins, "", None)
    assert set(pair.words[:2]) == {"wilhelminapark", "bankjes"}
    assert 50 <= pair.likeness <= 100
    assert waiting() == [twins]


def test_the_next_night_only_what_is_new_is_compared(twins, other, resident):
    look()
    assert look() == 0
    third = factories.make_idea(resident, **BENCHES)
    assert look() == 1
    assert set(pairs()) == {twins, (twins[0], third), (twins[1], third)}


def test_what_may_still_be_on_its_way_is_left_for_the_next_time(twins):
    assert (look(settled=timedelta(minutes=10)), pairs()) == (0, [])
    assert (look(), pairs()) == (2, [twins])


def test_a_run_without_time_compares_nothing_and_the_next_goes_on(twins):
    assert (look(longest=0), pairs()) == (0, [])
    assert (look(), pairs()) == (2, [twins])


def test_it_goes_on_in_lots(twins, other, monkeypatch):
    monkeypatch.setattr(doubles, "LOT", 1)
    look()
    assert pairs() == [twins]
    assert DoubleSearch.objects.get().newest == Event.objects.order_by("-pk").first().pk


def test_a_run_that_was_overtaken_stores_nothing(twins, monkeypatch):
    compare = doubles.doubles_of

    def slow(idea):
        DoubleSearch.objects.update_or_create(pk=1, defaults={"newest": 10**9})
        return compare(idea)

    monkeypatch.setattr(doubles, "doubles_of", slow)
    assert (look(), pairs()) == (0, [])


@pytest.mark.parametrize("fate", ["hidden", "withdrawn", "declined"])
def test_what_is_out_of_sight_or_has_ended_is_no_pair(twins, owner, coordinator, fate):
    one, _two = twins
    if fate == "hidden":
        hide_idea(one, actor=coordinator, reason="Er stond een naam in.")
    elif fate == "withdrawn":
        move_idea(one, "withdraw", actor=one.author, reason="Niet meer nodig.")
    else:
        facts = {"reason_code": "te_duur", "reason": "Het is te duur.", "next_step": "Wij doen niets.",
                 "date": timezone.localdate()}  # fmt: skip
        move_idea(one, "decline", actor=owner, **facts)
    look()
    assert pairs() == []


def test_what_comes_into_sight_later_is_compared_then(twins, coordinator):
    hide_idea(twins[0], actor=coordinator, reason="Er stond een naam in.")
    look()
    show_idea(twins[0], actor=coordinator)
    assert (look(), pairs()) == (1, [twins])


def test_an_idea_that_says_something_else_now_is_no_pair_any_more(twins, other):
    look()
    one = twins[0]
    edit_idea(one, ELSE, actor=one.author, seen=one.wording_mark)
    assert look() == 1
    assert pairs() == [(one, other)]


def test_a_pair_that_is_hidden_later_is_not_shown(twins, coordinator):
    look()
    hide_idea(twins[1], actor=coordinator, reason="Er stond een naam in.")
    assert waiting() == []


def test_who_says_that_they_differ_never_sees_them_again(twins, coordinator):
    look()
    say_different(IdeaDouble.objects.get(), actor=coordinator)
    one = twins[0]
    edit_idea(one, {**BENCHES, "proposal": "Zet er bankjes neer."}, actor=one.author, seen=one.wording_mark)
    look()
    pair = IdeaDouble.objects.get()
    assert (pair.chosen, pair.official, pair.chosen_at is not None, waiting()) == ("different", coordinator, True, [])
    told = Event.objects.filter(kind="desk.not_double").order_by("subject_id")
    assert [(event.actor, event.subject_id, event.facts["other"]) for event in told] == [
        (coordinator, one.pk, twins[1].reference), (coordinator, twins[1].pk, one.reference),
    ]  # fmt: skip


def test_it_is_said_once(twins, coordinator):
    look()
    first, second = IdeaDouble.objects.get(), IdeaDouble.objects.get()
    say_different(first, actor=coordinator)
    with pytest.raises(NotPossible):
        say_different(second, actor=coordinator)
    assert Event.objects.filter(kind="desk.not_double").count() == 2


@pytest.mark.parametrize("role", ["resident", "owner", "deputy", "stranger", "administrator"])
def test_only_a_coordinator_says_so(request, twins, role):
    look()
    with pytest.raises(NotAllowed):
        say_different(IdeaDouble.objects.get(), actor=request.getfixturevalue(role))
    assert waiting() == [twins]


@pytest.mark.parametrize("deed", ["merged", "linked"])
def test_what_became_of_a_pair_elsewhere_is_noted(twins, owner, deed):
    look()
    one, two = twins
    if deed == "merged":
        move_idea(one, "merge", actor=owner, into=two, reason="Het gaat over hetzelfde park.")
    else:
        link_ideas(one, two, actor=owner, reason="Het gaat over hetzelfde park.")
    assert waiting() == []
    assert (note_settled(), note_settled()) == (1, 0)
    pair = IdeaDouble.objects.get()
    assert (pair.chosen, pair.official, pair.chosen_at is not None) == (deed, None, True)


def test_linked_ideas_become_no_pair(twins, owner):
    link_ideas(*twins, actor=owner, reason="Het gaat over hetzelfde park.")
    look()
    assert pairs() == []


def test_the_clock_does_both(twins, owner):
    look()
    move_idea(twins[0], "merge", actor=owner, into=twins[1], reason="Het gaat over hetzelfde park.")
    nightly()  # What was put forward just now is left for the next night.
    assert IdeaDouble.objects.get().chosen == "merged"


def test_an_idea_costs_three_statements_at_most(twins, other, django_assert_max_num_queries):
    look(longest=0)
    with django_assert_max_num_queries(4):  # With the one that reads the words.
        assert len(doubles.doubles_of(twins[0])) == 1


@pytest.mark.parametrize("is_needed", [False, True])
def test_who_leaves_with_their_ideas_leaves_no_words_in_a_pair(twins, programme, is_needed):
    look()
    one = twins[0]
    if is_needed:  # By an idea of somebody else, so that the row stays without its words.
        factories.make_raw_idea(programme, status="merged", merged_into=one, status_before_merge="received")
    delete_account(one.author, actor=one.author, ideas_go=True)
    assert pairs() == []


def test_a_coordinator_who_leaves_leaves_what_they_said(twins, coordinator):
    look()
    say_different(IdeaDouble.objects.get(), actor=coordinator)
    coordinator.delete()
    assert [(pair.chosen, pair.official) for pair in IdeaDouble.objects.all()] == [("different", None)]
