"""What the pages of makers share: finding a response, and keeping what it says out of caches and error reports."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from challenges.models import Response
from participation.visitor import reader

View = Callable[..., HttpResponseBase]


def sealed_page(view: View) -> View:
    """A page that no cache keeps, and of which no error report tells what was sent."""
    return never_cache(sensitive_post_parameters()(view))


def own_response(request: HttpRequest, reference: str) -> Response:
    """The response, for one of its makers. Raises Http404 for everybody else: nobody learns that there is one."""
    mine = Response.objects.written_by(reader(request)).select_related("challenge", "organisation")
    return get_object_or_404(mine, reference=reference)


def trail_to(*responses: Response) -> list[tuple[str, str]]:
    """The way back up: one's responses, and the response when the page is below it."""
    above = [(response.challenge.title, response.get_absolute_url()) for response in responses]
    return [(_("Mijn inzendingen"), reverse("challenges:responses")), *above]
