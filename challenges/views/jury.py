"""What a juror does: accept, declare, read, score, and talk."""

from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from challenges.actions.interests import declare_interests
from challenges.actions.jury import accept_invitation, end_juror
from challenges.judging import names_in, phase_of
from challenges.jury_forms import InterestForm
from challenges.models import Assignment, Challenge, Juror, Phase
from challenges.models.jury import INVITATION_DAYS, INVITATION_SALT
from challenges.permissions import juror_of
from challenges.statuses import ChallengeStatus
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, form_page, sent
from participation.visitor import reader, visitor

MOST_JURIES = 50


@never_cache
@READ_OR_SEND
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page of one invitation: accept it when signed in, or turn it down with the link alone."""
    try:
        pk = signing.loads(token, salt=INVITATION_SALT, max_age=INVITATION_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return render(request, "challenges/jury_invitation_gone.html", status=410)
    invited = Juror.objects.select_related("challenge").filter(pk=pk).first()
    if invited is None or not invited.is_open or invited.challenge.is_inside:
        return render(request, "challenges/jury_invitation_gone.html", status=410)
    refusal, person = "", visitor(request)
    try:
        if request.POST.get("doe") == "nee":
            end_juror(invited, actor=person, holds_link=True)
            messages.success(request, _("U doet niet mee met de jury."))
            return redirect("ideas:home")
        if request.method == "POST" and person:
            accept_invitation(invited, actor=person)
            messages.success(request, _("U zit nu in de jury."))
            return redirect("challenges:jury")
    except RuleBroken as broken:
        refusal = str(broken.message)
    context = {"challenge": invited.challenge, "refusal": refusal}
    return render(request, "challenges/jury_invitation.html", context, status=UNPROCESSABLE if refusal else None)


@never_cache
@require_safe
def jury(request: HttpRequest) -> HttpResponse:
    """The juries of this person, and what there is to do in each."""
    person = reader(request)
    rows = Juror.objects.active().filter(person=person).select_related("challenge").with_declared()
    jurors = list(rows.order_by("-challenge__status_since", "-pk")[:MOST_JURIES])
    reads: dict[int, list[Assignment]] = {}
    for assignment in Assignment.objects.readable_by(person).with_progress():
        reads.setdefault(assignment.juror_id, []).append(assignment)
    return render(request, "challenges/jury.html", {"juries": [_jury(row, reads.get(row.pk, [])) for row in jurors]})


def _jury(juror: Juror, assignments: list[Assignment]) -> dict[str, Any]:
    done = sum(one.is_final for one in assignments)
    return {
        "juror": juror,
        "challenge": juror.challenge,
        "in_review": juror.challenge.status == ChallengeStatus.IN_REVIEW,
        "declared": juror.declared,
        "done": done,
        "left": len(assignments) - done,
    }


def own_jury(request: HttpRequest, slug: str) -> tuple[Juror, Phase]:
    """The juror that this person is, and the phase that is judged now. Raises Http404 for everybody else."""
    challenge = get_object_or_404(Challenge.objects.filter(status=ChallengeStatus.IN_REVIEW), slug=slug)
    juror, phase = juror_of(request.user, challenge), phase_of(challenge.pk, challenge.phase_number)
    if juror is None or phase is None:
        raise Http404
    return juror, phase


@never_cache
@require_safe
def reading_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What this juror reads in one challenge; first of all they declare, and again when another partner joined."""
    juror, phase = own_jury(request, slug)
    if not juror.declared:
        return redirect("challenges:jury_interests", slug)
    mine = Assignment.objects.readable_by(reader(request)).filter(juror=juror, submission__phase=phase)
    shown = mine.select_related("submission__response__organisation").order_by("submission__response__reference")
    return render(request, "challenges/jury_list.html", {
        "challenge": phase.challenge,
        "phase": phase,
        "assignments": sorted(shown.with_progress(), key=attrgetter("is_final")),
    })  # fmt: skip


@never_cache
@READ_OR_SEND
def interests(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare: in which responses the juror has an interest."""
    juror, phase = own_jury(request, slug)
    names, known = names_in(phase), {row.response_id: row for row in juror.interests.all()}
    form = InterestForm(names, known, sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            declare_interests(phase.challenge, actor=reader(request), with_conflict=form.with_conflict())
            messages.success(request, _("Uw verklaring is bewaard."))
            return redirect("challenges:jury_list", slug)
    before = [(name, known[name.response]) for name in names if name.response in known]
    return form_page(request, "challenges/jury_interests.html", {
        "challenge": phase.challenge,
        "phase": phase,
        "form": form,
        "said": [name for name, row in before if row.has_conflict],
        "grown": [
            name for name, row in before if not row.has_conflict and name.has_grown_since(row.declared_at)
        ],
    })  # fmt: skip
