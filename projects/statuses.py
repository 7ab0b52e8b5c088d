"""The words of this room that every floor uses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProjectStatus(TextChoices):
    """Where a project is. `projects/workflow.py` says which steps there are."""

    PREPARING = "preparing", _("Wordt voorbereid")
    RUNNING = "running", _("Loopt")
    FINISHED = "finished", _("Klaar")
    STOPPED = "stopped", _("Gestopt")


ENDED = (ProjectStatus.FINISHED, ProjectStatus.STOPPED)

PROJECT_TONES = {
    ProjectStatus.PREPARING: "neutral",
    ProjectStatus.RUNNING: "good",
    ProjectStatus.FINISHED: "good",
    ProjectStatus.STOPPED: "stop",
}
