"""What a rule would have done to ideas that were there already. Pure: it chooses, and changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ideas.models import Idea, RoutingRule
from ideas.routing.choosing import Routed, choose
from ideas.routing.conditions import Case

MOST_TRIED = 500


@dataclass(frozen=True, slots=True)
class Change:
    """An idea that would go elsewhere: programme before and after, the same when only the person differs."""

    idea: Idea
    before: str
    after: str


@dataclass(slots=True)
class Bench:
    """Of so many ideas, how many the conditions fit, how many come to this rule, and which would go elsewhere."""

    tried: int = 0
    fits: int = 0
    comes: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def taken_before(self) -> int:
        """How many fit, and are taken by a rule above it."""
        return self.fits - self.comes


def try_out(
    rule: RoutingRule, ideas: Iterable[Idea], *, before: Sequence[RoutingRule], after: Sequence[RoutingRule]
) -> Bench:
    """Compare where `ideas` go by the rules `before` and by those `after`, among which `rule` is."""
    bench = Bench()
    for idea in ideas:
        case = Case(idea)
        was, will = choose(case, before), choose(case, after)
        bench.tried += 1
        bench.fits += rule.catches_all or case.match(rule.terms) is not None
        bench.comes += will is not None and will.rule is rule
        if _goal(was) != _goal(will):
            bench.changes.append(Change(idea, _name(was), _name(will)))
    return bench


def arranged(rules: Iterable[RoutingRule], rule: RoutingRule, after: int | None) -> list[RoutingRule]:
    """`rules` with `rule` in place of its older self, behind the one with the key `after`: 0 is on top.

    With None it stays where it was, and a new one comes last, before the rule that catches all.
    """
    others = list(rules)
    where = next((place for place, other in enumerate(others) if other.pk == rule.pk and rule.pk), None)
    if where is not None:
        del others[where]
    if rule.catches_all:
        return [*others, rule]
    end = next((place for place, other in enumerate(others) if other.catches_all), len(others))
    if after is None:
        place = end if where is None else where
    else:
        place = next((place + 1 for place, other in enumerate(others) if other.pk == after), 0 if after == 0 else end)
    others.insert(min(place, end), rule)
    return others


def _goal(routed: Routed | None) -> tuple[int, int | None] | None:
    return (routed.programme.pk, routed.handler_id) if routed else None


def _name(routed: Routed | None) -> str:
    return str(routed.programme) if routed else ""
