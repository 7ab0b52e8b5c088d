"""Who is who. Small, total predicates; the rooms above build theirs from them."""

from django.contrib.auth.models import AnonymousUser

from participation.models import User

Person = User | AnonymousUser | None


def is_official(person: Person) -> bool:
    """Whether `person` works for the municipality."""
    return isinstance(person, User) and person.is_active and person.is_official


def is_coordinator(person: Person) -> bool:
    """Whether `person` oversees all programmes."""
    return isinstance(person, User) and is_official(person) and person.is_coordinator


def is_administrator(person: Person) -> bool:
    """Whether `person` may use the administration."""
    return isinstance(person, User) and is_official(person) and person.is_superuser


def handles_programme(person: Person, programme_id: int) -> bool:
    """Whether `person` is owner or deputy of the programme, or coordinator. Asks the database once per person object.

    The answer is kept on the object, which lives as long as a request: a page asks this for each of its rows.
    """
    if not isinstance(person, User) or not is_official(person):
        return False
    if person.is_coordinator:
        return True
    return programme_id in person.handled_programmes


def may_close_days(person: Person) -> bool:
    """Coordinators and administrators say on which days the town hall is closed."""
    return is_coordinator(person) or is_administrator(person)


def may_set_absence(person: Person, whose: Person) -> bool:
    """Officials say when they are away themselves; a coordinator says it of every official."""
    return is_official(person) and is_official(whose) and (person == whose or is_coordinator(person))


def may_read_audit(person: Person) -> bool:
    """Who looked at what is the administrators' to see: coordinators stand in the log themselves."""
    return is_administrator(person)


def may_change_address(person: Person) -> bool:
    """Residents change their own mail address; that of an official is the administrator's to change."""
    return isinstance(person, User) and person.is_active and not person.is_official
