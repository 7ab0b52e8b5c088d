"""Where who runs a challenge asks a jury, divides the work, and sees how far it is. No score stands here."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from challenges.actions.assign import assign_by_hand, divide_responses, unassign
from challenges.actions.jury import end_juror, invite_juror
from challenges.judging import phase_of, that_count, waiting
from challenges.jury_desk_forms import ByHandForm, DivideForm, InviteJurorForm
from challenges.models import Assignment, Challenge, Juror, Phase
from challenges.permissions import may_run_jury
from challenges.statuses import ChallengeStatus, HowAssigned
from participation.errors import RuleBroken
from participation.paging import page_of
from participation.sent import READ_OR_SEND, UNPROCESSABLE, RulesShownIn, sent
from participation.visitor import reader


def run_challenge(request: HttpRequest, slug: str) -> Challenge:
    """A challenge that this person runs. Raises Http404 for everybody else."""
    return get_object_or_404(Challenge.objects.run_by(reader(request)).select_related("programme"), slug=slug)


def judged_now(challenge: Challenge) -> Phase | None:
    """The phase that the jury reads now; None before the opening and after the decision."""
    phase = phase_of(challenge.pk, challenge.phase_number)
    return phase if challenge.status == ChallengeStatus.IN_REVIEW else None


@never_cache
@READ_OR_SEND
def desk_jury(request: HttpRequest, slug: str) -> HttpResponse:
    """The jury of a challenge; sending invites somebody."""
    challenge = run_challenge(request, slug)
    form = InviteJurorForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            invite_juror(challenge, actor=reader(request), **form.cleaned_data)
            messages.success(request, _("Wij sturen een uitnodiging."))
            return redirect("challenges:desk_jury", slug)
    return _page(request, challenge, invite_form=form)


@require_POST
def divide(request: HttpRequest, slug: str) -> HttpResponse:
    """Divide everything that came in."""
    challenge = run_challenge(request, slug)
    form = DivideForm(request.POST, auto_id="divide_%s")
    if form.is_valid():
        how, readers = HowAssigned(form.cleaned_data["how"]), form.cleaned_data["readers"]
        with RulesShownIn(form):
            division = divide_responses(challenge, actor=reader(request), how=how, readers=readers)
            messages.success(request, _("De inzendingen zijn verdeeld."))
            if not division.is_even:
                messages.warning(request, _("Gelijker kan niet: niet iedereen kan of hoeft alles te lezen."))
            return redirect("challenges:desk_jury", slug)
    return _page(request, challenge, divide_form=form)


@require_POST
def by_hand(request: HttpRequest, slug: str) -> HttpResponse:
    """Let some jurors read one response as well."""
    challenge = run_challenge(request, slug)
    form = _hand_form(challenge, judged_now(challenge), request.POST)
    if form.is_valid():
        jurors = [juror.pk for juror in form.cleaned_data["jurors"]]
        with RulesShownIn(form):
            response = form.cleaned_data["submission"].response_id
            assign_by_hand(challenge, actor=reader(request), response=response, jurors=jurors)
            messages.success(request, _("De inzending is toegewezen."))
            return redirect("challenges:desk_jury", slug)
    return _page(request, challenge, hand_form=form)


@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a response from a juror."""
    challenge = run_challenge(request, slug)
    row = get_object_or_404(
        Assignment.objects.filter(juror__challenge=challenge).select_related("juror__challenge"), pk=pk
    )
    return _done(request, challenge, lambda: unassign(row, actor=reader(request)))


@require_POST
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody out of the jury, or take an invitation back."""
    challenge = run_challenge(request, slug)
    row = get_object_or_404(challenge.jurors, pk=pk)
    return _done(request, challenge, lambda: end_juror(row, actor=reader(request)))


def _done(request: HttpRequest, challenge: Challenge, action: Any) -> HttpResponse:
    try:
        action()
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, _("Gedaan."))
    return redirect("challenges:desk_jury", challenge.slug)


def _hand_form(challenge: Challenge, phase: Phase | None, data: Any = None) -> ByHandForm:
    none = Assignment.objects.none()
    submissions = that_count(phase) if phase else none
    return ByHandForm(submissions, Juror.objects.active().filter(challenge=challenge), data)


def _page(request: HttpRequest, challenge: Challenge, **forms: Any) -> HttpResponse:
    """The page; a form in `forms` came back with errors."""
    phase = judged_now(challenge)
    refused = next((form for form in forms.values() if form.errors), None)
    return render(request, "challenges/desk_jury.html", {
        "challenge": challenge,
        "phase": phase,
        "may_run": may_run_jury(request.user, challenge),
        "jurors": _jurors(challenge, phase),
        "page": _progress(phase, request.GET.get("vanaf", "")) if phase else None,
        "left": waiting(phase).count() if phase else 0,
        "invite_form": InviteJurorForm(),
        "divide_form": DivideForm(auto_id="divide_%s", initial={"readers": phase.min_readers if phase else 1}),
        "hand_form": _hand_form(challenge, phase),
        **forms,
        "form": refused,  # The title of the page says when something is wrong in it.
    }, status=UNPROCESSABLE if refused else None)  # fmt: skip


def _jurors(challenge: Challenge, phase: Phase | None) -> Any:
    """Everybody who was asked, with how much they read and how many interests they have."""
    assigned = Q(assignments__in=Assignment.objects.that_stand().filter(submission__phase=phase).values("pk"))
    final = assigned & Q(assignments__scorecards__reading=1, assignments__scorecards__final_at__isnull=False)
    return challenge.jurors.with_declared().annotate(
        assigned=Count("assignments", filter=assigned, distinct=True),
        done=Count("assignments", filter=final, distinct=True),
        conflicts=Count("interests", filter=Q(interests__has_conflict=True), distinct=True),
    )


def _progress(phase: Phase, cursor: str) -> Any:
    standing = Assignment.objects.that_stand().with_progress()
    readers = standing.select_related("juror").order_by("juror__name", "pk")
    rows = that_count(phase).prefetch_related(Prefetch("assignments", readers))
    return page_of(rows, "id", cursor, rising=True)
