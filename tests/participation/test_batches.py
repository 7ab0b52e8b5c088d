"""Many rows go in lots, and what somebody is using stays."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.db.models import Exists, OuterRef

from participation import batches
from participation.batches import in_lots, remove_rows
from participation.models import Membership, Organisation, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_lots(monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    monkeypatch.setattr(batches, "MOST_LOTS", 3)


@pytest.mark.parametrize(
    ("there", "lots", "left"), [(0, [0], 0), (1, [1], 0), (2, [2, 0], 0), (5, [2, 2, 1], 0), (9, [2, 2, 2], 3)]
)
def test_lots_go_until_nothing_is_left_but_not_for_ever(there, lots, left):
    rows, taken = list(range(there)), []

    def remove(at_most):
        lot, rows[:] = rows[:at_most], rows[at_most:]
        taken.append(len(lot))
        return len(lot)

    assert (in_lots(remove), taken, len(rows)) == (there - left, lots, left)


def test_the_chosen_rows_go_and_no_others():
    people = [factories.make_resident(f"bewoner-{number}") for number in range(5)]
    assert remove_rows(User.objects.exclude(pk=people[2].pk)) == 4
    assert list(User.objects.all()) == [people[2]]


def test_a_lot_that_fails_takes_nothing_along_and_leaves_the_lots_before(programme):
    for number in range(2):
        factories.make_resident(f"bewoner-{number}")
    with pytest.raises(Exception, match="protected"):
        remove_rows(User.objects.order_by("pk"))
    assert User.objects.count() == 4


def test_what_became_in_use_while_its_row_was_locked_stays(resident, neighbour):
    def joins_after_the_look(execute, sql, *rest):
        result = execute(sql, *rest)
        if "SKIP LOCKED" in sql and not Organisation.objects.exists():
            factories.make_organisation("Voorbeeld BV", resident)
        return result

    with connection.execute_wrapper(joins_after_the_look):
        remove_rows(User.objects.filter(~Exists(Membership.objects.filter(user=OuterRef("pk")))))
    assert list(User.objects.all()) == [resident]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_changes_right_now_is_passed_by():
    kept, gone = factories.make_resident("bloem"), factories.make_resident("buur")
    counted = []

    def remove():
        counted.append(remove_rows(User.objects.all()))
        connections.close_all()

    with transaction.atomic():
        User.objects.filter(pk=kept.pk).update(nickname="Bloem 2")
        other = threading.Thread(target=remove)
        other.start()
        other.join(30)
    assert (counted, list(User.objects.values_list("nickname"))) == ([1], [("Bloem 2",)])
    assert not User.objects.filter(pk=gone.pk).exists()
