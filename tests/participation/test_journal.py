"""News is written in the transaction of its change, or not at all."""

import pytest
from django.db import transaction

from participation.journal import OutsideTransaction, record, record_many, timeline_of
from participation.models import Event
from tests import factories


@pytest.mark.django_db
def test_what_is_written_down(resident, programme):
    event = record("idea.sung", programme, actor=resident, song="Wilhelmus", verses=[1, 6])
    row = Event.objects.values().get()
    assert row.pop("recorded_at") is not None
    assert row == {
        "id": event.pk, "uuid": event.uuid, "kind": "idea.sung", "subject_type": "participation.programme",
        "subject_id": programme.pk, "actor_id": resident.pk, "facts": {"song": "Wilhelmus", "verses": [1, 6]},
        "dispatched_at": None, "attempts": 0, "last_error": "",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused(programme):
    with pytest.raises(OutsideTransaction):
        record("idea.sung", programme, actor=None)
    with pytest.raises(OutsideTransaction):
        record_many([("idea.sung", programme, {})], actor=None)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_goes_when_its_change_goes(programme):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 the news comes first
        record("idea.sung", programme, actor=None)
        raise ZeroDivisionError
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_what_is_no_plain_json_is_refused(programme):
    with pytest.raises(TypeError), transaction.atomic():
        record("idea.sung", programme, actor=None, what=object())


@pytest.mark.django_db
def test_many_in_one_statement(programme, django_assert_num_queries):
    with django_assert_num_queries(1):
        made = record_many([("idea.sung", programme, {"n": n}) for n in range(50)], actor=None)
    assert [event.facts["n"] for event in made] == list(range(50))
    assert Event.objects.filter(dispatched_at__isnull=True).count() == 50


@pytest.mark.django_db
def test_the_timeline_is_of_one_subject_oldest_first(programme):
    other, theme = factories.make_programme("water"), factories.make_theme(pk=programme.pk)
    events = [record("idea.sung", subject, actor=None) for subject in (programme, other, theme, programme)]
    assert list(timeline_of(programme)) == [events[0], events[3]]
