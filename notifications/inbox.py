"""A page of the inbox: the news in words, told from the events, and only of what the reader may still see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from ideas.models import Idea
from notifications.models import Delivery
from notifications.news import button_of, why
from notifications.subjects import key_of, readable_by
from notifications.wording import headline
from participation.models import User

PAGE = 20


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the inbox. `title` is empty when the reader may not see what it is about any more."""

    uuid: UUID
    headline: str
    title: str
    reference: str
    why: str
    when: datetime
    unread: bool
    button: str


@dataclass(frozen=True, slots=True)
class Page:
    """`older` is the key from which the next page goes on, None at the end."""

    messages: list[Message]
    older: int | None
    is_first: bool


def page_of(person: User, *, unread_only: bool, idea: Idea | None, before: int | None) -> Page:
    """At most PAGE messages, older than the one with the key `before`, about `idea` when one is given.

    Three statements at most, whatever the length.
    """
    rows = Delivery.objects.inbox_of(person).select_related("event")
    if unread_only:
        rows = rows.unread()
    if idea is not None:
        rows = rows.about(idea)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    visible = readable_by(person, {key_of(delivery.event) for delivery in shown})
    return Page(
        messages=[_message(delivery, visible=key_of(delivery.event) in visible) for delivery in shown],
        older=shown[-1].pk if len(found) > PAGE else None,
        is_first=before is None,
    )


def _message(delivery: Delivery, *, visible: bool) -> Message:
    event = delivery.event
    return Message(
        uuid=delivery.uuid,
        headline=headline(event) if visible else _("Dit is niet meer te zien."),
        title=event.facts["title"] if visible else "",
        reference=event.facts["reference"],
        why=why(delivery),
        when=event.recorded_at,
        unread=delivery.read_at is None,
        button=button_of(delivery) if visible else _("Gelezen"),
    )
