"""The life of a vote round: who may do what when, what is frozen, and what is left at the end."""

import csv
import io
import json
import uuid
from collections import Counter
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ideas.actions.round import (
    MOST_IDEAS,
    add_ideas,
    announce_last_day,
    change_round,
    drop_idea,
    make_round,
    mind_rounds,
    move_round,
)
from ideas.actions.vote import cast_vote
from ideas.models import Ballot, Idea, Round, Voter
from ideas.rounds.files import csv_of, json_of
from ideas.rounds.statuses import RoundStatus
from ideas.rounds.workflow import ROUND_MOVES
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

TABLE = """
.        concept      planned      open               closed  cancelled
plan     coordinator  .            .                  .       .
unplan   .            coordinator  .                  .       .
open     coordinator  .            .                  .       .
begin    .            clock        .                  .       .
close    .            .            coordinator+clock  .       .
cancel   .            coordinator  coordinator        .       .
"""
HEAD, *ROWS = (line.split() for line in TABLE.strip().splitlines())
MAY = {
    (row[0], status): set(cell.split("+")) - {"."}
    for row in ROWS
    for status, cell in zip(HEAD[1:], row[1:], strict=True)
}
ROLES = ["resident", "owner", "stranger", "administrator", "coordinator", "clock"]


@pytest.fixture
def ideas(programme):
    return [factories.make_raw_idea(programme) for _ in range(3)]


@pytest.fixture
def concept(coordinator, ideas):
    return factories.make_vote(coordinator, ideas, verb="")


def lasting(round_, status):
    """The round in that status, with its moments such that the clock has something to do."""
    now = timezone.now()
    ended = {"salt": "", "reason": "Fout."} if status in {"closed", "cancelled"} else {}
    opens = now + timedelta(hours=1) if status in {"concept", "planned"} else now - timedelta(hours=2)
    closes = now - timedelta(hours=1) if status in {"open", "closed"} else now + timedelta(hours=2)
    rules = "" if status == "concept" else "De regels."
    return factories.let_time_pass(round_, status=status, rules=rules, opens_at=opens, closes_at=closes, **ended)


def test_the_table_of_the_tests_names_every_verb_and_status():
    assert {row[0] for row in ROWS} == set(ROUND_MOVES.moves)
    assert set(HEAD[1:]) == set(RoundStatus)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "status"), sorted(MAY))
def test_who_may_make_which_move_when(request, concept, role, verb, status):
    actor = None if role == "clock" else request.getfixturevalue(role)
    round_ = lasting(concept, status)
    if verb == "begin" and status == "planned":
        factories.let_time_pass(round_, opens_at=timezone.now() - timedelta(seconds=1))
        round_.status = status
    allowed = role in MAY[verb, status]
    assert (verb in {move.verb for move in ROUND_MOVES.open_to(actor, round_)}) == allowed
    if allowed:
        move_round(round_, verb, actor=actor, reason="Er ging iets mis.")
        round_.refresh_from_db()
        assert round_.status == ROUND_MOVES.moves[verb].target
        assert Event.objects.filter(kind=ROUND_MOVES.moves[verb].kind, subject_id=round_.pk).count() == 1
    else:
        with pytest.raises((NotAllowed, NotPossible)):
            move_round(round_, verb, actor=actor, reason="Er ging iets mis.")
        round_.refresh_from_db()
        assert (round_.status, Event.objects.filter(subject_type="ideas.round").count()) == (status, 0)


def test_two_officials_at_once_move_it_once(concept, coordinator):
    other = Round.objects.get(pk=concept.pk)
    move_round(concept, "plan", actor=coordinator)
    with pytest.raises(NotPossible):
        move_round(other, "open", actor=coordinator)
    assert Event.objects.filter(subject_type="ideas.round").count() == 1


def test_cancelling_needs_a_reason_and_destroys_the_votes(concept, coordinator, ideas, resident):
    move_round(concept, "open", actor=coordinator)
    cast_vote(concept, ideas[0], actor=resident, ticket=None, client_key=uuid.uuid4())
    with pytest.raises(Incomplete):
        move_round(concept, "cancel", actor=coordinator, reason=" ")
    move_round(concept, "cancel", actor=coordinator, reason="De brieven waren fout.")
    concept.refresh_from_db()
    assert (concept.reason, concept.salt, Ballot.objects.count()) == ("De brieven waren fout.", "", 0)


def test_neither_too_early_nor_too_late(concept, coordinator):
    now = timezone.now()
    factories.let_time_pass(concept, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2))
    move_round(concept, "plan", actor=coordinator)
    with pytest.raises(NotPossible):
        move_round(concept, "begin", actor=None)
    factories.let_time_pass(concept, opens_at=now - timedelta(seconds=1))
    with pytest.raises(NotPossible, match="al begonnen"):
        move_round(concept, "unplan", actor=coordinator)
    move_round(concept, "begin", actor=None)
    with pytest.raises(NotPossible, match="te vroeg"):
        move_round(concept, "close", actor=coordinator)


def test_a_round_that_is_over_before_it_begins_is_not_opened(concept, coordinator):
    past = timezone.now() - timedelta(days=1)
    factories.let_time_pass(concept, opens_at=past - timedelta(days=1), closes_at=past)
    for verb in ("plan", "open"):
        with pytest.raises(NotPossible, match="al voorbij"):
            move_round(concept, verb, actor=coordinator)


def test_a_round_has_two_ideas_at_least(coordinator, ideas):
    round_ = factories.make_vote(coordinator, ideas[:1], verb="")
    with pytest.raises(NotPossible, match="twee ideeën"):
        move_round(round_, "open", actor=coordinator)


def test_the_rules_say_what_is_enforced(coordinator, ideas):
    round_ = factories.make_vote(
        coordinator, ideas, votes_each=1, threshold=50, electorate="codes", promise="Wij\nbouwen  het."
    )
    assert "U hebt 1 stem. Aan één idee geeft u hooguit 1 stem." in round_.rules
    assert "Een idee heeft minstens 50 stemmen nodig." in round_.rules
    assert "geen tussenstand" in round_.rules
    assert "de code uit de brief" in round_.rules
    assert round_.rules.split("\n")[2] == "Dit doet de gemeente met de uitslag: Wij bouwen het."


FROZEN = {
    "title": "Anders", "question": "Anders?", "promise": "Niets.", "electorate": "codes", "votes_each": 9, "threshold": 1,
    "hides_totals": False, "rules": "Andere regels.", "opens_at": timezone.now() - timedelta(days=9),
    "closes_at": timezone.now() + timedelta(days=9),
}  # fmt: skip


@pytest.mark.parametrize("verb", ["plan", "open"])
@pytest.mark.parametrize("column", sorted(FROZEN))
def test_from_then_on_the_database_itself_keeps_the_rules(concept, coordinator, verb, column):
    move_round(concept, verb, actor=coordinator)
    with pytest.raises(DatabaseError, match="rules"), transaction.atomic():
        Round.objects.filter(pk=concept.pk).update(**{column: FROZEN[column]})
    with pytest.raises(NotPossible):
        change_round(concept, factories.round_plan(), actor=coordinator)


def test_a_planned_round_can_be_taken_back_and_changed(concept, coordinator):
    later = factories.round_plan(opens_at=timezone.now() + timedelta(hours=1))
    change_round(concept, later, actor=coordinator)
    move_round(concept, "plan", actor=coordinator)
    move_round(concept, "unplan", actor=coordinator)
    change_round(concept, factories.round_plan(title="Anders", votes_each=1), actor=coordinator)
    concept.refresh_from_db()
    assert (concept.title, concept.votes_each, concept.rules) == ("Anders", 1, "")


def test_ideas_come_and_go_only_in_a_concept(concept, coordinator, ideas, programme, resident):
    more = factories.make_raw_idea(programme)
    assert add_ideas(concept, [more, ideas[0]], actor=coordinator) == 1
    drop_idea(concept, ideas[0], actor=coordinator)
    assert set(concept.ideas.all()) == {more, *ideas[1:]}
    for actor, error in ((resident, NotAllowed), (coordinator, NotPossible)):
        if actor == coordinator:
            move_round(concept, "open", actor=coordinator)
        with pytest.raises(error):
            add_ideas(concept, [ideas[0]], actor=actor)
        with pytest.raises(error):
            drop_idea(concept, more, actor=actor)


def test_which_ideas_may_not_come_in(concept, coordinator, programme):
    for fields in ({"visibility": "hidden"}, {"visibility": "held"}, {"status": "declined"}):
        with pytest.raises(Incomplete):
            add_ideas(concept, [factories.make_raw_idea(programme, **fields)], actor=coordinator)
    many = [factories.make_raw_idea(programme) for _ in range(MOST_IDEAS - 2)]
    with pytest.raises(Incomplete, match="hooguit 100"):
        add_ideas(concept, many, actor=coordinator)
    assert concept.ideas.count() == 3


@pytest.mark.parametrize("role", ["resident", "owner", "administrator"])
def test_only_coordinators_make_rounds(request, role, concept):
    actor = request.getfixturevalue(role)
    with pytest.raises(NotAllowed):
        make_round(factories.round_plan(), actor=actor)
    with pytest.raises(NotAllowed):
        change_round(concept, factories.round_plan(), actor=actor)


def test_what_a_concept_must_say(coordinator):
    for name in ("title", "question", "promise"):
        with pytest.raises(Incomplete) as refused:
            make_round(factories.round_plan(**{name: "  "}), actor=coordinator)
        assert refused.value.field == name
    now = timezone.now()
    with pytest.raises(Incomplete) as refused:
        make_round(factories.round_plan(opens_at=now, closes_at=now), actor=coordinator)
    assert refused.value.field == "closes_at"


def test_two_rounds_of_one_name_have_two_addresses(coordinator):
    made = [make_round(factories.round_plan(title=title), actor=coordinator) for title in ("Groen", "Groen", "🌳🌳")]
    assert len({round_.slug for round_ in made}) == 3


def voted(round_, ideas, *people):
    return [
        (cast_vote(round_, idea, actor=person, ticket=None, client_key=uuid.uuid4()), idea.reference)
        for number, person in enumerate(people)
        for idea in ideas[number % 2 :]
    ]


@pytest.fixture
def closed(concept, coordinator, ideas, resident, neighbour, owner):
    move_round(concept, "open", actor=coordinator)
    concept.cast = voted(concept, ideas, resident, neighbour, owner)
    factories.end(concept)
    move_round(concept, "close", actor=None)
    cast, concept = concept.cast, Round.objects.get(pk=concept.pk)
    concept.cast = cast
    return concept


def test_the_files_hold_every_vote_by_receipt_and_nothing_else(closed, ideas):
    rows = list(csv.reader(io.StringIO(csv_of(closed).decode())))
    assert rows == [["stembewijs", "idee"], *(list(pair) for pair in sorted(closed.cast))]
    content = json.loads(json_of(closed))
    assert [(row["stembewijs"], row["idee"]) for row in content["stemmen"]] == sorted(closed.cast)
    counted = Counter(reference for _receipt, reference in closed.cast)
    assert {row["idee"]: row["stemmen"] for row in content["ideeen"]} == dict(counted)
    assert content["regels"] == closed.rules.split("\n")
    assert (content["opkomst"], content["stemmen_per_persoon"]) == (3, 3)


def test_the_hashes_are_of_the_very_files_and_stand_in_the_news(closed):
    assert closed.csv_sha256 == sha256(csv_of(closed)).hexdigest()
    assert closed.json_sha256 == sha256(json_of(closed)).hexdigest()
    facts = Event.objects.get(kind="round.voting_closed").facts
    assert (facts["sha256"], facts["turnout"]) == (closed.csv_sha256, 3)


def test_at_the_end_nothing_ties_a_vote_to_the_roll(closed):
    """No secret, no seal; and neither place nor transaction of a row tells when a vote came in."""
    assert (closed.salt, set(Ballot.objects.values_list("seal", flat=True))) == ("", {None})
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt FROM ideas_ballot ORDER BY ctid")
        lying = [receipt for (receipt,) in cursor.fetchall()]
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM ideas_ballot")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM ideas_voter WHERE votes > 0")
        assert cursor.fetchone() == (1,)
    assert lying == sorted(receipt for receipt, _idea in closed.cast)
    assert {field.name for field in Ballot._meta.get_fields()} == {"receipt", "round", "reference", "seal"}
    assert {field.name for field in Voter._meta.get_fields()} == {
        "id",
        "round",
        "person",
        "code_hash",
        "votes",
        "is_barred",
    }


def test_an_idea_that_goes_with_its_author_leaves_its_votes(closed, ideas, client):
    before = csv_of(closed), json_of(closed)
    Idea.objects.filter(pk=ideas[1].pk).update(title="Wie hier woont")
    ideas[1].delete()
    assert (csv_of(closed), json_of(closed)) == before
    html = client.get(closed.get_absolute_url()).content.decode()
    assert (f'id="{ideas[1].reference}"' in html, "Wie hier woont" in html) == (True, False)


def test_a_closed_round_stays_as_it_is(closed, coordinator, ideas, resident):
    before = csv_of(closed)
    with pytest.raises(NotPossible):
        cast_vote(closed, ideas[0], actor=resident, ticket=None, client_key=uuid.uuid4())
    for verb in ROUND_MOVES.moves:
        with pytest.raises(NotPossible):
            move_round(closed, verb, actor=coordinator, reason="Toch niet.")
    assert csv_of(closed) == before


def test_the_clock_opens_reminds_once_and_closes(coordinator, ideas):
    now = timezone.now()
    times = {"opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=9)}
    round_ = factories.make_vote(coordinator, ideas, verb="plan", **times)
    seen = []
    for passed in (
        {},
        {"opens_at": now - timedelta(seconds=1)},
        {},
        {"opens_at": now - timedelta(days=8), "closes_at": now + timedelta(hours=23)},
        {},
        {"closes_at": now - timedelta(seconds=1)},
        {},
    ):
        factories.let_time_pass(round_, **passed)
        mind_rounds()
        seen.append(
            list(Event.objects.filter(subject_type="ideas.round").order_by("pk").values_list("kind", flat=True))[1:]
        )
    began, last, end = ["round.voting_opened"], ["round.voting_last_day"], ["round.voting_closed"]
    assert seen == [[], began, began, began + last, began + last, began + last + end, began + last + end]


def test_a_short_round_has_no_last_day(coordinator, ideas):
    now = timezone.now()
    round_ = factories.make_vote(coordinator, ideas, closes_at=now + timedelta(hours=12))
    assert mind_rounds() == 0
    announce_last_day(round_)
    with pytest.raises(NotPossible):
        announce_last_day(round_)
