"""What lets others find the ideas: feeds for readers, a map and rules for search engines."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import SitemapIndexItem, sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ideas.feeds import NewestIdeas, NewestIdeasAtom
from ideas.sitemaps import section_called, sections
from ideas.views.merged_themes import follows_merged_themes
from participation.page_cache import same_for_visitors

# Personal pages; and orders, pages and places of a list, of which there is no end and which hold the same ideas.
ROBOTS = """User-agent: *
Disallow: /beheer/
Disallow: /werkplek/
Disallow: /mijn
Disallow: /account/
Disallow: /berichten/
Disallow: /inloggen/
Allow: /ideeen/nieuw/$
Disallow: /ideeen/nieuw/
Disallow: /*?*sorteer=
Disallow: /*?*vanaf=
Disallow: /*?*lat=
Disallow: /*?*taal=

Sitemap: {sitemap}
"""


@require_safe
@login_not_required
@same_for_visitors
@follows_merged_themes
def rss(request: HttpRequest) -> HttpResponse:
    """The newest ideas of the list that the address chooses, as RSS."""
    return NewestIdeas()(request)


@require_safe
@login_not_required
@same_for_visitors
@follows_merged_themes
def atom(request: HttpRequest) -> HttpResponse:
    """The newest ideas of the list that the address chooses, as Atom."""
    return NewestIdeasAtom()(request)


@require_safe
@login_not_required
@same_for_visitors
def robots(_request: HttpRequest) -> HttpResponse:
    """What search engines should leave alone."""
    text = ROBOTS.format(sitemap=f"{settings.BASE_URL}{reverse('ideas:sitemap')}")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
@same_for_visitors
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Where the sections of the map are."""
    addresses = [reverse("ideas:sitemap_section", args=[section]) for section in sections()]
    items = [SitemapIndexItem(f"{settings.BASE_URL}{address}") for address in addresses]
    return render(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


@require_safe
@login_not_required
@same_for_visitors
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One section of the map. Raises Http404."""
    found = section_called(section)
    if found is None:
        raise Http404
    return sitemap(request, {section: found}, section).render()
