"""Somebody's own page: what they wrote, follow and support, where they belong, and the way to their data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ideas.mine import SECTIONS
from participation.paging import page_of
from participation.visitor import reader

FIRST = 3  # Rows of each section on the page itself; the rest stands on a page of its own.


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every section with its first rows."""
    person = reader(request)
    pages = [(section, page_of(section.rows(person), section.field, size=FIRST)) for section in SECTIONS]
    return render(request, "ideas/mine.html", {"pages": [(one, page) for one, page in pages if page.rows or one.none]})


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """One section, in keyset pages."""
    person = reader(request)
    found = next((one for one in SECTIONS if one.slug == slug), None)
    if found is None:
        raise Http404
    page = page_of(found.rows(person), found.field, request.GET.get("vanaf", ""))
    return render(request, "ideas/mine_section.html", {"section": found, "page": page, "card_level": 2})
