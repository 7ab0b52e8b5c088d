"""A draft: kept as it is, never overwritten by somebody else, planned only when it is finished."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ideas.actions.draft import add_document, drop_draft, remove_document, save_draft
from ideas.documents import Checked
from ideas.models import AnswerDocument, AnswerDraft
from ideas.models.drafting import MOST_DOCUMENTS
from ideas.statuses import Status
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
DAY = (timezone.localdate() + timedelta(days=30)).isoformat()
WHOLE = {"reason": "Dit past goed.", "next_step": "Wij bellen u.", "date": DAY}
SOON = timezone.now() + timedelta(days=1)


@pytest.fixture
def idea(programme, resident):
    return factories.make_raw_idea(programme, author=resident, status=Status.IN_REVIEW)


def save(idea, actor, typed=WHOLE, *, seen=0, verb="promising", **more):
    return save_draft(idea, verb, typed, actor=actor, seen=seen, **more)


def test_what_is_not_finished_is_kept(idea, owner):
    draft = save(idea, owner, {"reason": "Half"})
    assert list(AnswerDraft.objects.values_list("facts", "version", "writer", "publish_at")) == [
        ({"reason": "Half"}, 1, owner.pk, None)
    ]
    save(idea, owner, seen=1, verb="not_now")
    draft.refresh_from_db()
    assert (draft.facts, draft.verb, draft.version) == (WHOLE, "not_now", 2)
    assert not Event.objects.exists()


def test_two_tabs_do_not_overwrite_each_other(idea, owner, deputy):
    save(idea, owner)
    with pytest.raises(NotPossible, match="Iemand anders"):
        save(idea, deputy, {"reason": "Ik ook."})
    assert save(idea, owner).version == 1, "the same form twice is once"
    assert AnswerDraft.objects.get().facts == WHOLE


@pytest.mark.parametrize("role", ["resident", "stranger", "administrator"])
def test_who_may_not(idea, owner, role, request):
    person = request.getfixturevalue(role)
    with pytest.raises(NotAllowed):
        save(idea, person)
    draft = save(idea, owner)
    for deed in (
        lambda: drop_draft(draft, actor=person),
        lambda: add_document(draft, Checked("a.pdf", "application/pdf", b"a"), actor=person),
        lambda: remove_document(draft, 1, actor=person),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert AnswerDraft.objects.count() == 1


@pytest.mark.parametrize("verb", ["ask", "realise", "vliegen"])
def test_only_an_answer_is_a_draft(idea, owner, verb):
    with pytest.raises(NotPossible):
        save(idea, owner, verb=verb)


@pytest.mark.parametrize(
    ("typed", "at", "field"),
    [
        (WHOLE, SOON, None),
        ({**WHOLE, "reason": ""}, SOON, "reason"),
        ({**WHOLE, "date": ""}, SOON, "date"),
        ({**WHOLE, "reason": "Dat doen wij derhalve."}, SOON, "reason"),
        ({**WHOLE, "reason": "Dat doen wij derhalve.", "hard_because": "Wet."}, SOON, None),
        ({**WHOLE, "reason": "Dag [schuilnaam]."}, SOON, "reason"),
        (WHOLE, timezone.now() - timedelta(days=1), "publish_at"),
        (WHOLE, timezone.now() + timedelta(days=31), "date"),
    ],
)
def test_only_what_is_finished_can_be_planned(idea, owner, typed, at, field):
    if field is None:
        save(idea, owner, typed, publish_at=at)
        assert list(AnswerDraft.objects.due(at)) == [AnswerDraft.objects.get()]
        assert Event.objects.get().facts["publish_at"] == at.isoformat()
        return
    with pytest.raises(Incomplete) as refusal:
        save(idea, owner, typed, publish_at=at)
    assert (refusal.value.field, AnswerDraft.objects.count(), Event.objects.count()) == (field, 0, 0)


def test_one_draft_for_each_idea(idea, owner):
    save(idea, owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_draft(idea, owner)


def document(text=b"a"):
    return Checked("a.pdf", "application/pdf", text)


def test_documents_are_few_and_once(idea, owner):
    draft = save(idea, owner)
    first = add_document(draft, document(), actor=owner)
    assert add_document(draft, document(), actor=owner) == first
    for number in range(1, MOST_DOCUMENTS):
        add_document(draft, document(b"%d" % number), actor=owner)
    with pytest.raises(Incomplete):
        add_document(draft, document(b"more"), actor=owner)
    remove_document(draft, first.pk, actor=owner)
    assert draft.documents.count() == MOST_DOCUMENTS - 1


def test_what_is_thrown_away_takes_its_files_along(idea, owner, django_capture_on_commit_callbacks):
    draft = save(idea, owner)
    stored = add_document(draft, document(), actor=owner).file
    with django_capture_on_commit_callbacks(execute=True):
        drop_draft(draft, actor=owner)
    assert (AnswerDraft.objects.count(), AnswerDocument.objects.count()) == (0, 0)
    assert not stored.storage.exists(stored.name)


def test_a_document_of_another_draft_stays(idea, owner, programme):
    other = factories.make_draft(factories.make_raw_idea(programme, status=Status.IN_REVIEW), owner)
    theirs = add_document(other, document(), actor=owner)
    remove_document(save(idea, owner), theirs.pk, actor=owner)
    assert list(AnswerDocument.objects.all()) == [theirs]
