"""Who handles an idea. It changes nothing for residents, so only officials hear of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.events import DeskEvent
from ideas.models import Idea
from ideas.permissions import may_assign, may_handle
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.models import User


@transaction.atomic(durable=True)
def assign_idea(idea: Idea, *, actor: User, to: User | None) -> Idea:
    """Give `idea` to `to`, who may be the actor; None lets it go, so that it is the whole team's again.

    Raises NotAllowed, or NotPossible when it is so already or somebody else was first.
    """
    if not may_assign(actor, idea) or (to is not None and not may_handle(to, idea)):
        raise NotAllowed(_("Deze medewerker kan dit idee niet behandelen."))
    before = idea.handler_id
    if before == (to.pk if to else None):
        raise NotPossible(_("Dit is al gedaan."))
    Idea.objects.compare_and_set(idea, handler=to)
    journal.record(
        DeskEvent.ASSIGNED if to else DeskEvent.LET_GO, idea, actor=actor, reference=idea.reference, title=idea.title,
        handler_id=to.pk if to else None, was={"handler_id": before},
    )  # fmt: skip
    return idea
