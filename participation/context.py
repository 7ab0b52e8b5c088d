"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

LanguageLink = tuple[str, str, str, bool]


def municipality(request: HttpRequest) -> dict[str, Any]:
    """Give whose site this is, and the links to this page in the other languages."""
    return {"municipality": {"name": settings.MUNICIPALITY_NAME}, "language_links": _language_links(request)}


def _language_links(request: HttpRequest) -> list[LanguageLink]:
    """Give (code, name, link, whether it is this one) for each language; the rest of the address stays as it is."""
    query, active = request.GET.copy(), get_language()
    links = []
    for code, name in settings.LANGUAGES:
        query["taal"] = code
        links.append((code, name, f"?{query.urlencode()}", code == active))
    return links
