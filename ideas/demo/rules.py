"""The routing rules of the demonstration: one of every kind of condition, written through the real door."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ideas.actions.rules import make_rule, switch_rule
from ideas.demo.people import Cast
from ideas.demo.places import Places
from ideas.demo.timetable import working_day
from ideas.models import RoutingRule
from ideas.routing.wish import Wish
from participation.models import Event

WRITTEN = timedelta(days=400)  # So long ago: before the first idea.
PLAIN = ("place", "anonymity", "from_time", "until_time")
LISTS = ("words", "not_words", "senders", "channels", "weekdays")


def make_rules(wanted: list[dict[str, Any]], cast: Cast, places: Places) -> int:
    """Make the rules that are not there yet, the last one first; gives how many."""
    coordinator = next(user for user in cast.by_email.values() if user.is_coordinator)
    stored = set(RoutingRule.objects.values_list("name", flat=True))
    has_last = RoutingRule.objects.filter(catches_all=True).exists()
    made = 0
    for rule in sorted(wanted, key=lambda rule: (not _is_last(rule), rule["order"])):
        wish = _wish(rule, cast, places)
        if wish.name in stored or (has_last and _is_last(rule)):
            continue
        fresh = make_rule(wish, actor=coordinator, client_key=uuid.uuid4())
        if reason := rule.get("off_reason"):
            switch_rule(fresh, actor=coordinator, on=False, seen=fresh.version, reason=reason)
        made += 1
    if made:
        _date_back()
    return made


def _is_last(rule: dict[str, Any]) -> bool:
    """A rule without a condition is the last one; there is one of those only."""
    return not any(rule.get(name) for name in ("themes", "areas", "starts_in", "ends_in", *PLAIN, *LISTS))


def _wish(rule: dict[str, Any], cast: Cast, places: Places) -> Wish:
    areas = {name: places.areas[name] for name in rule.get("areas", []) if name in places.areas}
    name = rule["name"]
    for made_up, area in areas.items():
        name = name.replace(made_up, area.name)
    own: dict[str, Any] = {key: rule[key] for key in PLAIN if key in rule}
    own |= {key: tuple(rule[key]) for key in LISTS if key in rule}
    return Wish(
        name=name,
        programme=places.programmes[rule["programme"]],
        handler=cast.by_email[rule["handler"]] if "handler" in rule else None,
        themes=tuple(places.themes[slug] for slug in rule.get("themes", [])),
        areas=tuple(areas.values()),
        starts_on=_in_days(rule.get("starts_in")),
        ends_on=_in_days(rule.get("ends_in")),
        **own,
    )


def _in_days(days: int | None) -> date | None:
    return None if days is None else timezone.localdate() + timedelta(days=days)


def _date_back() -> None:
    """They were written on a working day long ago, and nobody is told now."""
    written = datetime.combine(working_day(timezone.localdate() - WRITTEN), time(10))
    news = Event.objects.filter(subject_type=RoutingRule._meta.label_lower, dispatched_at=None)
    news.update(recorded_at=timezone.make_aware(written), dispatched_at=timezone.make_aware(written))
