"""Pages with a map may load its pictures from one other place; all other pages load nothing from elsewhere."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Responder = Callable[[HttpRequest], HttpResponse]


def has_map(request: HttpRequest) -> None:
    """Note that the page of `request` holds a map."""
    request.has_map = True  # type: ignore[attr-defined] # a mark of ours


def tiles_origin() -> str:
    """Where the pictures of maps come from, as a content security policy names it; empty when there are none."""
    parts = urlsplit(settings.TILES_URL)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def allow_tiles(get_response: Responder) -> Responder:
    """Widen the content security policy by exactly that place, for exactly the pages that hold a map."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        origin = tiles_origin()
        if origin and getattr(request, "has_map", False):
            response._csp_update = {"img-src": [origin]}  # type: ignore[attr-defined] # noqa: SLF001 - as csp.decorators does
        return response

    return middleware
