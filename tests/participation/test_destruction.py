"""What was destroyed is counted in the transaction that destroys it, and nothing else is kept of it."""

import pytest
from django.db import transaction

from participation.batches import remove_rows
from participation.destruction import note
from participation.models import Destruction, User
from tests import factories
from tests.doors import sign_in

pytestmark = pytest.mark.django_db


def counts():
    return dict(Destruction.objects.values_list("kind", "count"))


def test_a_day_has_one_count_of_a_kind():
    for count in (2, 3, 0):
        note("x", count)
    assert counts() == {"x": 5}


def test_another_day_counts_anew(time_machine):
    for day in ("2026-03-01 12:00", "2026-03-02 12:00", "2026-03-02 13:00"):
        time_machine.move_to(day)
        note("x", 1)
    assert list(Destruction.objects.values_list("day__day", "count")) == [(2, 2), (1, 1)]


@pytest.mark.django_db(transaction=True)
def test_it_belongs_to_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        note("x", 1)


def test_what_is_rolled_back_is_not_counted():
    with transaction.atomic():
        note("x", 1)
        transaction.set_rollback(True)
    assert counts() == {}


def test_rows_that_are_removed_in_lots_are_counted_with_what_hung_on_them(resident):
    factories.make_organisation("Voorbeeld BV", resident)
    remove_rows(User.objects.all())
    assert counts() == {"participation.user": 1, "participation.membership": 1}


def test_nothing_in_it_leads_to_anybody():
    names = {field.name for field in Destruction._meta.get_fields()}
    assert names == {"id", "day", "kind", "count"}


def test_the_administrator_reads_it_and_changes_nothing(client, administrator):
    note("participation.user", 1)
    sign_in(client, administrator)
    assert "participation.user" in client.get("/beheer/participation/destruction/").content.decode()
    pk = Destruction.objects.get().pk
    assert client.post(f"/beheer/participation/destruction/{pk}/delete/").status_code == 403
    assert client.get("/beheer/participation/destruction/add/").status_code == 403
