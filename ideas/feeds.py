"""The newest ideas of any list as a feed, for readers of news: of a theme, an area, a programme, a search, or all."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ideas.filters import IdeaFilter, readable
from ideas.finding import newest_of
from ideas.models import Idea
from ideas.panel import title_of

LONGEST = 500  # Characters of an idea's own text.


class NewestIdeas(Feed):  # type: ignore[type-arg] # generic in the stubs only
    """RSS of the list that the address chooses, with the same parameters as the list has."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed

    def get_object(self, request: HttpRequest) -> IdeaFilter:
        return IdeaFilter.of(request.GET).content

    def title(self, chosen: IdeaFilter) -> str:
        return f"{readable(title_of(chosen))} - Inbreng {settings.MUNICIPALITY_NAME}"

    def description(self, chosen: IdeaFilter) -> str:
        return _("De nieuwste ideeën van inwoners en organisaties voor %(name)s.") % {
            "name": settings.MUNICIPALITY_NAME
        }

    def link(self, chosen: IdeaFilter) -> str:
        return _with_query(reverse("ideas:ideas"), chosen)

    def feed_url(self, chosen: IdeaFilter) -> str:
        return _with_query(reverse("ideas:rss"), chosen)

    def items(self, chosen: IdeaFilter) -> list[Idea]:
        return newest_of(chosen)

    def item_link(self, item: Idea) -> str:
        return f"{settings.BASE_URL}{item.get_absolute_url()}"

    def item_title(self, item: Idea) -> str:
        return escape(readable(item.title))  # Readers of RSS take it for HTML, those of Atom for text.

    def item_description(self, item: Idea) -> str:
        return escape(Truncator(readable(f"{item.problem} {item.proposal}").strip()).chars(LONGEST))

    def item_pubdate(self, item: Idea) -> datetime:
        return item.submitted_at

    def item_categories(self, item: Idea) -> list[str]:
        return [readable(str(name)) for name in (item.theme, item.area) if name]


class NewestIdeasAtom(NewestIdeas):
    """The same in Atom."""

    feed_type = Atom1Feed

    def feed_url(self, chosen: IdeaFilter) -> str:
        return _with_query(reverse("ideas:atom"), chosen)

    def item_title(self, item: Idea) -> str:
        return readable(item.title)

    def subtitle(self, chosen: IdeaFilter) -> str:
        return self.description(chosen)


def _with_query(path: str, chosen: IdeaFilter) -> str:
    return f"{settings.BASE_URL}{path}{'?' if chosen.pairs else ''}{chosen.query}"
