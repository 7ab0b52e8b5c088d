"""Drafts become answers once, each by itself; what cannot go out is kept and its writer hears why."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ideas.actions import publish
from ideas.actions.draft import add_document
from ideas.actions.publish import publish_draft, publish_drafts, publish_due
from ideas.documents import Checked
from ideas.models import Answer, AnswerDocument, AnswerDraft, Idea
from ideas.statuses import Status
from ideas.tasks import publish_answers
from participation.errors import NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
PAST = timezone.now() - timedelta(minutes=1)


@pytest.fixture
def make(programme, owner):
    def make(writer=owner, **fields):
        idea = factories.make_raw_idea(programme, status=fields.pop("status", Status.IN_REVIEW))
        return factories.make_draft(idea, writer, publish_at=PAST, **fields)

    return make


def test_a_draft_becomes_the_answer_with_its_documents(make, owner):
    draft = make()
    add_document(draft, Checked("plan.pdf", "application/pdf", b"a"), actor=owner)
    publish_draft(draft, actor=owner)
    given = Answer.objects.get()
    assert (given.decision, given.reason, given.official) == ("promising", "Dit past goed.", owner)
    assert list(AnswerDocument.objects.values_list("name", "answer", "draft")) == [("plan.pdf", given.pk, None)]
    assert AnswerDraft.objects.count() == 0
    event = Event.objects.get()
    assert (event.kind, event.actor, event.facts["documents"]) == ("idea.answered", owner, ["plan.pdf"])


def test_what_is_due_and_nothing_else(make):
    due, later, never, stuck = make(), make(), make(), make()
    AnswerDraft.objects.filter(pk=later.pk).update(publish_at=timezone.now() + timedelta(hours=1))
    AnswerDraft.objects.filter(pk=never.pk).update(publish_at=None)
    AnswerDraft.objects.filter(pk=stuck.pk).update(trouble="Er mist iets.")
    publish_answers()
    assert set(AnswerDraft.objects.values_list("pk", flat=True)) == {later.pk, never.pk, stuck.pk}
    assert Answer.objects.get().idea == due.idea
    assert publish_due() == 0


def test_twice_at_once_is_once(make, owner):
    draft = make()
    stale = AnswerDraft.objects.select_related("idea__programme").get()
    publish_draft(draft, actor=owner)
    with pytest.raises(NotPossible):
        publish_draft(stale, actor=owner)
    assert publish_drafts([stale], actor=owner) == (0, 1)
    assert (Answer.objects.count(), Event.objects.count()) == (1, 1), "nobody is told of trouble that is none"


def test_what_changed_since_it_was_read_does_not_go_out(make, owner):
    draft = make()
    AnswerDraft.objects.update(version=2, facts={**draft.facts, "reason": "Anders."})
    with pytest.raises(NotPossible):
        publish_draft(draft, actor=owner)
    assert Answer.objects.count() == 0
    assert publish_due() == 1
    assert Answer.objects.get().reason == "Anders."


def test_an_idea_that_moved_meanwhile_keeps_its_draft_and_says_so_once(make, owner):
    draft = make()
    Idea.objects.update(status=Status.PROMISING)
    assert (publish_due(), publish_due()) == (0, 0)
    draft.refresh_from_db()
    assert draft.trouble.startswith("Dit kan nu niet.")
    event = Event.objects.get()
    assert (event.kind, event.actor) == ("idea.answer_stuck", None)
    assert event.facts["writer_id"] == owner.pk
    assert event.facts["why_stuck"] == draft.trouble


@pytest.mark.parametrize("gone", ["left", "moved", "nobody"])
def test_a_writer_who_may_no_longer_answer(make, deputy, programme, gone):
    make(writer=deputy)
    if gone == "left":
        deputy.is_active = False
        deputy.save(update_fields=["is_active"])
    elif gone == "moved":
        programme.deputies.clear()
    else:
        AnswerDraft.objects.update(writer=None)
    assert publish_due() == 0
    assert (Answer.objects.count(), AnswerDraft.objects.get().trouble) == (0, "U mag dit niet doen.")


def test_one_that_crashes_does_not_stop_the_others(make, monkeypatch, caplog):
    first, second = make(), make()
    move = publish.move_idea

    def fails(idea, verb, **facts):
        if idea.pk == first.idea_id:
            raise ZeroDivisionError
        return move(idea, verb, **facts)

    monkeypatch.setattr(publish, "move_idea", fails)
    assert publish_due() == 1
    assert Answer.objects.get().idea_id == second.idea_id
    assert first.idea.reference in caplog.text
    monkeypatch.undo()
    assert publish_due() == 1


def test_a_crash_after_the_answer_leaves_nothing_half(make, monkeypatch):
    draft = make()

    def crash(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("ideas.actions.triage.journal.record", crash)
    assert publish_due() == 0
    assert (Answer.objects.count(), AnswerDraft.objects.get().version) == (0, draft.version)
    monkeypatch.undo()
    assert publish_due() == 1


def test_several_at_once_each_for_itself(make, owner):
    good, bad = make(), make(facts={"reason": ""})
    assert publish_drafts([bad, good], actor=owner) == (1, 1)
    assert AnswerDraft.objects.get().trouble == "Reden: Vul dit in."


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_publish_each_draft_once(make):
    drafts = [make() for _ in range(4)]
    start = threading.Barrier(2)

    def clock():
        try:
            start.wait(timeout=10)
            return publish_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = [future.result() for future in [pool.submit(clock), pool.submit(clock)]]
    assert sum(done) == len(drafts) == Answer.objects.count()
    assert (AnswerDraft.objects.count(), Event.objects.filter(kind="idea.answer_stuck").count()) == (0, 0)
