from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChallengesConfig(AppConfig):
    """What the municipality asks of companies and knowledge institutions."""

    name = "challenges"
    verbose_name = _("Uitdagingen")
