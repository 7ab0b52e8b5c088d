"""Where coordinators write a routing rule, try it on ideas that are there, and save it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ideas.actions.rules import change_rule, make_rule
from ideas.models import Idea, RoutingRule
from ideas.routing.bench import MOST_TRIED, arranged, try_out
from ideas.routing.checking import shadow_of
from ideas.rules_forms import GoalForm, RuleForm
from ideas.rules_wording import told
from ideas.views.desk_rules import one_of, read_rules, writer
from participation.errors import NotPossible, RuleBroken
from participation.sent import READ_OR_SEND, sent, show_rule

TRY = "probeer"


@never_cache
@READ_OR_SEND
def new_rule(request: HttpRequest) -> HttpResponse:
    """Make a rule; while there is none, it is the one that catches all."""
    person, every = writer(request), read_rules(request)
    is_last = not any(rule.catches_all for rule in every)
    form = _form(request, every, None, is_last=is_last, initial={"key": uuid.uuid4()})
    if form.is_valid() and request.POST.get("doe") != TRY:
        try:
            key = form.cleaned_data["key"] or uuid.uuid4()
            return _saved(request, make_rule(form.wish(), actor=person, client_key=key, after=form.after))
        except RuleBroken as broken:
            show_rule(form, broken)
    return _page(request, form, every, None)


@never_cache
@READ_OR_SEND
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a rule. Who comes second sees what is there by now, keeps their own text, and decides."""
    person, every = writer(request), read_rules(request)
    stored = one_of(every, pk)
    form = _form(request, every, stored, is_last=stored.catches_all, initial=GoalForm.initial_of(stored))
    if form.is_valid() and request.POST.get("doe") != TRY:
        seen = form.cleaned_data["seen"] or 0
        try:
            return _saved(request, change_rule(stored, form.wish(), actor=person, seen=seen, after=form.after))
        except NotPossible as conflict:
            return _page(request, form, every, stored, conflict=str(conflict.message))
        except RuleBroken as broken:
            show_rule(form, broken)
    return _page(request, form, every, stored)


def _form(
    request: HttpRequest,
    every: list[RoutingRule],
    stored: RoutingRule | None,
    *,
    is_last: bool,
    initial: dict[str, Any],
) -> GoalForm:
    data = sent(request)
    if is_last:
        return GoalForm(data, stored=stored, is_last=True, initial=initial)
    return RuleForm(data, others=every, stored=stored, initial=initial)


def _saved(request: HttpRequest, rule: RoutingRule) -> HttpResponse:
    messages.success(request, _("De regel is bewaard."))
    tried = list(RoutingRule.objects.in_order())
    before = tried[: next((place for place, other in enumerate(tried) if other.pk == rule.pk), 0)]
    if not rule.catches_all and (shadow := shadow_of(rule, before)):
        messages.warning(request, _("Let op: “%(name)s” staat hoger en krijgt elk idee dat hier past.") % {
            "name": shadow.name
        })  # fmt: skip
    return redirect("ideas:desk_rules")


def _page(
    request: HttpRequest, form: GoalForm, every: list[RoutingRule], stored: RoutingRule | None, conflict: str = ""
) -> HttpResponse:
    bench, status = None, 422 if form.errors else 200
    if form.is_bound and not form.errors:
        tried = [rule for rule in every if rule.is_active]
        after = arranged(tried, form.rule, form.after)
        bench = try_out(form.rule, Idea.objects.for_bench()[:MOST_TRIED], before=tried, after=after)
    if conflict and stored:
        status = 409
        stored = one_of(read_rules(request), stored.pk)
        # Whoever saves now has read what is there: they replace this version, and no other.
        data = request.POST.copy()
        data["seen"] = str(stored.version)
        form.data = data
    return render(request, "ideas/desk_rule_form.html", {
        "form": form,
        "rule": stored,
        "bench": bench,
        "most_tried": MOST_TRIED,
        "conflict": conflict,
        "stored_sentence": told(stored) if stored else "",
        "sentence": told(form.rule) if bench else "",
    }, status=status)  # fmt: skip
