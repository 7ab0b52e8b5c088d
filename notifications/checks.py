"""What must be true of the switchboard before anything starts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import select_template

from challenges.events import ChallengeEvent, JuryEvent, ResponseEvent
from ideas.events import (
    AdminEvent,
    AnswerEvent,
    BoardEvent,
    DeskEvent,
    IdeaEvent,
    LearningEvent,
    RoundEvent,
    RuleEvent,
    TalkEvent,
)
from notifications.letters import templates_of
from notifications.news import WHY
from notifications.statuses import CHOICES, Channel, Frequency, Group
from notifications.switchboard import FALLBACK, ROUTES, Route
from participation.events import CalendarEvent, OrganisationEvent, PersonEvent, ProgrammeEvent
from projects.events import ProjectEvent

EVENTS = (
    *(IdeaEvent, AnswerEvent, DeskEvent, TalkEvent, RoundEvent, RuleEvent, LearningEvent, BoardEvent),
    *(AdminEvent, PersonEvent, ProgrammeEvent, CalendarEvent, OrganisationEvent),
    *(ChallengeEvent, ResponseEvent, JuryEvent, ProjectEvent),
)
KINDS = frozenset(kind.value for kinds in EVENTS for kind in kinds)

Table = dict[str, tuple[Route, ...]]


@register
def switchboard_is_complete(**_: Any) -> list[CheckMessage]:
    """Everything that can happen has a line, and every line can be told."""
    return [*misses(ROUTES), *untold(ROUTES), *unchosen(CHOICES)]


def misses(routes: Table) -> Iterable[CheckMessage]:
    """Kinds without a line, and lines without a kind."""
    for kind in sorted(KINDS - routes.keys()):
        hint = "Add a line to notifications/switchboard.py; an empty one is deliberate silence."
        yield Error(f"Nobody decided who hears of {kind!r}.", hint=hint, id="notifications.E001")
    for kind in sorted(routes.keys() - KINDS):
        yield Error(f"The switchboard names {kind!r}, which is no kind of event.", id="notifications.E002")


def untold(routes: Table) -> Iterable[CheckMessage]:
    """Mails without a template, and audiences that would not hear why."""
    for kind, line in routes.items():
        for names in templates_of(kind).values() if any(Channel.EMAIL in route.channels for route in line) else ():
            try:
                select_template(names)
            except (TemplateDoesNotExist, TemplateSyntaxError) as error:
                yield Error(f"The mail about {kind!r} cannot be drawn: {error}", id="notifications.E003")
    for name in sorted({route.name for line in routes.values() for route in line} | {FALLBACK.name}):
        if name not in WHY:
            yield Error(f"The audience {name!r} would not hear why (notifications/news.py).", id="notifications.E004")


def unchosen(choices: Mapping[tuple[Group, Channel], tuple[Frequency, ...]]) -> Iterable[CheckMessage]:
    """Groups of which nobody decided how often they may come, and some that nobody would ever hear of."""
    for group in Group:
        for channel in Channel:
            if choices.get((group, channel), (Frequency.OFF,))[0] == Frequency.OFF:
                hint = "Add a line to CHOICES in notifications/statuses.py; its first choice is what people begin with."
                yield Error(f"{group.value} by {channel.value} has no line.", hint=hint, id="notifications.E005")
