"""The door through which a status changes: one transaction, one winner, nothing half."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ideas.actions import triage
from ideas.actions.triage import move_idea
from ideas.models import Answer, Idea, Referral
from participation.errors import Incomplete, NotPossible
from participation.models import Event
from tests import factories

REFER = {
    "partner": "Bibliotheek",
    "partner_email": "b@example.org",
    "message": "Kunt u helpen?",
    "next_step": "Wij wachten.",
}


class Crash(Exception):
    pass


def crash(*_args, **_kwargs):
    raise Crash


def rows():
    ideas = list(Idea.objects.order_by("pk").values())
    return ideas, [model.objects.count() for model in (Event, Answer, Referral)]


@pytest.fixture
def answer():
    date = timezone.localdate() + timedelta(days=30)
    return {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": date, "reason_code": "te_duur"}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["decline", "refer"])
@pytest.mark.parametrize("step", ["before the row changes", "between the row and the news", "after the news"])
def test_a_crash_between_two_steps_leaves_nothing(programme, owner, answer, monkeypatch, verb, step):
    idea = factories.make_raw_idea(programme)
    before = rows()
    if step == "before the row changes":
        monkeypatch.setattr(Idea.objects, "compare_and_set", crash)
    else:
        record = triage.journal.record

        def dies(*args, **kwargs):
            if step == "after the news":
                record(*args, **kwargs)
            raise Crash

        monkeypatch.setattr(triage.journal, "record", dies)
    with pytest.raises(Crash):
        move_idea(idea, verb, actor=owner, **REFER | answer)
    assert rows() == before


@pytest.mark.django_db
def test_who_looked_at_an_old_page_is_told_so(programme, owner, deputy):
    idea = factories.make_raw_idea(programme)
    stale = Idea.objects.get(pk=idea.pk)
    move_idea(idea, "take_up", actor=owner, next_step="Wij bellen u.")
    before = rows()
    with pytest.raises(NotPossible, match="net eerder"):
        move_idea(stale, "ask", actor=deputy, question="Waar?")
    assert rows() == before


@pytest.mark.django_db
def test_an_idea_that_was_hidden_meanwhile_is_looked_at_again_first(programme, owner):
    idea = factories.make_raw_idea(programme)
    Idea.objects.update(visibility="hidden", hidden_reason="Er stond een naam in.")
    with pytest.raises(NotPossible, match="net eerder"):
        move_idea(idea, "take_up", actor=owner, next_step="Wij bellen u.")
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_handing_over_twice_from_the_same_page_has_one_winner(programme, owner, coordinator):
    idea = factories.make_raw_idea(programme)
    stale = Idea.objects.select_related("programme").get(pk=idea.pk)
    water, roads = factories.make_programme("water"), factories.make_programme("wegen")
    move_idea(idea, "hand_over", actor=coordinator, programme=water, reason="Dit gaat over water.")
    with pytest.raises(NotPossible):
        move_idea(stale, "hand_over", actor=owner, programme=roads, reason="Dit gaat over wegen.")
    assert Idea.objects.get(pk=idea.pk).programme == water


@pytest.mark.django_db
def test_the_idea_in_hand_is_what_the_database_has(programme, owner):
    idea = move_idea(factories.make_raw_idea(programme), "take_up", actor=owner, next_step="Wij bellen u.")
    stored = Idea.objects.get(pk=idea.pk)
    names = ["status", "status_since", "next_step", "handler_id", "promised_on", "programme_id"]
    assert [getattr(idea, name) for name in names] == [getattr(stored, name) for name in names]


@pytest.mark.django_db
def test_signs_that_nobody_sees_are_no_words(programme, owner):
    idea = factories.make_raw_idea(programme)
    with pytest.raises(Incomplete) as refusal:
        move_idea(idea, "take_up", actor=owner, next_step="\u200b")
    assert (refusal.value.field, Idea.objects.get().status) == ("next_step", "received")
    move_idea(idea, "take_up", actor=owner, next_step=" Wij \u202ebellen u.")
    assert Idea.objects.get().next_step == "Wij bellen u."


@pytest.mark.django_db(transaction=True)
def test_it_owns_its_transaction(programme, owner):
    idea = factories.make_raw_idea(programme)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        move_idea(idea, "take_up", actor=owner, next_step="Wij bellen u.")


@pytest.mark.django_db(transaction=True)
def test_of_six_at_once_one_moves_the_idea(programme, owner):
    pk = factories.make_raw_idea(programme).pk
    # Fewer than the pool has connections, because each holds one while it waits for the others.
    gate, moved, refused = threading.Barrier(6, timeout=20), [], []

    def try_it():
        mine = Idea.objects.select_related("programme").get(pk=pk)
        gate.wait()
        try:
            moved.append(move_idea(mine, "take_up", actor=owner, next_step="Wij bellen u."))
        except NotPossible:
            refused.append(mine)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(moved), len(refused), Event.objects.count()) == (1, 5, 1)
