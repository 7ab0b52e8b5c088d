"""The ranking, for who runs the challenge: not before every score is final, so that it steers nobody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from challenges.judging import waiting
from challenges.models import Phase
from challenges.standing import csv_of, standing_of
from challenges.views.desk_jury import run_challenge
from challenges.views.rounds import round_shown


@never_cache
@require_safe
def ranking(request: HttpRequest, slug: str) -> HttpResponse:
    """The ranking of a round with ties, alarms, and whether the order holds; or how much is still to be scored."""
    challenge = run_challenge(request, slug)
    judged = Phase.objects.judged().filter(challenge=challenge)
    phase = round_shown(request, judged)
    left = waiting(phase).count() if phase else 0
    standing = standing_of(phase) if phase and not left else None
    return render(request, "challenges/desk_ranking.html", {
        "challenge": challenge,
        "phase": phase,
        "rounds": judged,
        "left": left,
        "standing": standing,
        "short": sum(row.readers < phase.min_readers for row in standing.rows) if phase and standing else 0,
    })  # fmt: skip


@never_cache
@require_safe
def ranking_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a file, likewise not before every score is final."""
    phase = round_shown(request, Phase.objects.judged().filter(challenge=run_challenge(request, slug)))
    if phase is None or waiting(phase).exists():
        raise Http404
    name = f"rangorde-{slug}-{phase.number}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(csv_of(standing_of(phase)), content_type="text/csv; charset=utf-8", headers=headers)
