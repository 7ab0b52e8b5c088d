"""The map of the site for search engines, in sections that stay small: with a million ideas each is still one range."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from ideas.models import Idea
from ideas.models.queries import IdeaQuerySet
from participation.models import Programme

IDEAS_A_SECTION = 5000  # By number in the table, so that no section counts or skips what stands in another.
MOST_DIGITS = 9  # Of a section. No table has more ideas, and PostgreSQL knows no number that is much greater.
PAGES = ("home", "ideas", "programmes", "how_it_works", "accessibility", "privacy", "sources")
PAGES_SECTION, PROGRAMMES_SECTION, IDEAS_SECTION = "paginas", "programmas", "ideeen-"


class OwnSitemap(Sitemap):  # type: ignore[type-arg] # generic in the stubs only
    """Addresses of this very site, by whatever name it was asked."""

    protocol = urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASE_URL).netloc


class PageSitemap(OwnSitemap):
    """Pages that are always there."""

    def items(self) -> list[str]:
        return [reverse(f"ideas:{name}") for name in PAGES]

    def location(self, item: str) -> str:
        return item


class ProgrammeSitemap(OwnSitemap):
    """Programmes that take ideas."""

    def items(self) -> list[Programme]:
        return list(Programme.objects.active())


class IdeaSitemap(OwnSitemap):
    """The public ideas of one section."""

    limit = IDEAS_A_SECTION

    def __init__(self, section: int) -> None:
        self._first = section * IDEAS_A_SECTION

    def items(self) -> IdeaQuerySet:
        ours = Idea.objects.public().filter(pk__gte=self._first, pk__lt=self._first + IDEAS_A_SECTION)
        return ours.order_by("pk").only("reference", "status_since")

    def lastmod(self, item: Idea) -> datetime:
        return item.status_since


_FIXED: dict[str, type[OwnSitemap]] = {PAGES_SECTION: PageSitemap, PROGRAMMES_SECTION: ProgrammeSitemap}


def register_section(name: str, section: type[OwnSitemap]) -> None:
    """Put the section of a room above this one on the map. Rooms do it in their `sitemaps.py`."""
    _FIXED[name] = section


def sections() -> list[str]:
    """The names of all sections. One statement, whatever there is."""
    last = Idea.objects.aggregate(last=Max("pk"))["last"] or 0
    return [*_FIXED, *(f"{IDEAS_SECTION}{n}" for n in range(last // IDEAS_A_SECTION + 1))]


def section_called(name: str) -> OwnSitemap | None:
    """The section of that name; None when there is none. A section of ideas may be empty."""
    if name in _FIXED:
        return _FIXED[name]()
    number = name.removeprefix(IDEAS_SECTION)
    is_ours = name.startswith(IDEAS_SECTION) and number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    return IdeaSitemap(int(number)) if is_ours else None
