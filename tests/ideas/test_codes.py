"""Codes by letter: kept as keyed hashes only, bound to their round, worth one person's votes."""

import re
import uuid

import pytest

from ideas.actions.codes import MOST_LETTERS, WRONG_CODES, make_codes, redeem_code
from ideas.actions.vote import cast_vote
from ideas.models import Voter
from ideas.rounds.keys import CODE_LENGTH, normal
from participation.errors import Incomplete, NotAllowed, NotPossible, TooMany
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
CODE = re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}")


@pytest.fixture
def ideas(programme):
    return [factories.make_raw_idea(programme) for _ in range(3)]


@pytest.fixture
def round_(coordinator, ideas):
    return factories.make_vote(coordinator, ideas, electorate="codes", votes_each=2)


def codes(round_, coordinator, count=3, key=None):
    return make_codes(round_, count, actor=coordinator, client_key=key or uuid.uuid4())


def test_every_code_is_its_own_and_none_is_kept(round_, coordinator):
    made = codes(round_, coordinator, 50)
    assert (len(set(made)), Voter.objects.count()) == (50, 50)
    assert all(CODE.fullmatch(code) for code in made)
    kept = " ".join(map(str, Voter.objects.values_list("code_hash", "person", "votes")))
    assert not any(code in kept or code.replace("-", "") in kept for code in made)
    assert list(Voter.objects.order_by("pk").values_list("code_hash", flat=True)) == sorted(
        Voter.objects.values_list("code_hash", flat=True)
    )


def test_the_same_form_gives_the_same_letters_and_no_more_codes(round_, coordinator):
    key = uuid.uuid4()
    assert codes(round_, coordinator, 5, key) == codes(round_, coordinator, 5, key)
    assert Voter.objects.count() == 5
    assert [event.facts["number"] for event in Event.objects.filter(kind="round.voting_codes_made")] == [5]


def test_a_code_opens_its_own_line_however_it_is_typed(round_, coordinator):
    first, second, _third = codes(round_, coordinator)
    ticket = redeem_code(round_, first, place="x")
    typed = [
        first.lower(),
        first.replace("-", ""),
        f"  {first.replace('-', ' ')} ",
        first.replace("0", "O").replace("1", "l"),
    ]
    assert {redeem_code(round_, code, place="x") for code in typed} == {ticket}
    assert redeem_code(round_, second, place="x") != ticket


def test_a_code_is_worth_one_persons_votes(round_, coordinator, ideas):
    code = codes(round_, coordinator)[0]
    for idea in ideas[:2]:
        ticket = redeem_code(round_, code, place="x")
        cast_vote(round_, idea, actor=None, ticket=ticket, client_key=uuid.uuid4())
    with pytest.raises(NotPossible, match="al uw stemmen"):
        cast_vote(round_, ideas[2], actor=None, ticket=redeem_code(round_, code, place="x"), client_key=uuid.uuid4())
    assert sorted(Voter.objects.values_list("votes", flat=True)) == [0, 0, 2]


def test_a_code_is_of_one_round_only(round_, coordinator, ideas):
    other = factories.make_vote(coordinator, ideas, electorate="codes", title="Een andere ronde")
    code = codes(round_, coordinator)[0]
    with pytest.raises(Incomplete):
        redeem_code(other, code, place="x")


@pytest.mark.parametrize(
    "typed", ["", "-", "K7Q4", "K7Q4-M2XD-9RTA", "U" * 12, "x" * 5000, "\0" * 12, "٣" * 12, "'; DROP TABLE x"]
)
def test_what_is_no_code(round_, coordinator, typed):
    codes(round_, coordinator)
    with pytest.raises(Incomplete) as refused:
        redeem_code(round_, typed, place="x")
    assert refused.value.field == "code"


def test_who_guesses_has_to_stop(round_, coordinator):
    [code] = codes(round_, coordinator, 1)
    for _ in range(WRONG_CODES.size):
        with pytest.raises(Incomplete):
            redeem_code(round_, "K7Q4-M2XD-9RTA", place="there")
    with pytest.raises(TooMany):
        redeem_code(round_, "K7Q4-M2XD-9RTA", place="there")
    assert redeem_code(round_, code, place="there")  # A neighbour of the guesser, on the same network.


def test_who_makes_codes_and_when(round_, coordinator, ideas, resident, owner):
    for actor in (resident, owner):
        with pytest.raises(NotAllowed):
            make_codes(round_, 1, actor=actor, client_key=uuid.uuid4())
    for count in (0, -1, MOST_LETTERS + 1):
        with pytest.raises(Incomplete):
            codes(round_, coordinator, count)
    with pytest.raises(NotPossible):
        codes(factories.make_vote(coordinator, ideas, title="Zonder codes"), coordinator)
    with pytest.raises(NotPossible):
        codes(factories.make_vote(coordinator, ideas, verb="", title="Nog niet", electorate="codes"), coordinator)
    factories.let_time_pass(round_, status="cancelled", reason="Fout.", salt="")
    with pytest.raises(NotPossible):
        codes(round_, coordinator)
    assert not Voter.objects.exists()


def test_letters_that_people_confuse_are_the_same():
    assert normal("o0il-1abc-defg", CODE_LENGTH) == "0011-1ABC-DEFG"
    assert normal("0011-1ABC-DEFU", CODE_LENGTH) == ""
