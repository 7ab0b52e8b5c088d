"""Where a second official reads all that a challenge says, and what changed since it was sent back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from challenges.actions.steps import asked_by
from challenges.completeness import missing_in
from challenges.contents import Difference, differences, label_of, shown
from challenges.locking import server_time
from challenges.models import ChallengeVersion
from challenges.permissions import may_approve
from challenges.statuses import ChallengeStatus
from challenges.views.desk import place_of, run_challenge
from ideas.forms import ReasonForm
from participation.visitor import reader


@never_cache
@require_safe
def approval(request: HttpRequest, slug: str) -> HttpResponse:
    """All parts as they will be public, with the two buttons. Raises PermissionDenied or Http404."""
    its = run_challenge(request, slug)
    if its.status != ChallengeStatus.IN_APPROVAL:
        raise Http404
    person = reader(request)
    versions = list(its.versions.order_by("-number")[:2])
    return render(request, "challenges/desk_approval.html", {
        "challenge": its,
        "parts": [(label_of(name), shown(name, text)) for name, text in versions[0].contents if text],
        "changes": _since_sent_back(versions),
        "is_again": len(versions) > 1,
        "missing": [(each.sentence, place_of(each, its)) for each in missing_in(its, server_time())],
        "may_approve": may_approve(person, its) and asked_by(its) != person.pk,
        "reason_form": ReasonForm(auto_id="reason_%s"),
    })  # fmt: skip


def _since_sent_back(versions: list[ChallengeVersion]) -> list[Difference]:
    return differences(versions[1].contents, versions[0].contents) if versions[1:] else []
