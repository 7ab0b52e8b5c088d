"""Where the decision on a phase is prepared, its letters are read beforehand, and all are sent at once."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from challenges.actions.decide import prepare_decision, send_decision
from challenges.actions.object import answer_objection
from challenges.decision_forms import DecisionForm, ObjectionAnswerForm
from challenges.decision_rows import Prepared, prepared, sent_decisions, with_makers
from challenges.judging import waiting
from challenges.models import Challenge, Objection, Phase
from challenges.permissions import may_answer_objection
from challenges.statuses import ObjectionStatus
from challenges.views.desk_jury import judged_now, run_challenge
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, number_in, sent
from participation.visitor import reader

ROWS = 20
MOST_OBJECTIONS = 200


def _part(request: HttpRequest, ready: Prepared) -> tuple[int, dict[str, Any]]:
    """Which part of the responses the page shows, and the way to the parts beside it."""
    last = max(0, (len(ready.rows) - 1) // ROWS)
    number = min(number_in(request.GET.get("deel", "")) or 0, last)
    links = {
        "previous_url": f"?deel={number - 1}" if number else None,
        "next_url": f"?deel={number + 1}" if number < last else None,
    }
    return number * ROWS, links


@never_cache
@READ_OR_SEND
def decision(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare the decision; when there is nothing to decide now, the decisions that were sent."""
    challenge = run_challenge(request, slug)
    phase = judged_now(challenge)
    if phase is None or waiting(phase).exists():
        gone = {"challenge": challenge, "phase": phase, "sent": sent_decisions(challenge).values()}
        return render(request, "challenges/desk_decided.html", gone)
    ready = prepared(phase, timezone.localdate())
    first, links = _part(request, ready)
    has_next = Phase.objects.filter(challenge=challenge, number=phase.number + 1).exists()
    rows = with_makers(ready.rows[first : first + ROWS])
    form = DecisionForm(rows, ready.decision, sent(request), has_next=has_next)
    if form.is_valid():
        with RulesShownIn(form):
            edition = form.cleaned_data["edition"]
            prepare_decision(challenge, form.plan(), actor=reader(request), edition=edition)
            messages.success(request, _("Het besluit is bewaard. Er is nog niets verstuurd."))
            return redirect(request.get_full_path())
    rounds = Phase.objects.opened().filter(challenge=challenge, number__lte=phase.number)
    context = {"challenge": challenge, "phase": phase, "rounds": rounds, "form": form, "ready": ready, **links}
    return form_page(request, "challenges/desk_decision.html", context)


@never_cache
@require_safe
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Every letter as it would be sent now."""
    challenge = run_challenge(request, slug)
    phase = judged_now(challenge)
    ready = prepared(phase, timezone.localdate()) if phase and not waiting(phase).exists() else None
    if ready is None or ready.decision is None:
        raise Http404
    first, links = _part(request, ready)
    return render(request, "challenges/desk_letters.html", {
        "challenge": challenge,
        "ready": ready,
        "letters": [(row, ready.letter(row)) for row in ready.rows[first : first + ROWS]],
        **links,
    })  # fmt: skip


@require_POST
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send what was previewed."""
    challenge = run_challenge(request, slug)
    try:
        send_decision(challenge, actor=reader(request), edition=number_in(request.POST.get("edition", "")) or 0)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("Het besluit is verstuurd."))
    return redirect("challenges:desk_decision", slug)


def _objections(challenge: Challenge) -> Any:
    return Objection.objects.filter(verdict__determination__phase__challenge=challenge).select_related(
        "verdict__determination__phase__challenge", "verdict__submission__response__organisation", "answered_by"
    )


@never_cache
@require_safe
def objections(request: HttpRequest, slug: str) -> HttpResponse:
    """The objections to the decisions of a challenge; those that wait for an answer stand first."""
    challenge = run_challenge(request, slug)
    rows = _objections(challenge).order_by(F("answered_at").asc(nulls_first=True), "made_at")[:MOST_OBJECTIONS]
    return render(request, "challenges/desk_objections.html", {"challenge": challenge, "objections": rows})


@never_cache
@READ_OR_SEND
def objection(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One objection, with the letter it is about; somebody else than who decided answers it."""
    challenge = run_challenge(request, slug)
    row = get_object_or_404(_objections(challenge), pk=pk)
    form = ObjectionAnswerForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            status, answer = ObjectionStatus(form.cleaned_data["status"]), form.cleaned_data["answer"]
            answer_objection(row, actor=reader(request), status=status, answer=answer)
            messages.success(request, _("Uw antwoord is verstuurd."))
            return redirect("challenges:desk_objections", slug)
    context = {"challenge": challenge, "row": row, "form": form, "may_answer": may_answer_objection(request.user, row)}
    return form_page(request, "challenges/desk_objection.html", context)
