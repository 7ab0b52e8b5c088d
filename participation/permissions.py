"""Who is who. Small, total predicates; the rooms above build theirs from them."""

from django.contrib.auth.models import AnonymousUser

from participation.models import Membership, Organisation, OrganisationRole, User
from participation.roles import IN_PROGRAMME, Role

Person = User | AnonymousUser | None


def is_official(person: Person) -> bool:
    """Whether `person` works for the municipality."""
    return isinstance(person, User) and person.is_active and person.is_official


def is_coordinator(person: Person) -> bool:
    """Whether `person` oversees all programmes."""
    return isinstance(person, User) and is_official(person) and person.is_coordinator


def oversees(person: Person) -> bool:
    """Whether `person` says what coordinators say of ideas, which who stands in for one does too.

    Asks the database once per person object, and nothing for a coordinator.
    """
    return isinstance(person, User) and is_official(person) and person.oversees


def is_administrator(person: Person) -> bool:
    """Whether `person` may use the administration."""
    return isinstance(person, User) and is_official(person) and person.is_superuser


def is_moderator(person: Person) -> bool:
    """Whether `person` judges the talk of all programmes."""
    return isinstance(person, User) and is_official(person) and person.has_role(Role.MODERATOR)


def is_editor(person: Person) -> bool:
    """Whether `person` writes the texts of the site."""
    return isinstance(person, User) and is_official(person) and person.has_role(Role.EDITOR)


def is_clerk(person: Person) -> bool:
    """Whether `person` writes down what comes in by counter, on paper and by mail."""
    return isinstance(person, User) and is_official(person) and person.has_role(Role.CLERK)


def handles_any(person: Person) -> bool:
    """Whether `person` acts for some programme, as a coordinator does for every one."""
    return is_coordinator(person) or (
        isinstance(person, User) and is_official(person) and bool(person.handled_programmes)
    )


def only_reads(person: Person) -> bool:
    """Whether `person` reads along with a programme and does nothing else here."""
    if not isinstance(person, User) or not is_official(person) or handles_any(person) or is_administrator(person):
        return False
    return bool(person.granted) and all(role == Role.READER for role, _programme in person.granted)


def reads_programme(person: Person, programme_id: int) -> bool:
    """Whether `person` may look at the desk of the programme. Asks the database once per person object."""
    if handles_programme(person, programme_id):
        return True
    return isinstance(person, User) and is_official(person) and programme_id in person.desk_programmes


def handles_programme(person: Person, programme_id: int) -> bool:
    """Whether `person` acts for the programme: owner, deputy, official, who stands in for one of them, or coordinator.

    Asks the database once per person object.

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
    """Officials say when they are away themselves, except who only reads; a coordinator says it of every official."""
    own = person == whose and not only_reads(person)
    return is_official(person) and is_official(whose) and (own or is_coordinator(person))


def may_see_staff(person: Person) -> bool:
    """Administrators keep who works here; coordinators look there to give roles in programmes."""
    return is_administrator(person) or is_coordinator(person)


def may_give(person: Person, role: str, to: Person) -> bool:
    """Administrators give and take every role, but not their own administrator's; coordinators those in programmes."""
    if is_administrator(person):
        return role != Role.ADMINISTRATOR or person != to
    return is_coordinator(person) and role in IN_PROGRAMME


def may_keep_staff(person: Person, whose: Person = None) -> bool:
    """Administrators invite officials, and close the accounts of others."""
    return is_administrator(person) and person != whose


def may_read_audit(person: Person) -> bool:
    """Who looked at what is the administrators' to see: coordinators stand in the log themselves."""
    return is_administrator(person)


def may_change_address(person: Person) -> bool:
    """Residents change their own mail address; that of an official is the administrator's to change."""
    return isinstance(person, User) and person.is_active and not person.is_official


def role_in(person: Person, organisation: Organisation) -> OrganisationRole | None:
    """The role of `person` in the organisation, None for who does not belong to it. Asks the database."""
    if not isinstance(person, User) or not person.is_active:
        return None
    role = Membership.objects.filter(user=person, organisation=organisation).values_list("role", flat=True).first()
    return OrganisationRole(role) if role else None


def may_make_organisation(person: Person) -> bool:
    """Everybody with an account who is no official: an official speaks for the municipality."""
    return isinstance(person, User) and person.is_active and not person.is_official


def may_run_organisation(person: Person, organisation: Organisation) -> bool:
    """Owners say who belongs to an organisation, and what it says of itself. Asks the database."""
    return role_in(person, organisation) == OrganisationRole.OWNER


def may_verify_organisations(person: Person) -> bool:
    """Every official may look whether an organisation is what it says; the journal keeps who did."""
    return is_official(person)


def may_appoint_owners(person: Person) -> bool:
    """Every official may ask somebody to run an organisation that nobody runs; the journal keeps who did."""
    return is_official(person)
