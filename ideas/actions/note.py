"""Notes of officials about an idea, for each other."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.desk.staff import officials_named_in
from ideas.events import DeskEvent
from ideas.models import Idea, Note, NoteVersion
from ideas.permissions import may_edit_note, may_note
from participation import journal
from participation.errors import Incomplete, NotAllowed
from participation.models import User
from participation.plain_text import tidy

LONGEST_NOTE = 5000


def write_note(idea: Idea, text: str, *, actor: User, client_key: uuid.UUID, answers: Note | None = None) -> Note:
    """Add a note, or an answer to one; officials whom it calls with `@` hear of it.

    The same key of the same person gives the same note again. Raises NotAllowed or Incomplete.
    """
    try:
        return _write(idea, text, actor=actor, client_key=client_key, answers=answers)
    except IntegrityError:
        first = Note.objects.filter(client_key=client_key, author=actor, idea=idea).first()
        if first is None:
            raise NotAllowed(_("U mag dit niet doen.")) from None
        return first


@transaction.atomic(durable=True)
def _write(idea: Idea, text: str, *, actor: User, client_key: uuid.UUID, answers: Note | None) -> Note:
    if not may_note(actor, idea) or (answers is not None and answers.idea_id != idea.pk):
        raise NotAllowed(_("U mag dit niet doen."))
    thread = (answers.thread_id or answers.pk) if answers else None
    note = Note.objects.create(
        idea=idea, thread_id=thread, author=actor, client_key=client_key, text=_checked(text), created_at=timezone.now()
    )
    _tell(note, idea, actor, set())
    return note


@transaction.atomic(durable=True)
def edit_note(note: Note, *, actor: User, text: str) -> Note:
    """Change what it says, within a quarter of an hour; what it said stays beside it. Whom it names now hears of it.

    Raises NotAllowed, Incomplete or NotPossible.
    """
    if not may_edit_note(actor, note):
        raise NotAllowed(_("U kunt deze notitie niet meer veranderen. Dat kan tot 15 minuten na het schrijven."))
    changed = _checked(text)
    if changed == note.text:
        return note
    before = NoteVersion(note=note, text=note.text, written_at=note.edited_at or note.created_at)
    named = set(officials_named_in(note.text, note.idea.programme_id))
    Note.objects.compare_and_set(note, text=changed, edited_at=timezone.now())
    before.save()
    _tell(note, note.idea, actor, named)
    return note


def _tell(note: Note, idea: Idea, actor: User, told: set[int]) -> None:
    """That there is a note; the text stays out of the journal, so that nothing of it is mailed or kept twice."""
    named = [pk for pk in officials_named_in(note.text, idea.programme_id) if pk not in told]
    if note.edited_at and not named:
        return
    begun_by = note.thread.author_id if note.thread and not note.edited_at else None
    journal.record(
        DeskEvent.NOTED, idea, actor=actor, reference=idea.reference, title=idea.title, note_id=note.pk,
        mentioned=named, answered=begun_by,
    )  # fmt: skip


def _checked(text: str) -> str:
    plain = tidy(text)
    if not plain:
        raise Incomplete(_("Schrijf eerst uw notitie."), field="text")
    if len(plain) > LONGEST_NOTE:
        raise Incomplete(_("Maak uw notitie korter."), field="text")
    return plain
