"""The section of challenges on the map for search engines."""

from datetime import datetime

from django.db.models import QuerySet

from challenges.models import Challenge
from ideas.sitemaps import OwnSitemap, register_section


class ChallengeSitemap(OwnSitemap):
    """What everybody may read."""

    def items(self) -> QuerySet[Challenge]:
        return Challenge.objects.public().order_by("pk").only("slug", "status_since")

    def lastmod(self, item: Challenge) -> datetime:
        return item.status_since


register_section("uitdagingen", ChallengeSitemap)
