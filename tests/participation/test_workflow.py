"""The small machine, with a table of its own."""

from types import SimpleNamespace

import pytest

from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.workflow import Move, Workflow


def friend(actor, _subject):
    return actor == "friend"


def move(verb, sources, *needs):
    return Move(verb, verb.title(), frozenset(sources), "closed", friend, f"door.{verb}", needs)


CLOSE, LOCK, OPEN = move("close", {"open"}, "hand"), move("lock", {"open", "closed"}), move("open", {"closed"})
DOORS = Workflow([CLOSE, LOCK, OPEN])


@pytest.mark.parametrize(
    ("actor", "status", "moves"),
    [
        ("friend", "open", [CLOSE, LOCK]),
        ("friend", "closed", [LOCK, OPEN]),
        ("friend", "gone", []),
        ("thief", "open", []),
        (None, "open", []),
    ],
)
def test_open_to(actor, status, moves):
    assert DOORS.open_to(actor, SimpleNamespace(status=status)) == moves


@pytest.mark.parametrize(
    ("actor", "status", "verb", "facts", "error", "field"),
    [
        ("friend", "closed", "close", {"hand": 1}, NotPossible, None),
        ("thief", "closed", "close", {}, NotPossible, None),
        ("friend", "open", "paint", {}, NotPossible, None),
        ("thief", "open", "close", {}, NotAllowed, None),
        ("friend", "open", "close", {}, Incomplete, "hand"),
        ("friend", "open", "close", {"hand": ""}, Incomplete, "hand"),
        ("friend", "open", "close", {"hand": None}, Incomplete, "hand"),
    ],
)
def test_refusals(actor, status, verb, facts, error, field):
    with pytest.raises(error) as refusal:
        DOORS.check(actor, SimpleNamespace(status=status), verb, facts)
    assert (type(refusal.value), refusal.value.field) == (error, field)


@pytest.mark.parametrize("hand", [0, False, "left"])
def test_check_gives_the_move(hand):
    assert DOORS.check("friend", SimpleNamespace(status="open"), "close", {"hand": hand}) is CLOSE


def test_a_verb_stands_in_the_table_once():
    with pytest.raises(ValueError, match="twice"):
        Workflow([CLOSE, CLOSE])
