"""One idea as an official has it open: everything that helps to decide, each part bounded."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Q

from ideas.comment_statuses import CommentState
from ideas.desk.staff import officials_for
from ideas.events import DeskEvent, IdeaEvent
from ideas.models import Comment, Idea, Note
from ideas.similar import Written, similar_ideas
from ideas.wording import details, headline
from participation import journal
from participation.models import Event, User

MOST_EVENTS, MOST_NOTES, MOST_COMMENTS, MOST_OTHERS, MOST_ALIKE, MOST_ROUNDS = 40, 30, 3, 5, 4, 3
ALIKE_FOR = 10 * 60  # Seconds.
KINDS = [*IdeaEvent.values, *DeskEvent.values]


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words. `person` is whom an official gave the idea to; both names stay inside."""

    event: Event
    headline: str
    details: list[tuple[str, str]]
    person: str = ""


def history_of(idea: Idea) -> list[Told]:
    """What happened, newest first. Two statements."""
    newest = journal.timeline_of(idea).filter(kind__in=KINDS).select_related("actor").order_by("-recorded_at", "-pk")
    events = list(newest[:MOST_EVENTS])
    keys = {event.facts.get("handler_id") for event in events} - {None}
    names = dict(User.objects.filter(pk__in=keys).values_list("pk", "nickname"))
    return [
        Told(event, headline(event), details(event), names.get(event.facts.get("handler_id"), "")) for event in events
    ]


def comments_of(idea: Idea) -> list[Comment]:
    """The newest comments that everybody reads."""
    said = Comment.objects.filter(idea=idea, state=CommentState.PUBLIC).select_related("author")
    comments = list(said.order_by("-created_at", "-pk")[:MOST_COMMENTS])
    for comment in comments:
        comment.idea = idea
    return comments


def others_of(idea: Idea, person: User) -> list[Idea]:
    """Other ideas of the same author, as far as `person` may read them.

    Who asked for no name is not made known by what else they sent in: neither from such an idea, nor to one.
    """
    if idea.is_anonymous and not idea.organisation_id:
        return []
    if idea.organisation_id:
        same = Q(organisation=idea.organisation_id)
    elif idea.author_id:
        same = Q(author=idea.author_id, organisation=None, is_anonymous=False)
    else:
        return []
    found = Idea.objects.visible_to(person).filter(same).exclude(pk=idea.pk)
    return list(found.for_cards("visibility", "programme").order_by("-submitted_at", "-pk")[:MOST_OTHERS])


def alike(idea: Idea) -> list[Idea]:
    """Public ideas that are like it, the most alike first.

    Which they are is kept for some minutes: comparing costs more than all else on the page, which comes back after
    every note and step.
    """
    key = f"ideas.alike.{idea.pk}.{idea.wording_mark}.{idea.theme_id}.{idea.area_id}"
    keys = cache.get_or_set(key, lambda: _keys_alike(idea), ALIKE_FOR) or []
    rows = Idea.objects.public().for_cards().in_bulk(keys) if keys else {}
    return [rows[key] for key in keys if key in rows]


def _keys_alike(idea: Idea) -> list[int]:
    return [one.pk for one in similar_ideas(Written.of(idea), most=MOST_ALIKE + 1) if one.pk != idea.pk][:MOST_ALIKE]


def pane_of(idea: Idea, person: User) -> dict[str, Any]:
    """All that the page shows beside the idea itself and what can be done with it."""
    watching = list(idea.watches.order_by("official__nickname").values_list("official", "official__nickname"))
    return {
        "history": history_of(idea),
        "comments": comments_of(idea),
        "notes": list(Note.objects.threads_of(idea, MOST_NOTES)),
        "others": others_of(idea, person),
        "alike": alike(idea),
        "staff": list(officials_for(idea.programme_id)),
        "watchers": [name for _, name in watching],
        "is_watching": person.pk in {key for key, _ in watching},
        "rounds": list(idea.round_entries.select_related("round").order_by("-round__closes_at")[:MOST_ROUNDS]),
    }
