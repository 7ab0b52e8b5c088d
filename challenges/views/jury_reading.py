"""What a juror reads, what they score, and what they say to each other once their own score is final."""

import logging
import mimetypes
import uuid
from typing import Any

from csp.constants import NONE
from csp.decorators import csp
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from challenges.actions.interests import declare_interests
from challenges.actions.scoring import NotScored, note_reading, save_scores, say
from challenges.jury_answers import answers_of
from challenges.jury_forms import LateInterestForm, RemarkForm, ScoreForm
from challenges.models import Assignment, Scorecard, Submission
from challenges.ranking import alarms
from challenges.response_page import Answered
from challenges.sealing import Tampered
from challenges.views.jury import own_jury
from challenges.views.making import sealed_page
from challenges.views.uploads import handed_out
from participation.errors import RuleBroken
from participation.sent import READ_OR_SEND, RulesShownIn, form_page, sent, show_rule
from participation.visitor import reader

FIRST, SECOND = 1, 2
log = logging.getLogger(__name__)


def own_assignment(request: HttpRequest, slug: str, reference: str) -> Assignment:
    """What this juror may read, by the reference of the response. Raises Http404 for everybody and everything else."""
    juror, phase = own_jury(request, slug)
    if not juror.declared:  # One that is away while others are there would say in which response a partner joined.
        raise Http404
    mine = Assignment.objects.readable_by(reader(request)).filter(juror=juror, submission__phase=phase)
    found = mine.with_progress().select_related("submission__phase__challenge", "submission__response__organisation")
    return get_object_or_404(found, submission__response__reference=reference)


@sealed_page
@READ_OR_SEND
def read(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One response with the scorecard of this juror."""
    return _score_page(request, slug, own_assignment(request, slug, reference), FIRST)


@sealed_page
@READ_OR_SEND
def read_again(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The same after the discussion: a second score, with a reason."""
    assignment = own_assignment(request, slug, reference)
    if not assignment.is_final:
        raise Http404
    return _score_page(request, slug, assignment, SECOND)


def _score_page(request: HttpRequest, slug: str, assignment: Assignment, reading: int) -> HttpResponse:
    person = reader(request)
    response, criteria = assignment.submission.response, list(assignment.submission.phase.criteria.all())
    cards = {card.reading: card for card in assignment.scorecards.prefetch_related("scores")}
    card = cards.get(reading)
    form = ScoreForm(criteria, sent(request), card=card or cards.get(FIRST), reading=reading)
    if form.is_valid():
        is_final, reason = request.POST.get("doe") == "definitief", form.cleaned_data.get("reason", "")
        try:
            save_scores(assignment, form.marks(), actor=person, reading=reading, reason=reason, is_final=is_final)
        except NotScored as unscored:
            form.add_error(None, unscored.problems)
        except RuleBroken as broken:
            show_rule(form, broken)
        else:
            if is_final:
                messages.success(request, _("Uw score is definitief."))
                return redirect("challenges:jury_talk", slug, response.reference)
            messages.success(request, _("Uw score is bewaard als concept."))
            return redirect(request.path)
    note_reading(assignment, actor=person)
    return form_page(request, "challenges/jury_response.html", {
        **_shown(assignment),
        "form": form,
        "card": card,
        "reading": reading,
    })  # fmt: skip


def _shown(assignment: Assignment) -> dict[str, Any]:
    submission = assignment.submission
    return {
        "challenge": submission.phase.challenge,
        "phase": submission.phase,
        "assignment": assignment,
        "response": submission.response,
        "blind": submission.phase.is_blind,
        "answers": _answers(submission),
    }


def _answers(submission: Submission) -> list[Answered] | None:
    """What this juror may read of it; None when it was damaged."""
    try:
        return answers_of(submission, blind=submission.phase.is_blind)
    except Tampered:
        log.exception("Submission %s cannot be opened.", submission.pk)
        return None


@sealed_page
@csp({"default-src": [NONE], "sandbox": [True]})
@require_safe
def file(request: HttpRequest, slug: str, reference: str, key: uuid.UUID) -> HttpResponseBase:
    """A file of what this juror reads; in blind reading under a name that says nothing."""
    assignment = own_assignment(request, slug, reference)
    blind = assignment.submission.phase.is_blind
    files = [each.file for answer in _answers(assignment.submission) or () for each in answer.files]
    found = next((file for file in files if file.uuid == key), None)
    if found is None:
        raise Http404
    note_reading(assignment, actor=reader(request))
    answer = handed_out(found)
    if blind:
        name = f"bestand-{files.index(found) + 1}{mimetypes.guess_extension(found.kind) or ''}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@sealed_page
@READ_OR_SEND
def talk(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What the others scored and what was said; there only for who has a final score of their own."""
    assignment = own_assignment(request, slug, reference)
    if not assignment.is_final:
        raise Http404
    form = RemarkForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            say(assignment, form.cleaned_data["text"], actor=reader(request))
            return redirect(request.path)
    note_reading(assignment, actor=reader(request))
    submission = assignment.submission
    cards = shown_cards(submission.pk)
    newest = {card.assignment_id: card for card in cards}  # The second reading of a juror comes last.
    values = [{score.criterion_id: score.value for score in card.scores.all()} for card in newest.values()]
    criteria = list(submission.phase.criteria.all())
    apart = set(alarms(values))
    return form_page(request, "challenges/jury_talk.html", {
        **_shown(assignment),
        "form": form,
        "cards": cards,
        "apart": [criterion for criterion in criteria if criterion.pk in apart],
        "remarks": submission.jury_remarks.select_related("writer"),
        "names": _names(assignment),
        "may_again": not any(card.reading == SECOND and card.assignment_id == assignment.pk for card in cards),
    })  # fmt: skip


def shown_cards(submission: int) -> list[Scorecard]:
    """Every final card of a submission with its scores and who gave it, but of those who have an interest."""
    counting = Assignment.objects.without_conflict().filter(submission=submission).values("pk")
    cards = Scorecard.objects.final().filter(assignment__in=counting).select_related("assignment__juror")
    return list(
        cards.order_by("assignment__juror__name", "assignment", "reading").prefetch_related("scores__criterion")
    )


def _names(assignment: Assignment) -> dict[int, str]:
    """The names of the jury by account."""
    return dict(assignment.juror.challenge.jurors.exclude(person=None).values_list("person", "name"))


@sealed_page
@READ_OR_SEND
def conflict_after_all(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The juror finds out while reading: from now on the response is hidden from them, for good."""
    assignment = own_assignment(request, slug, reference)
    form = LateInterestForm(sent(request))
    if form.is_valid():
        with RulesShownIn(form):
            said = {assignment.submission.response_id: form.cleaned_data["explanation"]}
            declare_interests(assignment.submission.phase.challenge, actor=reader(request), with_conflict=said)
            messages.success(request, _("U leest deze inzending niet meer. Dat blijft zo."))
            return redirect("challenges:jury_list", slug)
    context = {
        "challenge": assignment.submission.phase.challenge,
        "response": assignment.submission.response,
        "form": form,
    }
    return form_page(request, "challenges/jury_conflict.html", context)
