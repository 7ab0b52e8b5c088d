"""What becomes of one field that two people had open: a table of everything that can be."""

import pytest

from challenges.merging import digests_of, merged

OLD, MINE, THEIRS, EMPTY = "Oud", "Van mij", "Van de ander", ""
UNTOLD = object()

# What the page was drawn with, what it sends, what is there now -> what is there then, and whether it is a conflict.
TABLE = [
    (OLD, OLD, OLD, OLD, False),
    (OLD, MINE, OLD, MINE, False),
    (OLD, OLD, THEIRS, THEIRS, False),
    (OLD, MINE, MINE, MINE, False),
    (OLD, MINE, THEIRS, THEIRS, True),
    (OLD, EMPTY, OLD, EMPTY, False),
    (OLD, OLD, EMPTY, EMPTY, False),
    (OLD, EMPTY, EMPTY, EMPTY, False),
    (OLD, EMPTY, THEIRS, THEIRS, True),
    (OLD, MINE, EMPTY, EMPTY, True),
    (EMPTY, EMPTY, EMPTY, EMPTY, False),
    (EMPTY, MINE, EMPTY, MINE, False),
    (EMPTY, EMPTY, THEIRS, THEIRS, False),
    (EMPTY, MINE, MINE, MINE, False),
    (EMPTY, MINE, THEIRS, THEIRS, True),
    (UNTOLD, EMPTY, EMPTY, EMPTY, False),
    (UNTOLD, MINE, EMPTY, MINE, False),
    (UNTOLD, MINE, MINE, MINE, False),
    (UNTOLD, EMPTY, THEIRS, THEIRS, True),
    (UNTOLD, MINE, THEIRS, THEIRS, True),
]


@pytest.mark.parametrize(("drawn", "mine", "theirs", "then", "is_conflict"), TABLE)
def test_each_field(drawn, mine, theirs, then, is_conflict):
    base = {} if drawn is UNTOLD else digests_of(1, {"a": drawn})
    done = merged(1, base, {"a": mine}, {"a": theirs})
    assert (done.answers, done.conflicts) == ({"a": then}, {"a"} if is_conflict else frozenset())
    assert done.seen == (digests_of(1, {"a": mine}) if then == mine else {})
    assert done.changes is (then != theirs)


def test_fields_do_not_touch_each_other():
    drawn = {
        "mine": "Oud",
        "theirs": "Oud",
        "both": "Oud",
        "budget": [{"what": "Pomp", "amount": "1"}],
        "ticked": False,
    }
    mine = drawn | {"mine": "Nieuw", "both": "Zo", "ticked": True}
    theirs = drawn | {
        "theirs": "Nieuw",
        "both": "Anders",
        "budget": [{"what": "Pomp", "amount": "2"}],
        "gone": "Blijft",
    }
    done = merged(1, digests_of(1, drawn), mine, theirs)
    assert done.answers == theirs | {"mine": "Nieuw", "ticked": True}
    assert done.conflicts == {"both"}
    assert set(done.seen) == {"mine", "ticked"}


@pytest.mark.parametrize("blank", [None, "", [], False])
def test_what_was_never_answered_is_as_what_is_empty(blank):
    drawn = digests_of(1, {"a": None})
    assert drawn == digests_of(1, {"a": blank})
    assert merged(1, drawn, {"a": blank}, {"a": "Van de ander"}).answers == {"a": "Van de ander"}
    assert merged(1, drawn, {"a": blank}, {}).answers == {"a": blank}


def test_a_digest_is_of_one_answer_to_one_question_of_one_response(settings):
    digests = [
        digests_of(*asked) for asked in ((1, {"a": "Ja"}), (1, {"b": "Ja"}), (2, {"a": "Ja"}), (1, {"a": "Nee"}))
    ]
    settings.SECRET_KEY = "x" * 50
    digests.append(digests_of(1, {"a": "Ja"}))
    assert len({digest for each in digests for digest in each.values()}) == 5
    for digest in ("", "x", "\0", *digests[1].values(), *digests[2].values()):
        assert merged(1, {"a": digest}, {"a": "Nee"}, {"a": "Ja"}).conflicts == {"a"}
