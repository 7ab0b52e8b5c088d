"""The newest challenges as a feed, for readers of news."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from challenges.models import Challenge
from ideas.filters import readable

LONGEST = 500  # Characters of a challenge's own text.
MOST = 30


class NewestChallenges(Feed):  # type: ignore[type-arg] # generic in the stubs only
    """RSS of what the municipality asks."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed

    def title(self) -> str:
        return _("Uitdagingen van %(name)s") % {"name": settings.MUNICIPALITY_NAME}

    def description(self) -> str:
        return _("Wat de gemeente vraagt van bedrijven, scholen en verenigingen.")

    def link(self) -> str:
        return f"{settings.BASE_URL}{reverse('challenges:challenges')}"

    def feed_url(self) -> str:
        return f"{settings.BASE_URL}{reverse('challenges:rss')}"

    def items(self) -> list[Challenge]:
        return list(Challenge.objects.public().select_related("programme").order_by("-approved_at", "-pk")[:MOST])

    def item_link(self, item: Challenge) -> str:
        return f"{settings.BASE_URL}{item.get_absolute_url()}"

    def item_title(self, item: Challenge) -> str:
        return escape(readable(item.title))  # Readers of RSS take it for HTML, those of Atom for text.

    def item_description(self, item: Challenge) -> str:
        return escape(Truncator(readable(item.problem)).chars(LONGEST))

    def item_pubdate(self, item: Challenge) -> datetime | None:
        return item.approved_at

    def item_categories(self, item: Challenge) -> list[str]:
        return [readable(item.programme.name)]


class NewestChallengesAtom(NewestChallenges):
    """The same in Atom."""

    feed_type = Atom1Feed

    def feed_url(self) -> str:
        return f"{settings.BASE_URL}{reverse('challenges:atom')}"

    def item_title(self, item: Challenge) -> str:
        return readable(item.title)

    def subtitle(self) -> str:
        return self.description()
