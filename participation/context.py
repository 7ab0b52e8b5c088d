"""What every page knows."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

CHOICE = "taal"
LanguageLink = tuple[str, str, str, bool]


def municipality(request: HttpRequest) -> dict[str, Any]:
    """Give whose site this is, and the links to this page in the other languages."""
    whose = {"name": settings.MUNICIPALITY_NAME, "contact": settings.MUNICIPALITY_CONTACT}
    return {"municipality": whose, "language_links": _language_links(request)}


def _language_links(request: HttpRequest) -> list[LanguageLink]:
    """Give (code, name, link, whether it is this one) for each language; the rest of the address stays as it is."""
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name != CHOICE]
    active = get_language()
    return [(code, name, f"?{urlencode([*kept, (CHOICE, code)])}", code == active) for code, name in settings.LANGUAGES]
