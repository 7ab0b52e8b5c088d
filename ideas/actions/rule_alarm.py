"""A rule that does not work any more is told of once for each cause; when it works again, the next time counts anew."""

import logging
from collections.abc import Iterable

from django.db import transaction

from ideas.events import RuleEvent
from ideas.models import RoutingRule
from ideas.routing.choosing import trouble_of
from participation import journal

log = logging.getLogger(__name__)


def ring(failed: Iterable[RoutingRule]) -> None:
    """Tell of rules that could not take an idea. A plain helper: the caller holds the transaction of that idea."""
    for rule in failed:
        _note(rule)


@transaction.atomic(durable=True)
def look_at(rule: RoutingRule) -> bool:
    """Tell what changed about whether `rule` works, if nobody did; gives whether something had to be told."""
    return _note(rule)


def mind_rules() -> int:
    """Look at every rule before an idea comes by; gives of how many something was told. Safe to run twice."""
    return sum(look_at(rule) for rule in RoutingRule.objects.in_order() if (trouble_of(rule) or "") != rule.trouble)


def _note(rule: RoutingRule) -> bool:
    cause = trouble_of(rule)
    if cause:
        log.error("Routing rule %s (%r) does not work: %s.", rule.pk, rule.name, cause.value)
    now = cause.value if cause else ""
    # Who comes second finds it noted: its row waits for the first.
    if rule.trouble == now or not RoutingRule.objects.filter(pk=rule.pk).exclude(trouble=now).update(trouble=now):
        return False
    facts = {"reference": "", "title": rule.name, "version": rule.version, "programme": rule.programme.name}
    journal.record(
        RuleEvent.FAILED if cause else RuleEvent.MENDED, rule, actor=None, cause=now or rule.trouble, **facts
    )
    rule.trouble = now
    return True
