"""The life of a challenge: who may take which step when, what must be there, and what the clock does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from challenges.actions.change import change_challenge
from challenges.actions.make import add_idea
from challenges.actions.steps import VERBS, mind_challenges, move_challenge
from challenges.completeness import missing_in
from challenges.contents import TEXTS
from challenges.models import Challenge, ChallengeFollow, Criterion, Notice
from challenges.statuses import ChallengeStatus
from challenges.workflow import CHALLENGE_MOVES
from ideas.actions.support import follow_idea, support_idea
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

RUNS = "owner+deputy+coordinator"
TABLE = f"""
.           concept  in_approval         open          closed  in_review  decided  in_execution  finished  cancelled
submit      {RUNS}   .                   .             .       .          .        .             .         .
send_back   .        deputy+coordinator  .             .       .          .        .             .         .
approve     .        deputy+coordinator  .             .       .          .        .             .         .
close       .        .                   {RUNS}+clock  .       .          .        .             .         .
start       .        .                   .             .       .          {RUNS}   .             .         .
finish      .        .                   .             .       .          {RUNS}   {RUNS}        .         .
cancel      {RUNS}   {RUNS}              {RUNS}        {RUNS}  {RUNS}     {RUNS}   .             .         .
"""
HEAD, *ROWS = (line.split() for line in TABLE.strip().splitlines())
MAY = {
    (row[0], status): set(cell.split("+")) - {"."}
    for row in ROWS
    for status, cell in zip(HEAD[1:], row[1:], strict=True)
}
ROLES = ("resident", "owner", "deputy", "stranger", "coordinator", "administrator", "clock")


@pytest.fixture
def people(resident, owner, deputy, stranger, coordinator, administrator, programme):
    """The owner made the challenge."""
    cast = (resident, owner, deputy, stranger, coordinator, administrator, None)
    return dict(zip(ROLES, cast, strict=True))


def test_the_table_is_about_every_step_of_this_door():
    assert {verb for verb, _status in MAY} == VERBS
    assert {status for _verb, status in MAY} == set(ChallengeStatus.values)


@pytest.mark.parametrize(("verb", "status"), MAY)
def test_who_may_take_which_step(people, programme, verb, status):
    challenge = factories.make_challenge(status, programme=programme)
    if verb == "close" and status == "open":
        factories.close_phase(challenge, seconds_ago=1)
    did = set()
    for role, person in people.items():
        fresh, before = Challenge.objects.get(pk=challenge.pk), transaction.savepoint()
        try:
            move_challenge(fresh, verb, actor=person, reason="Omdat het zo is.")
        except (NotAllowed, NotPossible):
            assert Challenge.objects.get(pk=challenge.pk).status == status
        else:
            assert Challenge.objects.get(pk=challenge.pk).status == CHALLENGE_MOVES.moves[verb].target
            did.add(role)
        transaction.savepoint_rollback(before)
    assert did == MAY[verb, status]


@pytest.mark.parametrize("verb", ["unseal", "next_phase", "decide", "onzin"])
def test_steps_with_a_door_of_their_own_do_not_go_through_this_one(programme, verb):
    challenge = factories.make_challenge("closed" if verb == "unseal" else "in_review", programme=programme)
    with pytest.raises(NotPossible):
        move_challenge(challenge, verb, actor=None)


def test_the_news_of_a_whole_life(programme, owner, deputy):
    challenge = factories.make_challenge("in_approval", programme=programme)
    Event.objects.all().delete()
    move_challenge(challenge, "send_back", actor=deputy, reason="Maak het korter.")
    move_challenge(challenge, "submit", actor=owner)
    move_challenge(challenge, "approve", actor=deputy)
    closes_at = factories.close_phase(challenge).closes_at
    move_challenge(challenge, "close", actor=None)
    named = {"reference": "", "title": "Koele straten"}
    told = [
        (event.kind.removeprefix("challenge.challenge_"), event.actor, event.facts) for event in Event.objects.all()
    ]
    opened_until = told[2][2].pop("closes_at")
    assert opened_until > closes_at.isoformat()
    assert told == [
        ("sent_back", deputy, {**named, "reason": "Maak het korter."}),
        ("submitted", owner, named),
        ("opened", deputy, named),
        ("closed", None, named),
    ]
    assert (challenge.approved_by, challenge.versions.count()) == (deputy, 2)


# --- A second official


def test_the_maker_does_not_approve(programme, owner, coordinator):
    challenge = factories.make_challenge("in_approval", programme=programme)
    with pytest.raises(NotAllowed):
        move_challenge(challenge, "approve", actor=owner)


def test_who_asked_for_approval_does_not_give_it_either(programme, deputy, owner):
    challenge = factories.make_challenge("concept", programme=programme, maker=owner)
    move_challenge(challenge, "submit", actor=deputy)
    with pytest.raises(NotAllowed):
        move_challenge(challenge, "approve", actor=deputy)


def test_a_maker_who_becomes_coordinator_or_administrator_does_not_approve(programme, owner):
    challenge = factories.make_challenge("in_approval", programme=programme)
    type(owner).objects.filter(pk=owner.pk).update(is_coordinator=True, is_superuser=True)
    owner.refresh_from_db()
    with pytest.raises(NotAllowed):
        move_challenge(challenge, "approve", actor=owner)


@pytest.mark.parametrize("columns", [{"approved_by": "owner"}, {"made_by": "deputy"}])
def test_the_database_refuses_an_approval_by_the_maker(programme, owner, deputy, columns):
    challenge = factories.make_challenge("open", programme=programme, approver=deputy)
    people = {"owner": owner, "deputy": deputy}
    with pytest.raises(Exception, match=r"approval stays|approved_by_somebody|stays who made"), transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(**{name: people[who] for name, who in columns.items()})


def test_the_database_opens_nothing_without_an_approval(programme):
    challenge = factories.make_challenge("in_approval", programme=programme)
    with pytest.raises(IntegrityError, match="challenge_in_public_was_approved"), transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(status="open")


def test_a_public_challenge_never_becomes_a_concept_again(programme):
    challenge = factories.make_challenge("open", programme=programme)
    with pytest.raises(Exception, match="does not become a concept"), transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(status="concept")


# --- What must be there


def test_a_new_challenge_lacks_only_what_nobody_can_know_for_it(programme, owner):
    challenge = factories.make_concept(title="Iets", programme=programme, actor=owner)
    lacks = [each.field for each in missing_in(challenge, timezone.now())]
    assert lacks == [
        "problem", "for_whom", "can_influence", "cannot_influence", "offer", "may_answer", "planning", "jury_text",
        "first_opener",
    ]  # fmt: skip
    with pytest.raises(Incomplete, match="voor wie is het"):
        move_challenge(challenge, "submit", actor=owner)


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_must_be_there(programme, owner, name):
    challenge = factories.make_challenge("concept", programme=programme)
    words = factories.challenge_words(**{name: "  "})
    change_challenge(challenge, words, openers=list(challenge.openers.all()), edition=challenge.edition, actor=owner)
    assert [each.field for each in missing_in(challenge, timezone.now())] == [name]
    with pytest.raises(Incomplete):
        move_challenge(challenge, "submit", actor=owner)


def _no_fields(challenge):
    challenge.phases.get(number=2).fields.all().delete()


def _weights(challenge):
    Criterion.objects.filter(phase__challenge=challenge, phase__number=1, number=1).update(weight=41)


def _past(challenge):
    now = timezone.now()
    challenge.phases.filter(number=1).update(opens_at=now - timedelta(days=2), closes_at=now)


def _overlap(challenge):
    challenge.phases.filter(number=2).update(opens_at=timezone.now())


def _one_opener(challenge):
    challenge.openers.remove(challenge.openers.first())


def _resident_opens(challenge):
    challenge.openers.set([challenge.openers.first(), factories.make_resident("gast")])


def _no_phases(challenge):
    challenge.phases.all().delete()


def _late_questions(challenge):
    Challenge.objects.filter(pk=challenge.pk).update(questions_until=timezone.now() + timedelta(days=11))


def _no_questions(challenge):
    Challenge.objects.filter(pk=challenge.pk).update(questions_until=None)


@pytest.mark.parametrize(
    ("harm", "lacks"),
    [
        (_no_fields, [("fields", 2)]),
        (_weights, [("criteria", 1)]),
        (_past, [("closes_at", 1), ("questions_until", None)]),
        (_overlap, [("opens_at", 2)]),
        (_one_opener, [("first_opener", None)]),
        (_resident_opens, [("first_opener", None)]),
        (_no_phases, [("phases", None)]),
        (_late_questions, [("questions_until", None)]),
        (_no_questions, [("questions_until", None)]),
    ],
)
def test_what_is_wrong_is_named_with_its_place(programme, owner, harm, lacks):
    challenge = factories.make_challenge("concept", phases=2, programme=programme)
    harm(challenge)
    challenge.refresh_from_db()
    assert [(each.field, each.phase) for each in missing_in(challenge, timezone.now())] == lacks
    with pytest.raises(Incomplete):
        move_challenge(challenge, "submit", actor=owner)


def test_what_went_wrong_while_it_waited_is_found_at_the_approval(programme, deputy):
    challenge = factories.make_challenge("in_approval", programme=programme)
    factories.close_phase(challenge, seconds_ago=1)
    with pytest.raises(Incomplete):
        move_challenge(challenge, "approve", actor=deputy)


# --- Ideas from which it came


def test_everybody_around_its_ideas_follows_it_from_the_opening(idea, programme, resident, neighbour, owner, deputy):
    fan, gone = factories.make_resident("fan"), factories.make_resident("weg")
    support_idea(idea, actor=neighbour)
    follow_idea(idea, actor=neighbour)
    follow_idea(idea, actor=fan)
    follow_idea(idea, actor=gone)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    challenge = factories.make_challenge("concept", programme=programme)
    add_idea(challenge, idea, actor=owner)
    move_challenge(challenge, "submit", actor=owner)
    assert ChallengeFollow.objects.count() == 0
    move_challenge(challenge, "approve", actor=deputy)
    assert set(challenge.follows.values_list("person", flat=True)) == {resident.pk, neighbour.pk, fan.pk}


# --- The clock


@pytest.mark.parametrize(("seconds_ago", "status"), [(-1, "open"), (-0.5, "open"), (0, "closed"), (1, "closed")])
def test_the_clock_closes_at_the_second(programme, seconds_ago, status):
    challenge = factories.make_challenge("open", programme=programme)
    factories.close_phase(challenge, seconds_ago=seconds_ago)
    assert mind_challenges() == (status == "closed")
    challenge.refresh_from_db()
    assert challenge.status == status


def test_the_clock_twice_closes_once_and_waits_for_nobody_else(programme, owner):
    over, going = (factories.make_challenge("open", programme=programme, title=title) for title in ("Een", "Twee"))
    factories.close_phase(over)
    assert (mind_challenges(), mind_challenges()) == (1, 0)
    assert Event.objects.filter(kind="challenge.challenge_closed").count() == 1
    with pytest.raises(NotPossible):
        move_challenge(going, "close", actor=owner)


# --- Stopping


def test_stopping_an_open_challenge_is_a_notice_with_the_reason(programme, owner):
    challenge = factories.make_challenge("open", programme=programme)
    with pytest.raises(Incomplete) as refused:
        move_challenge(challenge, "cancel", actor=owner, reason="  ")
    assert refused.value.field == "reason"
    move_challenge(challenge, "cancel", actor=owner, reason="Er is geen geld meer.")
    (notice,) = challenge.notices.all()
    assert (notice.number, notice.kind, notice.text) == (1, "cancelled", "Er is geen geld meer.")
    assert Challenge.objects.public().get() == challenge


def test_a_concept_that_was_stopped_was_never_public(programme, owner, resident):
    challenge = factories.make_challenge("concept", programme=programme)
    move_challenge(challenge, "cancel", actor=owner, reason="Toch niet.")
    assert not Notice.objects.exists()
    assert not Challenge.objects.public().exists()
    assert list(Challenge.objects.visible_to(owner)) == [challenge]
    assert not Challenge.objects.visible_to(resident).exists()
