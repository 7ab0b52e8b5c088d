"""Blocking somebody: by a coordinator, with a reason, and undone as easily."""

import pytest

from ideas.actions.block import block_person, unblock_person
from ideas.models import BlockedPerson
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def blocked():
    return list(BlockedPerson.objects.values_list("person__nickname", "reason", "moderator__nickname"))


def test_a_blocked_person_does_not_write_until_unblocked(idea, neighbour, coordinator):
    factories.make_known(neighbour)
    block_person(neighbour, actor=coordinator, reason=" Schelden. ")
    assert blocked() == [("Buur", "Schelden.", "Coordinator")]
    with pytest.raises(NotAllowed):
        factories.make_comment(idea, User.objects.get(pk=neighbour.pk))
    unblock_person(neighbour, actor=coordinator)
    unblock_person(neighbour, actor=coordinator)
    assert factories.make_comment(idea, User.objects.get(pk=neighbour.pk)).state == "public"


@pytest.mark.parametrize("role", ["resident", "owner", "deputy", "stranger", "administrator"])
def test_nobody_else(request, programme, neighbour, coordinator, role):
    actor = request.getfixturevalue(role)
    with pytest.raises(NotAllowed):
        block_person(neighbour, actor=actor, reason="Zomaar.")
    block_person(neighbour, actor=coordinator, reason="Schelden.")
    with pytest.raises(NotAllowed):
        unblock_person(neighbour, actor=actor)
    assert len(blocked()) == 1


def test_with_a_reason_once_and_no_official(neighbour, owner, coordinator):
    with pytest.raises(Incomplete):
        block_person(neighbour, actor=coordinator, reason=" ")
    with pytest.raises(NotAllowed):
        block_person(owner, actor=coordinator, reason="Zomaar.")
    block_person(neighbour, actor=coordinator, reason="Schelden.")
    with pytest.raises(NotPossible):
        block_person(neighbour, actor=coordinator, reason="Nog eens.")
    assert blocked() == [("Buur", "Schelden.", "Coordinator")]
