"""Whoever wrote what was hidden may object, once; another moderator than the first gives the answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.announcing import bring_back, tell
from ideas.comment_permissions import may_answer_objection, may_object
from ideas.events import IdeaEvent, TalkEvent
from ideas.models import Idea, Ruling
from ideas.statuses import Visibility
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.page_news import withdraw_pages
from participation.plain_text import tidy

LONGEST_OBJECTION = 2000


@transaction.atomic(durable=True)
def object_to(ruling: Ruling, *, actor: User, text: str) -> None:
    """Say why one's words should be seen again. Raises NotAllowed, Incomplete or NotPossible."""
    if not may_object(actor, ruling):
        raise NotAllowed(_("U kunt hier geen bezwaar meer tegen maken."))
    objection = _checked(text)
    now = timezone.now()
    _compare_and_set(ruling, objected_at=now, objection=objection)
    tell(TalkEvent.OBJECTED, ruling.idea, ruling.comment, actor=actor)


@transaction.atomic(durable=True)
def answer_objection(ruling: Ruling, *, actor: User, answer: str, overturn: bool) -> None:
    """Answer an objection; with `overturn` the text is public again. Raises NotAllowed, Incomplete or NotPossible."""
    if not may_answer_objection(actor, ruling):
        raise NotAllowed(_("Een collega die het besluit niet nam, geeft antwoord."))
    said = _checked(answer, field="answer")
    _compare_and_set(ruling, answer=said, answered_at=timezone.now(), answered_by=actor, overturned=overturn)
    if overturn:
        _show_again(ruling, actor)
    tell(TalkEvent.OBJECTION_ANSWERED, ruling.idea, ruling.comment, actor=actor, text=said, overturned=overturn)


def _show_again(ruling: Ruling, actor: User) -> None:
    """Bring back what was hidden, if it still is: its writer may have taken it away meanwhile."""
    if ruling.comment:
        if ruling.comment.is_hidden:
            bring_back(ruling.comment)
    elif ruling.idea.visibility == Visibility.HIDDEN:
        idea = ruling.idea
        Idea.objects.compare_and_set(idea, visibility=Visibility.PUBLIC, hidden_reason="")
        withdraw_pages()
        journal.record(IdeaEvent.SHOWN, idea, actor=actor, reference=idea.reference, title=idea.title, reason="")


def _compare_and_set(ruling: Ruling, **changes: object) -> None:
    seen = {"objected_at": ruling.objected_at, "answered_at": ruling.answered_at}
    if Ruling.objects.filter(pk=ruling.pk, **seen).update(**changes) != 1:
        raise NotPossible(_("Dit is al gedaan."))
    for name, value in changes.items():
        setattr(ruling, name, value)


def _checked(text: str, field: str = "text") -> str:
    plain = tidy(text)
    if not plain:
        raise Incomplete(_("Vul dit in."), field=field)
    if len(plain) > LONGEST_OBJECTION:
        raise Incomplete(_("Maak uw tekst korter."), field=field)
    return plain
