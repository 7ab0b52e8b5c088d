from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """The ground floor of the tower: who takes part, and where."""

    name = "participation"
    verbose_name = _("Deelname")

    def ready(self) -> None:
        """Let every room say what it keeps of people, when it goes, what they see first, its map, and what is open."""
        autodiscover_modules("holdings", "expiring", "arrivals", "sitemaps", "unfinished")
