"""What the query string of the list asks for: the one place for all who need the same ideas and not the same page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.utils.translation import gettext as _

from ideas.models import Idea
from ideas.models.facets import INDEXED, NAMES, Facets
from ideas.models.queries import IdeaQuerySet
from ideas.models.searchable import CONFIG
from ideas.search import LONGEST_QUERY, asked
from ideas.statuses import Status
from participation.models import Area, Theme


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. What a query string names and does not exist narrows nothing, as in the list."""

    words: str = ""
    theme: Theme | None = None
    area: Area | None = None
    status: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read the query string of the list, in two statements or less."""
        words, theme, area, status = (_said(query, name) for name in ("q", "thema", "gebied", "status"))
        return cls(
            words=" ".join(words.split()),
            theme=Theme.objects.filter(slug=theme).first() if theme else None,
            area=Area.objects.defer("geometry").filter(code=area).first() if area else None,
            status=status if status in Status.values else "",
        )

    @property
    def query(self) -> str:
        """The query string that asks for just this, always written in the same way."""
        return urlencode({
            **({"q": self.words} if self.words else {}),
            **({"thema": self.theme.slug} if self.theme else {}),
            **({"gebied": self.area.code} if self.area else {}),
            **({"status": self.status} if self.status else {}),
        })  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked than words."""
        return bool(self.theme or self.area or self.status)

    @property
    def terms(self) -> str:
        """The words as `to_tsquery` reads them."""
        return asked(self.words) if self.words else ""

    @property
    def facets(self) -> Facets:
        return Facets.chosen(theme=self.theme, area=self.area, status=self.status)

    @property
    def tokens(self) -> list[list[str]]:
        """For each facet that narrows, its values as `INDEXED` writes them."""
        facets = self.facets
        return [[f"{name}{value}" for value in getattr(facets, name)] for name in NAMES if getattr(facets, name)]

    def in_words(self) -> str:
        """As a person reads it."""
        words = f"“{self.words}”" if self.words else ""
        status = str(Status(self.status).label) if self.status else ""
        return ", ".join(str(part) for part in (words, self.theme, self.area, status) if part) or _("Alle ideeën")


def _said(query: Mapping[str, str], name: str) -> str:
    """What stands there, unless nobody can have meant it: the form of the list takes it no better."""
    text = str(query.get(name) or "").strip()
    return "" if "\0" in text or len(text) > LONGEST_QUERY else text


def ideas_of(wanted: Wanted) -> IdeaQuerySet:
    """The public ideas that are wanted, all of them, in no order."""
    public, facets = Idea.objects.public(), wanted.facets
    if not wanted.words:
        return public.filter(facets.in_table())
    if facets.are_chosen:
        public = public.alias(facets=INDEXED).filter(facets.in_index())
    return public.filter(search=SearchQuery(wanted.terms, config=CONFIG, search_type="raw"))
