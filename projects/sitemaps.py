"""The section of projects on the map for search engines."""

from datetime import datetime

from django.db.models import QuerySet

from ideas.sitemaps import OwnSitemap, register_section
from projects.models import Project


class ProjectSitemap(OwnSitemap):
    """Everybody may read all of them."""

    def items(self) -> QuerySet[Project]:
        return Project.objects.order_by("pk").only("slug", "status_since")

    def lastmod(self, item: Project) -> datetime:
        return item.status_since


register_section("projecten", ProjectSitemap)
