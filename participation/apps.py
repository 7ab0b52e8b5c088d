from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """The ground floor of the tower: who takes part, and where."""

    name = "participation"
    verbose_name = _("Deelname")
