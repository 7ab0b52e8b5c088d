from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    """What people put forward."""

    name = "ideas"
    verbose_name = _("Ideeën")
