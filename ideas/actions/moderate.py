"""What a moderator may do: take an idea out of sight, and bring it back. Always with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.events import IdeaEvent
from ideas.models import Idea
from ideas.permissions import may_moderate
from ideas.statuses import Visibility
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.page_news import withdraw_pages


def hide_idea(idea: Idea, *, actor: User, reason: str) -> Idea:
    """Take a public idea out of sight; its author is told why. Raises NotAllowed, Incomplete or NotPossible."""
    if not reason.strip():
        raise Incomplete(_("Vul dit in."), field="reason")
    return _set_visibility(idea, Visibility.HIDDEN, IdeaEvent.HIDDEN, actor, reason.strip())


def show_idea(idea: Idea, *, actor: User) -> Idea:
    """Make a held or hidden idea public. Raises NotAllowed or NotPossible."""
    return _set_visibility(idea, Visibility.PUBLIC, IdeaEvent.SHOWN, actor, "")


@transaction.atomic(durable=True)
def _set_visibility(idea: Idea, visibility: Visibility, kind: IdeaEvent, actor: User, reason: str) -> Idea:
    if not may_moderate(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    if idea.visibility == visibility:
        raise NotPossible(_("Dit is al gedaan."))
    Idea.objects.compare_and_set(idea, visibility=visibility, hidden_reason=reason)
    withdraw_pages()
    journal.record(kind, idea, actor=actor, reference=idea.reference, title=idea.title, reason=reason)
    return idea
