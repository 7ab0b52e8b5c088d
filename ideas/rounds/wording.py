"""The news of vote rounds in words, from the event's facts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.events import IdeaEvent, RoundEvent

# What the public may read of a round's history: who prepares something has not said anything yet.
ROUND_KINDS = frozenset(RoundEvent) - {RoundEvent.PLANNED, RoundEvent.UNPLANNED, RoundEvent.LAST_DAY}


def moment(value: str) -> str:
    """A moment of the facts, as people write it here."""
    return date_format(localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")


def _removed(facts: dict[str, Any]) -> str:
    words = ngettext("%(number)s stem weggehaald.", "%(number)s stemmen weggehaald.", facts["number"])
    return words % {"number": number_format(facts["number"])}


def _support_removed(facts: dict[str, Any]) -> str:
    return _("%(number)s keer steun weggehaald.") % {"number": number_format(facts["number"])}


def _codes(facts: dict[str, Any]) -> str:
    words = ngettext(
        "De gemeente maakte %(number)s stemcode.", "De gemeente maakte %(number)s stemcodes.", facts["number"]
    )
    return words % {"number": number_format(facts["number"])}


def _planned(facts: dict[str, Any]) -> str:
    return _("De stemronde staat klaar en begint op %(when)s.") % {"when": moment(facts["opens_at"])}


def _opened(facts: dict[str, Any]) -> str:
    return _("U kunt stemmen tot %(when)s.") % {"when": moment(facts["closes_at"])}


def _last_day(facts: dict[str, Any]) -> str:
    return _("Dit is de laatste dag om te stemmen. Het kan tot %(when)s.") % {"when": moment(facts["closes_at"])}


def _closed(facts: dict[str, Any]) -> str:
    words = ngettext(
        "De stemronde is klaar. %(number)s persoon stemde.",
        "De stemronde is klaar. %(number)s mensen stemden.",
        facts["turnout"],
    )
    return words % {"number": number_format(facts["turnout"])}


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    IdeaEvent.SUPPORT_REMOVED: _support_removed,
    RoundEvent.PLANNED: _planned,
    RoundEvent.UNPLANNED: lambda _facts: _("De stemronde is teruggehaald."),
    RoundEvent.CODES_MADE: _codes,
    RoundEvent.OPENED: _opened,
    RoundEvent.LAST_DAY: _last_day,
    RoundEvent.VOTES_REMOVED: _removed,
    RoundEvent.CLOSED: _closed,
    RoundEvent.CANCELLED: lambda _facts: _("De stemronde is gestopt. Er komt geen uitslag."),
}
