from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Who hears of what, and how it reaches them."""

    name = "notifications"
    verbose_name = _("Berichten")

    def ready(self) -> None:
        """Let every room register its system checks."""
        autodiscover_modules("checks")
