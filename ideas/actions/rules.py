"""Where ideas go is changed here: made, changed, moved, switched off and on. The one door to routing rules.

Every rule has a version that goes up with each change of what it says. The journal holds what each version said.
"""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.events import RuleEvent
from ideas.models import RoutingRule
from ideas.models.terms import OWN_COLUMNS
from ideas.permissions import may_change_rules
from ideas.routing.bench import arranged
from ideas.routing.checking import faults
from ideas.routing.wish import Wish, facts_of, rule_of
from participation import journal
from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User
from participation.plain_text import tidy

#: One writer at a time, also while there is no rule yet.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('ideas.rules', 0))"
COLUMNS = ("name", *OWN_COLUMNS, "programme", "handler", "names_handler")


@transaction.atomic(durable=True)
def make_rule(wish: Wish, *, actor: User, client_key: UUID, after: int | None = None) -> RoutingRule:
    """Store a new rule behind the one with the key `after`: 0 is on top, None is last. The first one catches all.

    The same `client_key` gives the same rule again. Raises NotAllowed, or Incomplete with its field.
    """
    rules = _lock(actor)
    if made := next((other for other in rules if other.client_key == client_key), None):
        return made
    rule = rule_of(wish, catches_all=not any(other.catches_all for other in rules))
    rule.client_key = client_key
    _check(rule)
    rule.save()
    _choose(rule)
    _put(rules, rule, after)
    _record(RuleEvent.MADE, rule, actor, **facts_of(rule))
    return rule


@transaction.atomic(durable=True)
def change_rule(rule: RoutingRule, wish: Wish, *, actor: User, seen: int, after: int | None = None) -> RoutingRule:
    """Let `rule` say what is wished; `seen` is the version that the writer had before them. `after` as above.

    Raises NotPossible when somebody else changed it since, NotAllowed, or Incomplete with its field.
    """
    rules = _lock(actor)
    stored = _as_seen(rules, rule, seen)
    wished = rule_of(wish, stored=stored)
    _check(wished)
    said, was = facts_of(wished), facts_of(stored)
    if said != was:
        wished.version = stored.version + 1
        columns = {name: getattr(wished, name) for name in COLUMNS}
        RoutingRule.objects.filter(pk=stored.pk).update(**columns, version=wished.version, trouble="")
        _choose(wished)
        _record(RuleEvent.CHANGED, wished, actor, **said, was=was)
    _put(rules, wished, after, actor)
    return wished


@transaction.atomic(durable=True)
def move_rule(rule: RoutingRule, *, actor: User, up: bool, past: int) -> None:
    """Let `rule` change places with its neighbour, which the writer saw to be the rule with the key `past`.

    Raises NotAllowed, or NotPossible when it has another neighbour by now.
    """
    rules = _lock(actor)
    tried = [other for other in rules if other.is_active and not other.catches_all]
    place = next((place for place, other in enumerate(tried) if other.pk == rule.pk), None)
    beside = None if place is None else place - 1 if up else place + 1
    if beside is None or not 0 <= beside < len(tried) or tried[beside].pk != past:
        raise NotPossible(_("Iemand anders veranderde net de volgorde. Bekijk de lijst opnieuw."))
    whole = [other.pk for other in rules]
    mine, theirs = whole.index(rule.pk), whole.index(past)
    # Behind the neighbour, or right before it; rules that are off keep their place between the others.
    behind = past if not up else whole[theirs - 1] if theirs else 0
    _put(rules, rules[mine], behind, actor)


@transaction.atomic(durable=True)
def switch_rule(rule: RoutingRule, *, actor: User, on: bool, seen: int, reason: str = "") -> RoutingRule:
    """Switch `rule` off, with a reason, or on again as it was. The last rule is always on.

    Raises NotPossible when somebody else changed it since, NotAllowed, or Incomplete.
    """
    stored = _as_seen(_lock(actor), rule, seen)
    if stored.catches_all or stored.is_active == on:
        raise NotPossible(_("Dit kan nu niet. Bekijk de regel opnieuw."))
    if on:
        _check(stored)
    elif not tidy(reason):
        raise Incomplete(_("Vul dit in."), field="reason")
    stored.is_active, stored.off_reason, stored.version = on, "" if on else tidy(reason), stored.version + 1
    stored.trouble = ""
    stored.save(update_fields=["is_active", "off_reason", "version", "trouble"])
    beside = {} if on else {"reason": stored.off_reason}
    _record(RuleEvent.SWITCHED_ON if on else RuleEvent.SWITCHED_OFF, stored, actor, **facts_of(stored), **beside)
    return stored


def _lock(actor: User) -> list[RoutingRule]:
    """Every rule in its order. Who else changes a rule waits until this transaction is over."""
    if not may_change_rules(actor):
        raise NotAllowed(_("U mag dit niet doen."))
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    return list(RoutingRule.objects.with_terms())


def _as_seen(rules: list[RoutingRule], rule: RoutingRule, seen: int) -> RoutingRule:
    stored = next((other for other in rules if other.pk == rule.pk), None)
    if stored is None or stored.version != seen:
        raise NotPossible(_("Iemand anders veranderde deze regel net. Kijk wat er nu staat."))
    return stored


def _check(rule: RoutingRule) -> None:
    if not rule.name:
        raise Incomplete(_("Vul dit in."), field="name")
    for field, message in faults(rule, timezone.localdate()):
        raise Incomplete(message, field=field)


def _choose(rule: RoutingRule) -> None:
    rule.themes.set(rule.terms.themes)
    rule.areas.set(rule.terms.areas)


def _put(rules: list[RoutingRule], rule: RoutingRule, after: int | None, actor: User | None = None) -> None:
    """Give `rule` its place, and all rules their numbers; with an `actor`, note it when others are before it now."""
    before = [other.pk for other in rules]
    ordered = arranged(rules, rule, after)
    moved = []
    for number, other in enumerate(ordered, 1):
        if other.order != number:
            other.order = number
            moved.append(other)
    RoutingRule.objects.bulk_update(moved, ["order"])
    if actor and [other.pk for other in ordered] != before:
        places = {"from": before.index(rule.pk) + 1, "to": ordered.index(rule) + 1}
        _record(RuleEvent.MOVED, rule, actor, **places)


def _record(kind: RuleEvent, rule: RoutingRule, actor: User, **facts: Any) -> None:
    journal.record(kind, rule, actor=actor, reference="", title=rule.name, version=rule.version, **facts)
