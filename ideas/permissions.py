"""Who may do what with an idea. Small, total predicates over (person, idea)."""

from ideas.models import Idea
from ideas.statuses import Visibility
from participation.models import User
from participation.permissions import Person, handles_programme, is_coordinator


def is_author(person: Person, idea: Idea) -> bool:
    """Whether `person` submitted the idea."""
    return isinstance(person, User) and person.is_active and idea.author_id == person.pk


def may_handle(person: Person, idea: Idea) -> bool:
    """Owner and deputies of the idea's programme, and coordinators."""
    return handles_programme(person, idea.programme_id)


def may_reopen(person: Person, idea: Idea) -> bool:
    """An idea is reopened once, and by another official than the one who ended it (product page, `declined`)."""
    if not may_handle(person, idea) or idea.reopened:
        return False
    return idea.handler_id != getattr(person, "pk", None)


def is_clock(person: Person, _idea: Idea) -> bool:
    """Moves that happen by themselves have no actor."""
    return person is None


def may_wake(person: Person, idea: Idea) -> bool:
    """The clock, and whoever handles the idea."""
    return is_clock(person, idea) or may_handle(person, idea)


def may_see(person: Person, idea: Idea) -> bool:
    """The same rule as `IdeaQuerySet.visible_to()`, for one idea at hand."""
    return idea.visibility == Visibility.PUBLIC or is_author(person, idea) or may_handle(person, idea)


def may_support(person: Person, idea: Idea) -> bool:
    """Everybody with a confirmed address may support a public idea that is still alive, their own excepted."""
    return (
        isinstance(person, User)
        and person.is_active
        and idea.visibility == Visibility.PUBLIC
        and not idea.is_ended
        and not is_author(person, idea)
    )


def may_follow(person: Person, idea: Idea) -> bool:
    """Everybody who may see the idea and is signed in."""
    return isinstance(person, User) and person.is_active and may_see(person, idea)


def may_moderate(person: Person, _idea: Idea) -> bool:
    """Hiding and showing again is for coordinators."""
    return is_coordinator(person)
