"""Where a second official reads all that a challenge says, and what changed since it was sent back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from challenges.actions.steps import asked_by
from challenges.clock import now
from challenges.completeness import missing_in
from challenges.contents import contents_of, differences, label_of, shown
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
    person, contents = reader(request), contents_of(its)
    sent_back = its.versions.order_by("-number")[1:2].first()
    return render(request, "challenges/desk_approval.html", {
        "challenge": its,
        "parts": [(label_of(name), shown(name, text)) for name, text in contents if text],
        "changes": differences(sent_back.contents, contents) if sent_back else [],
        "is_again": sent_back is not None,
        "missing": [(each.sentence, place_of(each, its)) for each in missing_in(its, now())],
        "may_approve": may_approve(person, its) and asked_by(its) != person.pk,
        "reason_form": ReasonForm(auto_id="reason_%s"),
    })  # fmt: skip
