"""The news of routing rules in words, from the event's facts."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ideas.events import RuleEvent
from ideas.models import RoutingRule
from ideas.models.terms import Terms
from ideas.routing.explaining import sentence
from ideas.routing.wish import facts_of
from ideas.rules_statuses import Trouble


def _failed(facts: dict[str, Any]) -> str:
    words = _("De regel “%(title)s” werkt niet meer. %(cause)s Ideeën gaan nu naar de volgende regel die past.")
    return words % {"title": facts["title"], "cause": Trouble(facts["cause"]).label}


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    RuleEvent.MADE: lambda _facts: _("De regel is gemaakt."),
    RuleEvent.CHANGED: lambda _facts: _("De regel is veranderd."),
    RuleEvent.MOVED: lambda facts: _("De regel ging van plaats %(from)d naar plaats %(to)d.") % facts,
    RuleEvent.SWITCHED_OFF: lambda _facts: _("De regel is uitgezet."),
    RuleEvent.SWITCHED_ON: lambda _facts: _("De regel is weer aangezet."),
    RuleEvent.FAILED: _failed,
    RuleEvent.MENDED: lambda facts: _("De regel “%(title)s” werkt weer.") % facts,
}


def told_of(facts: Mapping[str, Any], people: Mapping[int, str]) -> str:
    """What a version said, from the facts of its event; `people` are the names of accounts that are still there."""
    gone = _("iemand die hier niet meer werkt") if facts["names_handler"] else ""
    return sentence(
        Terms.read(facts["terms"]),
        programme=facts["programme"],
        handler=people.get(facts["handler_id"] or 0, gone),
        catches_all=facts["catches_all"],
    )


def told(rule: RoutingRule) -> str:
    """What `rule`, read by `with_terms()`, says now."""
    people = {rule.handler_id: rule.handler_name} if rule.handler_id and rule.handler_name else {}
    return told_of(facts_of(rule), people)
