"""Which rule gets an idea: the first that fits and still works. Asks the database nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ideas.models import Idea, RoutingRule
from ideas.routing.conditions import Case
from ideas.rules_statuses import Trouble
from participation.errors import NotPossible
from participation.models import Programme

CATCHES_ALL = "catches_all"
SUGGESTED = "suggested"  # By the model that learned from decisions; `ideas.actions.suggest` writes it.


@dataclass(frozen=True, slots=True)
class Routed:
    """A programme, maybe somebody in it, and the reason: the rule as it was then, and per condition what matched.

    `failed` are the rules that would have had the idea, and could not do anything with it.
    """

    programme: Programme
    why: dict[str, Any]
    rule: RoutingRule
    handler_id: int | None = None
    failed: tuple[RoutingRule, ...] = ()


def choose_programme(idea: Idea, rules: Iterable[RoutingRule]) -> Routed:
    """What the first of `rules`, read by `in_order()`, that fits `idea` and works says. Asks the database nothing.

    A rule that does not work is passed over and named in `failed`: whoever stores the idea raises the alarm. Raises
    NotPossible when not even a last rule is left: then nobody would own the idea.
    """
    routed = choose(Case(idea), rules)
    if routed is None:
        raise NotPossible(_("De gemeente kan nu geen ideeën aannemen. Uw tekst is bewaard. Probeer het later opnieuw."))
    return routed


def choose(case: Case, rules: Iterable[RoutingRule]) -> Routed | None:
    """The same for an idea that was looked at before; None when no rule takes it."""
    failed: list[RoutingRule] = []
    for rule in rules:
        why = {CATCHES_ALL: True} if rule.catches_all else case.match(rule.terms)
        if why is None:
            continue
        trouble = trouble_of(rule)
        if trouble:
            failed.append(rule)
        if trouble and not (rule.catches_all and trouble == Trouble.HANDLER):
            continue  # The last rule keeps its programme when only its person is gone: there is no next rule.
        origin = {"rule": rule.name, "rule_id": rule.pk, "version": rule.version}
        handler = None if trouble else rule.handler_id
        return Routed(rule.programme, {**origin, **why}, rule, handler, tuple(failed))
    return None


def trouble_of(rule: RoutingRule) -> Trouble | None:
    """Why `rule` cannot send an idea anywhere; None when it can."""
    if not rule.programme.is_active:
        return Trouble.PROGRAMME
    return Trouble.HANDLER if rule.names_handler and not rule.handler_fits else None
