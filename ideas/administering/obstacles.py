"""What still needs a programme or a theme, so that it cannot be switched off; and saying which."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ideas.models import Idea, RoutingRule
from ideas.statuses import ENDED
from participation.errors import Incomplete
from participation.models import Area, Programme, Theme

MOST_NAMED = 5


def check_not_needed(programme: Programme) -> None:
    """Refuse to switch off what still has open ideas or gets them by a rule. Raises Incomplete, which names them."""
    open_ideas = Idea.objects.filter(programme=programme).exclude(status__in=ENDED)
    numbers = list(open_ideas.order_by("reference").values_list("reference", flat=True)[: MOST_NAMED + 1])
    if numbers:
        raise Incomplete(
            _("Dit programma heeft nog ideeën die lopen: %(ideas)s. Geef die eerst aan een ander programma.")
            % {"ideas": _some(numbers)},
            field="is_active",
        )
    rules = RoutingRule.objects.filter(programme=programme, is_active=True)
    names = list(rules.order_by("order", "pk").values_list("name", flat=True)[: MOST_NAMED + 1])
    if names:
        raise Incomplete(
            _("Deze regels sturen ideeën naar dit programma: %(rules)s. Verander die eerst.")
            % {"rules": _some([f"“{name}”" for name in names])},
            field="is_active",
        )


def check_no_rule_asks_for(theme: Theme, field: str) -> None:
    """Refuse to take away a theme that a rule waits for. Raises Incomplete, which names the rules."""
    rules = RoutingRule.objects.filter(themes=theme, is_active=True)
    names = list(rules.order_by("order", "pk").values_list("name", flat=True)[: MOST_NAMED + 1])
    if names:
        raise Incomplete(
            _("Deze regels kijken naar dit thema: %(rules)s. Verander die eerst.")
            % {"rules": _some([f"“{name}”" for name in names])},
            field=field,
        )


def check_no_rule_looks_at(areas: Iterable[Area], field: str) -> None:
    """Refuse to take areas out of use for which a rule waits. Raises Incomplete, which names the rules."""
    rules = RoutingRule.objects.filter(areas__in=list(areas), is_active=True).distinct()
    names = list(rules.order_by("order", "pk").values_list("name", flat=True)[: MOST_NAMED + 1])
    if names:
        raise Incomplete(
            _("Deze regels kijken naar een gebied dat verdwijnt: %(rules)s. Verander die eerst.")
            % {"rules": _some([f"“{name}”" for name in names])},
            field=field,
        )


def _some(names: list[str]) -> str:
    """The first few, and that there are more."""
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
