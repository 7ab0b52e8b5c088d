"""What goes along with a shared link to an idea: a picture, and a poster to print."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ideas.card import card_of
from ideas.models import Idea
from ideas.poster import poster_of
from participation.page_cache import same_for_visitors


def _public_idea(reference: str) -> Idea:
    """Only what is public is shared, also by its author. Raises Http404."""
    return get_object_or_404(Idea.objects.public().for_cards("problem", "proposal"), reference=reference)


@require_safe
@login_not_required
@same_for_visitors
def card(_request: HttpRequest, reference: str) -> HttpResponse:
    """The picture of an idea for social sites, which show it on pages of their own."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(card_of(_public_idea(reference)), content_type="image/png", headers=headers)


@require_safe
@login_not_required
@same_for_visitors
def poster(_request: HttpRequest, reference: str) -> HttpResponse:
    """The poster, to print."""
    name = f'inline; filename="poster-{reference}.pdf"'
    poster_file = poster_of(_public_idea(reference))
    return HttpResponse(poster_file, content_type="application/pdf", headers={"Content-Disposition": name})
