"""The news of projects in words, from the event's facts."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from participation.models import Event
from projects.events import ProjectEvent
from projects.statuses import ProjectStatus

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    ProjectEvent.MADE: lambda facts: _("Er is een project begonnen: %(title)s.") % facts,
    ProjectEvent.CHANGED: lambda _facts: _("De gegevens van het project zijn veranderd."),
    ProjectEvent.UPDATED: lambda facts: _("Nieuws van het project: %(headline)s.") % facts,
    ProjectEvent.MOVED: lambda facts: (
        _("Het project heeft een andere status: %(status)s.") % {"status": ProjectStatus(facts["status"]).label}
    ),
    ProjectEvent.ENDED: lambda facts: (
        _("Het project is voorbij: %(status)s.") % {"status": ProjectStatus(facts["status"]).label}
    ),
}


def details(event: Event) -> list[tuple[str, str]]:
    """What was said with the news: label and text."""
    labels = {"text": _("Bericht"), "result": _("Resultaat"), "lesson": _("Les")}
    return [(label, event.facts[name]) for name, label in labels.items() if event.facts.get(name)]
