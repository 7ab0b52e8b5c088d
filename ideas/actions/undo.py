"""Putting a step back that was a mistake: by who did it, within minutes, and before anybody went on from there."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.desk.before import columns_again, columns_before
from ideas.events import DeskEvent, IdeaEvent
from ideas.models import Idea, Ruling
from ideas.permissions import may_moderate
from ideas.statuses import Visibility
from participation import journal
from participation.errors import NotAllowed, NotPossible
from participation.models import Event, Theme, User
from participation.page_news import withdraw_pages
from participation.permissions import handles_programme, is_official

MINUTES = 10
# Notes and watching change nothing about an idea, so they do not stand in the way.
CHANGING = [*IdeaEvent.values, DeskEvent.ASSIGNED, DeskEvent.LET_GO]


@transaction.atomic(durable=True)
def undo(event: Event, *, actor: User) -> Idea:
    """Put back the step that `event` tells of. Whoever was mailed of it is told that it was put back.

    Raises NotAllowed, or NotPossible when it is too late or somebody went on from there.
    """
    if not may_undo(actor, event):
        raise NotAllowed(_("Terugzetten kan tot %(n)d minuten na uw eigen stap.") % {"n": MINUTES})
    idea = Idea.objects.select_for_update(of=("self",)).select_related("programme").get(pk=event.subject_id)
    if not _had_a_say(actor, idea, event):
        raise NotAllowed(_("U mag dit niet doen."))
    newest = journal.timeline_of(idea).filter(kind__in=CHANGING).last()
    if newest is None or newest.pk != event.pk:
        raise NotPossible(_("Er gebeurde daarna al iets anders met dit idee. Zet het met een nieuwe stap recht."))
    changes = columns_again(event.facts["was"])
    if changes.get("theme_id") and not Theme.objects.active().filter(pk=changes["theme_id"]).exists():
        raise NotPossible(_("Het thema van eerder is niet meer in gebruik. Kies een ander thema."))
    was = columns_before(idea, changes)
    from_id = idea.programme_id
    Idea.objects.compare_and_set(idea, **changes)
    TELL[event.kind](idea, event, actor, was, from_id)
    withdraw_pages()
    return idea


def may_undo(person: User, event: Event) -> bool:
    """One's own last step, for some minutes, if it says what was there before."""
    fresh = event.recorded_at > timezone.now() - timedelta(minutes=MINUTES)
    back_in_sight = event.kind != IdeaEvent.HIDDEN or event.facts["was"]["visibility"] == Visibility.PUBLIC
    return is_official(person) and event.actor_id == person.pk and fresh and is_undoable(event) and back_in_sight


def _had_a_say(person: User, idea: Idea, event: Event) -> bool:
    """Whether the role by which the step was made still stands; of a hand-over, in the programme that had the idea."""
    programme = event.facts["was"].get("programme_id", idea.programme_id)
    return handles_programme(person, programme) or (event.kind == IdeaEvent.HIDDEN and may_moderate(person, idea))


def is_undoable(event: Event) -> bool:
    """Whether a step of this kind can be put back at all."""
    return event.kind in TELL and "was" in event.facts


def _assigned(idea: Idea, _event: Event, actor: User, was: dict[str, object], _from_id: int) -> None:
    kind = DeskEvent.ASSIGNED if idea.handler_id else DeskEvent.LET_GO
    journal.record(
        kind, idea, actor=actor, reference=idea.reference, title=idea.title, handler_id=idea.handler_id, was=was
    )


def _themed(idea: Idea, _event: Event, actor: User, was: dict[str, object], _from_id: int) -> None:
    theme = Theme.objects.filter(pk=idea.theme_id).first() if idea.theme_id else None
    journal.record(
        IdeaEvent.THEMED, idea, actor=actor, reference=idea.reference, title=idea.title,
        theme=theme.name if theme else "", was=was,
    )  # fmt: skip


def _moved(idea: Idea, event: Event, actor: User, _was: dict[str, object], from_id: int) -> None:
    """Author and followers heard of the step, so they hear that it was put back; so do both desks of a hand-over."""
    handed = event.kind == IdeaEvent.HANDED_OVER
    journal.record(
        IdeaEvent.UNDONE, idea, actor=actor, reference=idea.reference, title=idea.title, undone=event.facts["verb"],
        before=event.facts["after"], after=idea.status, programme_id=idea.programme_id,
        from_id=from_id if handed else None,
    )  # fmt: skip


def _shown(idea: Idea, event: Event, actor: User, _was: dict[str, object], _from_id: int) -> None:
    """The ruling goes with the hiding: there is nothing left to object to."""
    Ruling.objects.filter(idea=idea, comment=None, moderator=actor, made_at__gte=event.recorded_at - SLACK).delete()
    journal.record(IdeaEvent.SHOWN, idea, actor=actor, reference=idea.reference, title=idea.title, reason="")


SLACK = timedelta(minutes=1)  # Between the clock of the program and that of the database.
TELL: dict[str, Callable[[Idea, Event, User, dict[str, object], int], None]] = {
    DeskEvent.ASSIGNED: _assigned,
    DeskEvent.LET_GO: _assigned,
    IdeaEvent.THEMED: _themed,
    IdeaEvent.TAKEN_UP: _moved,
    IdeaEvent.HANDED_OVER: _moved,
    IdeaEvent.HIDDEN: _shown,
}
