"""Who may do what with projects. Everybody reads them."""

from participation.models import User
from participation.permissions import Person, handles_programme, is_coordinator, is_official
from projects.models import Project


def may_make_projects(person: Person) -> bool:
    """Whoever acts for a programme, and coordinators. Asks the database once per person."""
    if not isinstance(person, User) or not is_official(person):
        return False
    return is_coordinator(person) or bool(person.handled_programmes)


def runs_project(person: Person, project: Project) -> bool:
    """Owner and deputies of the project's programme, and coordinators."""
    return handles_programme(person, project.programme_id)


def may_tell(person: Person, project: Project) -> bool:
    """Who runs a project that is not over; what was learnt stands when it is."""
    return runs_project(person, project) and not project.is_ended
