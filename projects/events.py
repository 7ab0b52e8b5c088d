"""What can happen to a project. `notifications/switchboard.py` says who hears of each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProjectEvent(TextChoices):
    """The kinds of news about a project, as the journal stores them."""

    MADE = "project.project_made", _("Project begonnen")
    CHANGED = "project.project_changed", _("Project veranderd")
    UPDATED = "project.project_updated", _("Bericht over het project")
    MOVED = "project.project_moved", _("Project heeft een andere status")
    ENDED = "project.project_ended", _("Resultaat van het project")
