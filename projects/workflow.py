"""The life of a project: one table. Buttons and checks are drawn from it."""

from django.utils.translation import gettext_lazy as _

from participation.workflow import Move, Workflow
from projects.events import ProjectEvent
from projects.permissions import runs_project
from projects.statuses import ProjectStatus as S

#: Both ends need a lesson: what did not work is worth as much to who comes next.
PROJECT_MOVES = Workflow(
    [
        Move("start", _("Beginnen"), frozenset({S.PREPARING}), S.RUNNING, runs_project, ProjectEvent.MOVED),
        Move("finish", _("Afronden"), frozenset({S.RUNNING}), S.FINISHED, runs_project, ProjectEvent.ENDED, ("result", "lesson")),
        Move("stop", _("Stoppen"), frozenset({S.PREPARING, S.RUNNING}), S.STOPPED, runs_project, ProjectEvent.ENDED, ("lesson",)),
    ]
)  # fmt: skip
