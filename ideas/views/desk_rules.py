"""Where officials read the routing rules and their history; coordinators put them in order and switch them off."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ideas.actions.rules import move_rule, switch_rule
from ideas.models import Idea, RoutingRule
from ideas.permissions import may_change_rules, may_see_rules
from ideas.routing.bench import MOST_TRIED, Bench, try_out
from ideas.routing.checking import has_ended, shadow_of
from ideas.routing.choosing import trouble_of
from ideas.routing.wish import facts_of
from ideas.rules_forms import SwitchForm
from ideas.rules_statuses import Trouble
from ideas.rules_wording import told, told_of
from ideas.wording import details, headline
from participation import journal
from participation.errors import RuleBroken
from participation.models import Event, User
from participation.paging import page_of
from participation.sent import number_in
from participation.visitor import reader


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in the list: its sentence, what is wrong with it, and the keys of the rules beside it."""

    rule: RoutingRule
    number: int
    sentence: str
    trouble: Trouble | None
    has_ended: bool
    shadow: RoutingRule | None
    above: int | None
    below: int | None


def writer(request: HttpRequest) -> User:
    """The coordinator who changes rules. Raises PermissionDenied for everybody else."""
    if not may_change_rules(request.user):
        raise PermissionDenied
    return reader(request)


def read_rules(request: HttpRequest) -> list[RoutingRule]:
    """Every rule in its order, for an official. Raises PermissionDenied for everybody else."""
    if not may_see_rules(request.user):
        raise PermissionDenied
    return list(RoutingRule.objects.with_terms())


def one_of(rules: Iterable[RoutingRule], pk: int) -> RoutingRule:
    """The rule with that key. Raises Http404."""
    found = next((rule for rule in rules if rule.pk == pk), None)
    if found is None:
        raise Http404
    return found


def lines_of(rules: list[RoutingRule]) -> list[Line]:
    """The rules that are on, as the list shows them."""
    today, tried = timezone.localdate(), [rule for rule in rules if rule.is_active]
    movable = [rule.pk for rule in tried if not rule.catches_all]
    around = zip([None, *movable], movable, [*movable[1:], None], strict=False)
    beside = {pk: (above, below) for above, pk, below in around}
    return [
        Line(
            rule, number, told(rule), trouble_of(rule), has_ended(rule.terms, today),
            None if rule.catches_all else shadow_of(rule, tried[: number - 1]), *beside.get(rule.pk, (None, None)),
        )
        for number, rule in enumerate(tried, 1)
    ]  # fmt: skip


@never_cache
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule as a sentence, in the order in which they are tried."""
    every = read_rules(request)
    return render(request, "ideas/desk_rules.html", {
        "lines": lines_of(every),
        "off": [(rule, told(rule)) for rule in every if not rule.is_active],
        "has_last": any(rule.catches_all for rule in every),
        "may_change": may_change_rules(request.user),
    })  # fmt: skip


@never_cache
@require_safe
def rule_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: what it says, what it did lately, and its history."""
    every = read_rules(request)
    return _page(request, every, one_of(every, pk))


def _page(request: HttpRequest, every: list[RoutingRule], rule: RoutingRule, form: Any = None) -> HttpResponse:
    may_change = may_change_rules(request.user)
    page = page_of(journal.timeline_of(rule).select_related("actor"), "recorded_at", request.GET.get("vanaf", ""))
    line = next((line for line in lines_of(every) if line.rule is rule), None)
    return render(request, "ideas/desk_rule.html", {
        "rule": rule,
        "line": line,
        "sentence": told(rule),
        "may_change": may_change,
        "bench": bench_of(rule, [other for other in every if other.is_active]) if may_change else None,
        "most_tried": MOST_TRIED,
        "history": history_of(page.rows),
        "previous_url": page.previous and f"?vanaf={page.previous}",
        "next_url": page.next and f"?vanaf={page.next}",
        "switch_form": form or SwitchForm(initial={"seen": rule.version}),
        "form": form,
    }, status=422 if form else 200)  # fmt: skip


def bench_of(rule: RoutingRule, tried: list[RoutingRule]) -> Bench:
    """What the stored `rule` did to the newest ideas; one that is off as if it were on, where it would come back."""
    after = tried
    if not rule.is_active:
        after = sorted([*tried, rule], key=lambda other: (other.catches_all, other.order, other.pk))
    before = tried if rule.catches_all else [other for other in tried if other.pk != rule.pk]
    return try_out(rule, Idea.objects.for_bench()[:MOST_TRIED], before=before, after=after)


def history_of(events: list[Event]) -> list[dict[str, Any]]:
    """Events of a rule in words: what it said from then on, and who did it."""
    keys = {event.facts["handler_id"] for event in events if event.facts.get("handler_id")}
    people = dict(User.objects.filter(pk__in=keys).values_list("pk", "nickname"))
    return [
        {
            "event": event,
            "headline": headline(event),
            "details": details(event),
            "sentence": told_of(event.facts, people) if "terms" in event.facts else "",
            "was": told_of(event.facts["was"], people) if "was" in event.facts else "",
        }
        for event in events
    ]


@never_cache
@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A rule as it was in one version: what it said, who wrote that and when, and what came after it."""
    rule = one_of(read_rules(request), pk)
    told_events = journal.timeline_of(rule).select_related("actor").filter(facts__has_key="terms")
    events = {event.facts["version"]: event for event in told_events.filter(facts__version__in=(number, number + 1))}
    made, ended = events.get(number), events.get(number + 1)
    facts = made.facts if made else ended.facts.get("was") if ended else facts_of(rule)
    if facts is None or not (made or ended or number == rule.version):
        raise Http404
    people = dict(User.objects.filter(pk=facts["handler_id"]).values_list("pk", "nickname"))
    return render(request, "ideas/desk_rule_version.html", {
        "rule": rule, "number": number, "name": facts["name"], "sentence": told_of(facts, people),
        "made": made, "ended": ended,
    })  # fmt: skip


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule change places with the one above or below it, as the page showed them."""
    person, rule = writer(request), get_object_or_404(RoutingRule, pk=pk)
    past = number_in(request.POST.get("langs", ""))
    if past is None or request.POST.get("doe") not in {"omhoog", "omlaag"}:
        raise Http404
    try:
        move_rule(rule, actor=person, up=request.POST["doe"] == "omhoog", past=past)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("“%(name)s” is verplaatst.") % {"name": rule.name})
    return redirect("ideas:desk_rules")


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a rule off, with a reason, or on again."""
    person, every = writer(request), read_rules(request)
    rule, on = one_of(every, pk), request.POST.get("doe") == "aan"
    form = SwitchForm({"reason": "-", **request.POST.dict()} if on else request.POST)
    if not form.is_valid():
        return _page(request, every, rule, form)
    try:
        switch_rule(rule, actor=person, on=on, **form.cleaned_data)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
        return redirect(rule.get_desk_url())
    messages.success(request, _("De regel staat aan.") if on else _("De regel staat uit."))
    return redirect("ideas:desk_rules")
