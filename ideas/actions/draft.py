"""An answer that is being written: kept with each step, planned for a moment, and thrown away."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.answering import check_answer, facts_of
from ideas.documents import Checked
from ideas.events import IdeaEvent
from ideas.models import AnswerDocument, AnswerDraft, Idea
from ideas.models.drafting import MOST_DOCUMENTS
from ideas.permissions import may_handle
from ideas.workflow import ANSWERING, MOVES
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.leaving import destroy
from participation.models import User


@transaction.atomic(durable=True)
def save_draft(
    idea: Idea, verb: str, typed: Mapping[str, str], *, actor: User, seen: int, publish_at: datetime | None = None
) -> AnswerDraft:
    """Keep what was typed, also when it is not finished. `seen` is the version that the writer began with, 0 for none.

    With `publish_at` it goes out by itself at that moment, and must be finished. Raises NotAllowed, Incomplete, or
    NotPossible when the idea cannot be answered so any more or somebody else changed the draft.
    """
    if verb not in ANSWERING or idea.status not in ANSWERING[verb].sources:
        raise NotPossible(_("Dit kan nu niet. De status is intussen misschien veranderd. Bekijk de pagina opnieuw."))
    if not may_handle(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    Idea.objects.select_for_update().get(pk=idea.pk)  # Two first saves at once are one after the other.
    draft = AnswerDraft.objects.filter(idea=idea).first() or AnswerDraft(idea=idea, version=0)
    before = draft.publish_at
    wanted = {"verb": verb, "facts": dict(typed), "publish_at": publish_at, "writer": actor, "trouble": ""}
    if draft.version != seen and any(getattr(draft, name) != value for name, value in wanted.items()):
        raise NotPossible(_("Iemand anders veranderde dit concept. Bekijk het en voeg toe wat u nog mist."))
    for name, value in wanted.items():
        setattr(draft, name, value)
    if publish_at is not None:
        _must_be_ready(draft, actor, publish_at)
    draft.version, draft.saved_at = seen + 1, timezone.now()
    draft.save()
    if publish_at is not None and publish_at != before:
        journal.record(
            IdeaEvent.ANSWER_PLANNED, idea, actor=actor,
            reference=idea.reference, title=idea.title, publish_at=publish_at.isoformat(),
        )  # fmt: skip
    return draft


def _must_be_ready(draft: AnswerDraft, actor: User, publish_at: datetime) -> None:
    if publish_at <= timezone.now():
        raise Incomplete(_("Kies een moment dat nog komt."), field="publish_at")
    facts = facts_of(draft)
    MOVES.check(actor, draft.idea, draft.verb, facts)
    check_answer(facts, timezone.localdate(publish_at))


@transaction.atomic(durable=True)
def drop_draft(draft: AnswerDraft, *, actor: User) -> None:
    """Throw a draft away, with its documents. Raises NotAllowed. Twice does no harm."""
    if not may_handle(actor, draft.idea):
        raise NotAllowed(_("U mag dit niet doen."))
    destroy(AnswerDraft.objects.filter(pk=draft.pk))


@transaction.atomic(durable=True)
def add_document(draft: AnswerDraft, checked: Checked, *, actor: User) -> AnswerDocument:
    """Put a document with the draft; the same one twice is one. Raises NotAllowed or Incomplete."""
    if not may_handle(actor, draft.idea):
        raise NotAllowed(_("U mag dit niet doen."))
    if not AnswerDraft.objects.select_for_update().filter(pk=draft.pk).exists():
        raise NotPossible(_("Dit concept is intussen verstuurd of weggegooid."))
    digest = hashlib.sha256(checked.content).hexdigest()
    if there := draft.documents.filter(digest=digest).first():
        return there
    if draft.documents.count() >= MOST_DOCUMENTS:
        raise Incomplete(
            _("Bij een antwoord kunnen hooguit %(most)d documenten.") % {"most": MOST_DOCUMENTS}, field="documents"
        )
    return AnswerDocument.objects.create(
        draft=draft, file=ContentFile(checked.content, name="document"), name=checked.name, kind=checked.kind,
        size=len(checked.content), digest=digest,
    )  # fmt: skip


@transaction.atomic(durable=True)
def remove_document(draft: AnswerDraft, pk: int, *, actor: User) -> None:
    """Take a document away from the draft. Raises NotAllowed. Twice does no harm."""
    if not may_handle(actor, draft.idea):
        raise NotAllowed(_("U mag dit niet doen."))
    destroy(AnswerDocument.objects.filter(draft=draft, pk=pk))
