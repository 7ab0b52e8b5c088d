"""The published list of hashes, as a file for whoever checks."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from challenges.hashes import lines_of
from challenges.models import Challenge
from participation.page_cache import same_for_visitors


@require_safe
@login_not_required
@same_for_visitors
def hash_file(_request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The list of one phase. Before it is published there is no such address."""
    challenge = get_object_or_404(Challenge.objects.public(), slug=slug)
    phase = get_object_or_404(challenge.phases, number=number)
    if phase.hashes is None:
        raise Http404
    told = {"challenge": challenge.slug, "round": phase.number, "algorithm": "sha256", "responses": lines_of(phase)}
    return JsonResponse(told, json_dumps_params={"indent": 2})
