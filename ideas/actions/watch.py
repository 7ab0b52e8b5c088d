"""Officials who want to hear of an idea that somebody else handles."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.events import DeskEvent
from ideas.models import Idea, Watch
from ideas.permissions import may_handle
from participation import journal
from participation.errors import NotAllowed
from participation.models import User


@transaction.atomic(durable=True)
def watch_idea(idea: Idea, *, actor: User) -> None:
    """From now on `actor` hears at the desk what happens to `idea`. Twice is once. Raises NotAllowed."""
    if not may_handle(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    _watch, is_new = Watch.objects.get_or_create(idea=idea, official=actor)
    if is_new:
        journal.record(DeskEvent.WATCHED, idea, actor=actor, reference=idea.reference, title=idea.title)


@transaction.atomic(durable=True)
def unwatch_idea(idea: Idea, *, actor: User) -> None:
    """`actor` does not hear of `idea` any more, at least not for having asked so."""
    gone, _rows = Watch.objects.filter(idea=idea, official=actor).delete()
    if gone:
        journal.record(DeskEvent.UNWATCHED, idea, actor=actor, reference=idea.reference, title=idea.title)
