"""What who runs a challenge reads, once two people opened the phase. Each look is written down before it is shown."""

import logging
import uuid
from typing import Any

from csp.constants import NONE
from csp.decorators import csp
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from challenges.exporting import packed
from challenges.models import Challenge, Phase, Response, Submission
from challenges.permissions import may_read_opened
from challenges.reading import read
from challenges.sealed_contents import answers_in_submission
from challenges.sealing import Tampered
from challenges.submissions import files_in
from challenges.views.making import sealed_page
from challenges.views.rounds import round_shown
from challenges.views.uploads import handed_out
from participation.audit import Seen, record_read
from participation.models import User
from participation.paging import page_of
from participation.reading import Reading
from participation.sent import number_in
from participation.visitor import reader

log = logging.getLogger(__name__)


@sealed_page
@require_safe
def desk_responses(request: HttpRequest, slug: str) -> HttpResponse:
    """The responses of one round: the last that was opened, or another one."""
    phase = _opened_phase(request, slug)
    counting = _counting(phase, reader(request)).select_related("response__organisation").defer("sealed")
    record_read(reader(request), Reading.RESPONSES)
    page, stay = page_of(counting, "submitted_at", request.GET.get("vanaf", "")), f"?ronde={phase.number}&vanaf="
    return render(request, "challenges/desk_responses.html", {
        "challenge": phase.challenge,
        "phase": phase,
        "rounds": Phase.objects.opened().filter(challenge=phase.challenge),
        "is_kept": hasattr(phase, "seal_key"),
        "rows": page.rows,
        "previous_url": page.previous and stay + page.previous,
        "next_url": page.next and stay + page.next,
    })  # fmt: skip


@sealed_page
@require_safe
def desk_response(request: HttpRequest, reference: str) -> HttpResponse:
    """One response: what counts in a round, with its files, and whether its hash is the published one."""
    named = request.GET.get("ronde", "")
    submission = _opened_submission(request, reference, **({"phase__number": number_in(named) or 0} if named else {}))
    if not submission.is_kept:
        return redirect("challenges:desk_responses", submission.phase.challenge.slug)
    record_read(reader(request), Reading.RESPONSE, Seen(submission.response))
    try:
        found = read(submission, list(submission.phase.fields.order_by("number")))
    except Tampered:
        log.exception("Submission %s cannot be opened.", submission.pk)
        found = None
    return render(request, "challenges/desk_response.html", {
        "response": submission.response,
        "challenge": submission.phase.challenge,
        "phase": submission.phase,
        "read": found,
        "partners": submission.response.partners.filter(accepted_at__isnull=False).select_related("organisation"),
    })  # fmt: skip


@sealed_page
@csp({"default-src": [NONE], "sandbox": [True]})
@require_safe
def desk_file(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponseBase:
    """A file of what counts, of whichever round it is."""
    submission = _opened_submission(request, reference, phase__files__uuid=key)
    if not submission.is_kept:
        raise Http404
    found = files_in(submission, answers_in_submission(submission)).get(str(key))
    if found is None:
        raise Http404
    record_read(reader(request), Reading.RESPONSE_FILE, Seen(submission.response))
    return handed_out(found.file)


@sealed_page
@csp({"default-src": [NONE], "sandbox": [True]})
@require_safe
def desk_export(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All responses that count with their files, as one ZIP that is made while it is sent."""
    phase = _opened_phase(request, slug)
    counting = _counting(phase, reader(request)).select_related("response__organisation")
    seen = [Seen(response) for response in Response.objects.filter(pk__in=counting.values("response"))]
    if seen:
        record_read(reader(request), Reading.RESPONSE_EXPORT, *seen)
    answer = StreamingHttpResponse(packed(phase, counting), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="inzendingen-{phase.challenge.slug}-{phase.number}.zip"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _opened_phase(request: HttpRequest, slug: str) -> Phase:
    """The round that the page shows, if this person may read what came in. Raises Http404."""
    run = Challenge.objects.run_by(reader(request)).filter(slug=slug).values("pk")
    opened = Phase.objects.opened().filter(challenge__in=run).select_related("challenge", "seal_key")
    phase = round_shown(request, opened)
    if phase is None or not may_read_opened(reader(request), phase):
        raise Http404
    return phase


def _counting(phase: Phase, person: User) -> QuerySet[Submission]:
    """What counts, as long as it is kept."""
    shown = Response.objects.filter(challenge=phase.challenge).without_conflict_of(person)
    return Submission.objects.filter(phase=phase, response__in=shown.values("pk")).counting().kept()


def _opened_submission(request: HttpRequest, reference: str, **which: Any) -> Submission:
    """What counts of the response, in the last phase that was opened and is `which`. Raises Http404."""
    opened = Response.objects.opened_for(reader(request)).select_related("challenge", "organisation")
    response = get_object_or_404(opened, reference=reference)
    counting = Submission.objects.filter(response=response, phase__unsealed_at__isnull=False).counting()
    counting = counting.filter(**which).select_related("phase__challenge", "phase__seal_key")
    found = counting.order_by("-phase__number").first()
    if found is None or not may_read_opened(reader(request), found.phase):
        raise Http404
    found.response = response
    return found
