"""Who is reminded, as a table."""

import pytest

from ideas.clock import Step
from ideas.reminding import Office, people_for
from participation.absences import NOBODY

OWNER, DEPUTY, SECOND, HANDLER, COORDINATOR, OTHER, GONE = 1, 2, 3, 4, 5, 6, 7
HERE = frozenset({OWNER, DEPUTY, SECOND, HANDLER, COORDINATOR, OTHER})


def office(deputies=(DEPUTY, SECOND), coordinators=(COORDINATOR,), officials=HERE, **stand_ins):
    pairs = {int(name[1:]): stand_in for name, stand_in in stand_ins.items()}
    return Office(officials, coordinators, {9: list(deputies)}, pairs)


# The office, the handler, and whom each of the three steps reaches.
TABLE = [
    ("nobody handles it", office(), None, [OWNER], [DEPUTY, SECOND], [COORDINATOR]),
    ("somebody else handles it", office(), HANDLER, [HANDLER], [OWNER, DEPUTY, SECOND], [COORDINATOR]),
    ("the owner handles it", office(), OWNER, [OWNER], [DEPUTY, SECOND], [COORDINATOR]),
    ("a deputy handles it", office(), DEPUTY, [DEPUTY], [OWNER, SECOND], [COORDINATOR]),
    ("who handled it left", office(), GONE, [OWNER], [DEPUTY, SECOND], [COORDINATOR]),
    ("no deputies", office(deputies=()), None, [OWNER], [OWNER], [COORDINATOR]),
    ("the owner is away", office(_1=OTHER), None, [OTHER], [DEPUTY, SECOND], [COORDINATOR]),
    ("a chain of two", office(_1=OTHER, _6=HANDLER), None, [HANDLER], [DEPUTY, SECOND], [COORDINATOR]),
    ("the owner by a deputy", office(_1=DEPUTY), None, [DEPUTY], [DEPUTY, SECOND], [COORDINATOR]),
    ("owner and stand-in away", office(_1=OTHER, _6=OWNER), None, [DEPUTY, SECOND], [DEPUTY, SECOND], [COORDINATOR]),
    ("the stand-in left", office(_1=NOBODY), None, [DEPUTY, SECOND], [DEPUTY, SECOND], [COORDINATOR]),
    ("the owner left", office(officials=HERE - {OWNER}), None, [DEPUTY, SECOND], [DEPUTY, SECOND], [COORDINATOR]),
    ("nobody of the team", office(deputies=(), _1=NOBODY), None, [COORDINATOR], [COORDINATOR], [COORDINATOR]),
    ("the coordinator away", office(_5=OTHER), None, [OWNER], [DEPUTY, SECOND], [OTHER]),
    ("no coordinator", office(coordinators=()), None, [OWNER], [DEPUTY, SECOND], []),
    ("nobody at all", office(officials=frozenset()), HANDLER, [], [], []),
]


@pytest.mark.parametrize(("case", "office", "handler", "before", "at", "after"), TABLE, ids=[row[0] for row in TABLE])
def test_who_hears(case, office, handler, before, at, after):
    found = [people_for(step, handler=handler, owner=OWNER, programme=9, office=office) for step in Step]
    assert found == [before, at, after]
