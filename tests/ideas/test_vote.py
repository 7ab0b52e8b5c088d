"""Votes: within the round's time, within each person's limit, once per idea, and never tied to a person."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ideas.actions.codes import make_codes, redeem_code
from ideas.actions.round import move_round
from ideas.actions.vote import cast_vote, remove_false_votes, withdraw_vote
from ideas.models import Ballot, Idea, Voter
from ideas.rounds.roll import line_of, votes_of
from participation.errors import Incomplete, NotAllowed, NotPossible, RuleBroken
from participation.models import Event, User
from tests import factories


@pytest.fixture
def ideas(programme):
    return [factories.make_raw_idea(programme) for _ in range(5)]


@pytest.fixture
def round_(coordinator, ideas):
    return factories.make_vote(coordinator, ideas)


def vote(round_, idea, person, key=None):
    return cast_vote(round_, idea, actor=person, ticket=None, client_key=key or uuid.uuid4())


def roll(round_):
    return dict(Voter.objects.filter(round=round_).values_list("person", "votes"))


def chosen(round_):
    """The keys of the ideas that have votes, once for each vote."""
    keys = dict(Idea.objects.values_list("reference", "pk"))
    return sorted(
        keys[reference] for reference in Ballot.objects.filter(round=round_).values_list("reference", flat=True)
    )


@pytest.mark.django_db
def test_a_vote_gives_a_receipt_and_counts_on_the_roll(round_, ideas, resident, neighbour):
    receipts = {vote(round_, ideas[0], resident), vote(round_, ideas[1], resident), vote(round_, ideas[0], neighbour)}
    assert set(Ballot.objects.values_list("receipt", flat=True)) == receipts
    assert len(receipts) == 3
    assert all(len(receipt) == 19 for receipt in receipts)
    assert roll(round_) == {resident.pk: 2, neighbour.pk: 1}
    assert chosen(round_) == sorted([ideas[0].pk, ideas[0].pk, ideas[1].pk])


@pytest.mark.django_db
def test_the_same_form_twice_is_one_vote_with_one_receipt(round_, ideas, resident):
    key = uuid.uuid4()
    assert vote(round_, ideas[0], resident, key) == vote(round_, ideas[0], resident, key)
    assert roll(round_) == {resident.pk: 1}


@pytest.mark.django_db
def test_one_key_for_two_people_or_two_ideas_is_not_one_vote(round_, ideas, resident, neighbour):
    key = uuid.uuid4()
    receipts = [vote(round_, idea, person, key) for idea in ideas[:2] for person in (resident, neighbour)]
    assert len(set(receipts)) == 4
    assert roll(round_) == {resident.pk: 2, neighbour.pk: 2}


@pytest.mark.django_db
def test_twice_for_one_idea_and_more_than_one_has_is_refused(round_, ideas, resident):
    vote(round_, ideas[0], resident)
    with pytest.raises(NotPossible, match="al op dit idee"):
        vote(round_, ideas[0], resident)
    vote(round_, ideas[1], resident)
    vote(round_, ideas[2], resident)
    with pytest.raises(NotPossible, match="al uw stemmen"):
        vote(round_, ideas[3], resident)
    assert roll(round_) == {resident.pk: 3}
    assert chosen(round_) == [idea.pk for idea in ideas[:3]]


@pytest.mark.django_db
def test_a_vote_can_be_taken_back_and_used_again(round_, ideas, resident, neighbour):
    for idea in ideas[:3]:
        vote(round_, idea, resident)
    vote(round_, ideas[0], neighbour)
    assert withdraw_vote(round_, ideas[0], actor=resident, ticket=None)
    assert not withdraw_vote(round_, ideas[0], actor=resident, ticket=None)
    vote(round_, ideas[4], resident)
    assert roll(round_) == {resident.pk: 3, neighbour.pk: 1}
    assert chosen(round_) == [ideas[number].pk for number in (0, 1, 2, 4)]


@pytest.mark.django_db
def test_one_sees_ones_own_votes_while_the_round_runs(round_, ideas, resident, neighbour):
    vote(round_, ideas[1], resident)
    vote(round_, ideas[2], neighbour)
    every = [idea.pk for idea in ideas]
    assert votes_of(round_, line_of(round_, resident, None), every) == {ideas[1].pk}
    assert line_of(round_, factories.make_resident("nieuw"), None) is None
    factories.end(round_)
    assert votes_of(round_, line_of(round_, resident, None), every) == frozenset()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens", "closes", "status", "is_open"),
    [
        (-60, 60, "open", True),
        (-60, 60, "planned", True),  # Its moment has come; the clock only has to note it.
        (1, 60, "planned", False),
        (1, 60, "open", False),
        (-60, -1, "open", False),  # One second too late is too late, counted or not.
        (-60, -1, "planned", False),
        (-60, 60, "cancelled", False),
        (-60, 60, "closed", False),
        (-60, 60, "concept", False),
    ],
)
def test_votes_are_taken_between_the_two_moments_and_no_second_longer(
    round_, ideas, resident, opens, closes, status, is_open
):
    now = timezone.now()
    moments = {"opens_at": now + timedelta(seconds=opens), "closes_at": now + timedelta(seconds=closes)}
    salt = "" if status in {"closed", "cancelled"} else round_.salt
    factories.let_time_pass(round_, **moments, status=status, reason="Fout.", salt=salt)
    if is_open:
        vote(round_, ideas[0], resident)
    else:
        with pytest.raises(NotPossible):
            vote(round_, ideas[0], resident)
        with pytest.raises(NotPossible):
            withdraw_vote(round_, ideas[0], actor=resident, ticket=None)
    assert Ballot.objects.count() == is_open


@pytest.mark.django_db
def test_only_on_public_ideas_of_the_round(round_, ideas, programme, resident):
    other = factories.make_raw_idea(programme)
    Idea.objects.filter(pk=ideas[0].pk).update(visibility="hidden", hidden_reason="Naam.")
    for idea in (other, ideas[0]):
        with pytest.raises(NotPossible, match="niet op dit idee"):
            vote(round_, idea, resident)
    assert (roll(round_), chosen(round_)) == ({}, [])


@pytest.mark.django_db
def test_who_may_not(round_, ideas, resident):
    resident.is_active = False
    for person in (None, resident):
        with pytest.raises(NotAllowed):
            vote(round_, ideas[0], person)
    assert not Ballot.objects.exists()


@pytest.mark.django_db
def test_a_ticket_of_another_round_is_worth_nothing(coordinator, ideas, resident):
    first = factories.make_vote(coordinator, ideas, electorate="codes")
    second = factories.make_vote(coordinator, ideas, electorate="codes", title="Een andere ronde")
    [code] = make_codes(first, 1, actor=coordinator, client_key=uuid.uuid4())
    ticket = redeem_code(first, code, place="x")
    cast_vote(first, ideas[0], actor=None, ticket=ticket, client_key=uuid.uuid4())
    for actor, stolen in ((resident, ticket), (resident, None), (None, ticket)):
        with pytest.raises(NotAllowed):
            cast_vote(second, ideas[0], actor=actor, ticket=stolen, client_key=uuid.uuid4())
    signed_in = factories.make_vote(coordinator, ideas, title="Ronde drie")
    with pytest.raises(NotAllowed):
        cast_vote(signed_in, ideas[0], actor=None, ticket=ticket, client_key=uuid.uuid4())


@pytest.mark.django_db
def test_a_vote_is_no_news(round_, ideas, resident):
    before = list(Event.objects.values())
    vote(round_, ideas[0], resident)
    withdraw_vote(round_, ideas[0], actor=resident, ticket=None)
    assert list(Event.objects.values()) == before


@pytest.mark.django_db
def test_a_changed_secret_key_lets_nobody_vote_twice(round_, ideas, resident, settings):
    vote(round_, ideas[0], resident)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another secret, and long enough for anybody"
    with pytest.raises(NotPossible):
        vote(round_, ideas[0], resident)
    settings.SECRET_KEY_FALLBACKS = [old]
    with pytest.raises(NotPossible, match="al op dit idee"):
        vote(round_, ideas[0], resident)
    vote(round_, ideas[1], resident)
    assert roll(round_) == {resident.pk: 2}


@pytest.mark.django_db
def test_votes_of_closed_accounts_go_in_public(round_, ideas, resident, neighbour, coordinator):
    for idea in ideas[:2]:
        vote(round_, idea, neighbour)
    vote(round_, ideas[0], resident)
    with pytest.raises(NotPossible):
        remove_false_votes(round_, actor=coordinator, reason="nepaccounts")
    User.objects.filter(pk=neighbour.pk).update(is_active=False)
    with pytest.raises(Incomplete):
        remove_false_votes(round_, actor=coordinator, reason=" ")
    with pytest.raises(NotAllowed):
        remove_false_votes(round_, actor=resident, reason="nepaccounts")
    assert remove_false_votes(round_, actor=coordinator, reason="nepaccounts") == 2
    assert (chosen(round_), roll(round_)) == ([ideas[0].pk], {resident.pk: 1, neighbour.pk: 0})
    event = Event.objects.get(kind="round.voting_votes_removed")
    assert (event.facts["number"], event.facts["reason"], event.actor) == (2, "nepaccounts", coordinator)
    neighbour.refresh_from_db()
    neighbour.is_active = True
    with pytest.raises(NotAllowed):
        vote(round_, ideas[0], neighbour)


@pytest.mark.django_db
def test_after_the_count_nobody_can_tell_whose_votes_are_whose(round_, ideas, resident, coordinator):
    vote(round_, ideas[0], resident)
    User.objects.filter(pk=resident.pk).update(is_active=False)
    move_round(factories.end(round_), "close", actor=None)
    with pytest.raises(NotPossible):
        remove_false_votes(round_, actor=coordinator, reason="nepaccounts")
    assert chosen(round_) == [ideas[0].pk]


@pytest.mark.django_db
def test_an_account_that_goes_leaves_its_votes_without_a_name(round_, ideas, neighbour):
    vote(round_, ideas[0], neighbour)
    neighbour.delete()
    assert (roll(round_), chosen(round_)) == ({None: 1}, [ideas[0].pk])


def at_once(deeds, width=6):
    """Each deed at once, a few connections at a time; gives the sentences of those that were refused."""
    seats, refused, errors = threading.Semaphore(width), [], []

    def act(deed):
        with seats:
            try:
                deed()
            except RuleBroken as broken:
                refused.append(str(broken))
            except Exception as problem:  # noqa: BLE001 the test shows it
                errors.append(problem)
            finally:
                connection.close()

    threads = [threading.Thread(target=act, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert errors == []
    return refused


@pytest.mark.django_db(transaction=True)
def test_two_hundred_votes_of_one_person_at_once(coordinator, programme, resident):
    ideas = [factories.make_raw_idea(programme) for _ in range(40)]
    round_ = factories.make_vote(coordinator, ideas)
    refused = at_once([lambda idea=idea: vote(round_, idea, resident) for idea in ideas * 5])
    assert (len(refused), roll(round_)) == (197, {resident.pk: 3})
    assert len(set(chosen(round_))) == len(chosen(round_)) == 3


@pytest.mark.django_db(transaction=True)
def test_one_form_many_times_at_once(coordinator, programme, resident):
    ideas = [factories.make_raw_idea(programme) for _ in range(2)]
    round_, key, receipts = factories.make_vote(coordinator, ideas), uuid.uuid4(), []
    assert at_once([lambda: receipts.append(vote(round_, ideas[0], resident, key))] * 20) == []
    assert (len(receipts), len(set(receipts)), roll(round_)) == (20, 1, {resident.pk: 1})


@pytest.mark.django_db(transaction=True)
def test_votes_that_come_in_while_the_round_is_counted_are_in_the_count_or_refused(coordinator, programme):
    ideas = [factories.make_raw_idea(programme) for _ in range(2)]
    round_ = factories.make_vote(coordinator, ideas)
    people = [factories.make_resident(f"p{number}") for number in range(30)]
    soon = timezone.now() + timedelta(milliseconds=150)
    factories.let_time_pass(round_, closes_at=soon)

    def close():
        threading.Event().wait(0.2)
        move_round(round_, "close", actor=None)

    refused = at_once([close, *(lambda person=person: vote(round_, ideas[0], person) for person in people)])
    round_.refresh_from_db()
    counted = round_.entries.get(idea=ideas[0]).votes
    assert counted == Ballot.objects.count() == round_.turnout == 30 - len(refused)
