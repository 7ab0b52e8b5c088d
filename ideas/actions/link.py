"""Linking two ideas that have to do with each other, with a reason that everybody reads; and taking that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.actions.carrying import hold
from ideas.events import IdeaEvent
from ideas.models import Idea, IdeaLink
from ideas.models.link import MOST_LINKS
from ideas.permissions import may_link
from ideas.readability import objections
from ideas.statuses import Visibility
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy


def link_of(one: Idea, other: Idea, *, reason: str, actor: User) -> IdeaLink:
    """The row between two ideas, not stored yet. The same whichever is named first."""
    first, second = sorted((one, other), key=lambda idea: idea.pk)
    return IdeaLink(first=first, second=second, reason=reason, official=actor)


@transaction.atomic(durable=True)
def link_ideas(idea: Idea, other: Idea, *, actor: User, reason: str) -> IdeaLink:
    """Link `idea` with `other`. Linking them again gives the link that is there.

    Raises NotAllowed; Incomplete when the other is not public, is the same, or the reason is missing or hard to read;
    NotPossible when one of them has ten links.
    """
    if not may_link(actor, idea):
        raise NotAllowed(_("U mag dit niet doen."))
    if not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    if advice := objections(reason):
        raise Incomplete(" ".join(advice), field="reason")
    held = hold([idea.pk, other.pk])
    if other.pk == idea.pk or other.pk not in held or held[other.pk].visibility != Visibility.PUBLIC:
        raise Incomplete(_("Kies een ander, openbaar idee."), field="other")
    link = link_of(idea, other, reason=tidy(reason), actor=actor)
    there = IdeaLink.objects.filter(first=link.first, second=link.second).first()
    if there:
        return there
    if max(IdeaLink.objects.of(one).count() for one in (idea, other)) >= MOST_LINKS:
        raise NotPossible(_("Een idee heeft hooguit 10 verbanden."), field="other")
    link.save()
    _tell(IdeaEvent.LINKED, idea, other, actor, reason=tidy(reason))
    return link


@transaction.atomic(durable=True)
def unlink_ideas(link: IdeaLink, idea: Idea, *, actor: User) -> None:
    """Take the link of `idea` away; when it is gone already nothing happens. Raises NotAllowed."""
    if not may_link(actor, idea) or idea.pk not in {link.first_id, link.second_id}:
        raise NotAllowed(_("U mag dit niet doen."))
    if IdeaLink.objects.filter(pk=link.pk).delete()[0]:
        _tell(IdeaEvent.UNLINKED, idea, link.other(idea), actor)


def _tell(kind: IdeaEvent, idea: Idea, other: Idea, actor: User, **facts: str) -> None:
    """Both sides say so, each of the other. By number only: a title must be able to go."""
    news: list[journal.News] = [
        (kind, one, {"reference": one.reference, "title": one.title, "other": another.reference, **facts})
        for one, another in ((idea, other), (other, idea))
    ]
    journal.record_many(news, actor=actor)
