"""Public pages are made once in a few seconds for all visitors whom we do not know.

Who is signed in, or is being told something, always gets a page of their own: whoever changes something sees it at
once. Everybody else sees it within PAGE_CACHE_SECONDS, and what a moderator hides is gone at once (`page_news`).
"""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from participation.page_news import PageNews
from participation.page_shelf import KeptPage, Key, PageShelf

Responder = Callable[[HttpRequest], HttpResponse]

PERSONAL = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
SHELF = PageShelf()
NEWS = PageNews(SHELF)


def same_for_visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say of a view that its page holds nothing of a person when nobody is signed in, so that it may be kept."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.same_for_visitors = True  # type: ignore[attr-defined] # a mark of ours
        return response

    return marked


class PageCache:
    """Middleware, the outermost: a kept page costs no session, no database and no template."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from the shelf, or let the page be made and keep it."""
        if not settings.PAGE_CACHE_SECONDS or request.method != "GET" or not _is_visitor(request):
            return self.get_response(request)
        NEWS.start()
        key = _key(request)
        page = SHELF.take(key)
        if page is None:
            edition = SHELF.edition
            response = self.get_response(request)
            if not _may_be_kept(response):
                return response
            until = time.monotonic() + settings.PAGE_CACHE_SECONDS
            page = KeptPage(until, tuple(response.items()), response.content)
            SHELF.put(key, page, edition)
        return _answer(request, page)


def _is_visitor(request: HttpRequest) -> bool:
    fragment = "HTTP_HX_REQUEST" in request.META
    return not fragment and not any(name in request.COOKIES for name in PERSONAL)


def _key(request: HttpRequest) -> Key:
    """All that the page of a visitor depends on. The address as it came in: it is checked before a page is made."""
    asked = (request.META.get(name, "") for name in ("HTTP_HOST", "PATH_INFO", "QUERY_STRING"))
    return (*asked, request.scheme or "", request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        getattr(response, "same_for_visitors", False) and response.status_code == HTTPStatus.OK and not response.cookies
    )


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """Give the page, compressed if that is understood, or say that the browser's own copy is still right."""
    if page.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        return HttpResponseNotModified(headers={"ETag": page.etag, "Cache-Control": "no-cache"})
    headers = dict(page.headers)
    headers["Vary"] = f"Accept-Encoding, {headers.get('Vary', 'Cookie')}"
    # A browser may keep it too, but asks each time: then a hidden idea is gone there as well.
    headers |= {"Cache-Control": "no-cache", "ETag": page.etag}
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        body, headers["Content-Encoding"] = page.compressed, "gzip"
    else:
        body = page.body
    return HttpResponse(body, headers={**headers, "Content-Length": str(len(body))})
