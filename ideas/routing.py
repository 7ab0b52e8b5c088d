"""Where an idea goes, and why. Ordered rules, the first match wins, the last one always matches."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ideas.folding import fold
from ideas.models import Idea, RoutingRule
from participation.errors import NotPossible
from participation.models import Programme

log = logging.getLogger(__name__)

CATCHES_ALL = "catches_all"


@dataclass(frozen=True, slots=True)
class Routed:
    """A programme and the reason for it: the rule's name, and per condition what matched."""

    programme: Programme
    why: dict[str, Any]


def choose_programme(idea: Idea, rules: Iterable[RoutingRule]) -> Routed:
    """The programme of the first of `rules`, read by `in_order()`, that fits `idea`. Asks the database nothing.

    A rule whose programme is no longer active is passed over and alarms the log. Raises NotPossible when not even
    a last rule is left: then nobody would own the idea.
    """
    text = fold(f"{idea.title} {idea.problem} {idea.proposal}")
    for rule in rules:
        why = _match(rule, idea, text)
        if why is None:
            continue
        if not rule.programme.is_active:
            log.error("Routing rule %s (%r) points to a programme that is not active.", rule.pk, rule.name)
            continue
        return Routed(rule.programme, {"rule": rule.name, **why})
    raise NotPossible(_("De gemeente kan nu geen ideeën aannemen. Uw tekst is bewaard. Probeer het later opnieuw."))


def _match(rule: RoutingRule, idea: Idea, text: str) -> dict[str, Any] | None:
    """What of `rule` fits, by condition; None when one condition does not."""
    if rule.catches_all:
        return {CATCHES_ALL: True}
    why: dict[str, Any] = {}
    themes = {theme["pk"]: theme["name"] for theme in rule.theme_names}
    if themes:
        if idea.theme_id not in themes:
            return None
        why["theme"] = themes[idea.theme_id]
    areas = {area["pk"]: area["name"] for area in rule.area_names}
    if areas:
        place = idea.area
        found = next((pk for pk in (place.pk, place.parent_id) if pk in areas), None) if place else None
        if found is None:
            return None
        why["area"] = areas[found]
    if rule.words:
        word = next((word for word in rule.words if re.search(rf"\b{re.escape(fold(word))}", text)), None)
        if word is None:
            return None
        why["word"] = word
    return why or None


def explain(why: dict[str, Any]) -> str:
    """The stored reason as a sentence that anyone can read, in the language of the reader."""
    if "programme" in why:
        return _("Een medewerker gaf dit idee door: %(reason)s") % {"reason": why.get("reason", "")}
    if CATCHES_ALL in why or "rule" not in why:
        return _("Geen andere regel paste. Daarom kijkt dit programma ernaar.")
    parts = []
    if "theme" in why:
        parts.append(_("het thema is “%(name)s”") % {"name": why["theme"]})
    if "area" in why:
        parts.append(_("de plek ligt in %(name)s") % {"name": why["area"]})
    if "word" in why:
        parts.append(_("in de tekst staat “%(word)s”") % {"word": why["word"]})
    because = _(" en ").join(parts)
    return _("Regel “%(rule)s”: %(because)s.") % {"rule": why["rule"], "because": because}
