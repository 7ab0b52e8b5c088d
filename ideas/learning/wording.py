"""The news of learning in words, from the event's facts."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.events import LearningEvent
from ideas.models import Target, Verdict

NAMES = {
    "threshold": gettext_lazy("zekerheid in procent"),
    "least_decisions": gettext_lazy("antwoorden voor de eerste keer"),
    "learn_after": gettext_lazy("nieuwe antwoorden"),
    "with_imported": gettext_lazy("ook van imports"),
}


def _learned(facts: dict[str, Any]) -> str:
    told = {
        "what": Target(facts["target"]).label,
        "number": facts["number"],
        "verdict": Verdict(facts["verdict"]).label,
    }
    return _("%(what)s, versie %(number)s geleerd. %(verdict)s.") % told


def _put_in_use(facts: dict[str, Any]) -> str:
    told = {"what": Target(facts["target"]).label, "number": facts["number"]}
    return _("%(what)s: een medewerker nam versie %(number)s in gebruik.") % told


def _changed(facts: dict[str, Any]) -> str:
    pairs = (f"{NAMES[name]}: {_value(old)} → {_value(new)}" for name, (old, new) in facts["settings"].items())
    return _("De instellingen zijn veranderd (%(what)s).") % {"what": ", ".join(pairs)}


def _value(value: Any) -> str:
    if value is None:
        return _("uit")
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return str(value)


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    LearningEvent.LEARNED: _learned,
    LearningEvent.PUT_IN_USE: _put_in_use,
    LearningEvent.CHANGED: _changed,
}
