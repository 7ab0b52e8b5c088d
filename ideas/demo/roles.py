"""The made-up officials get their roles, as an administrator would give them."""

from django.utils import timezone

from ideas.demo.people import Cast
from ideas.demo.places import Places
from participation.actions.staff import give_role
from participation.demo.people import PEOPLE
from participation.errors import NotPossible
from participation.events import PersonEvent
from participation.models import Event
from participation.roles import IN_PROGRAMME, Role

#: By the first part of their address.
ROLES = {
    "official": Role.OFFICIAL,
    "reader": Role.READER,
    "clerk": Role.CLERK,
    "moderator": Role.MODERATOR,
    "editor": Role.EDITOR,
}


def give_roles(cast: Cast, places: Places) -> int:
    """Give each their role, in the programme of the owner who signs in; gives how many are new. No mail tells of it."""
    people = {person.email.partition("@")[0]: cast.by_email[person.email] for person in PEOPLE}
    programme = next((one for one in places.programmes.values() if one.owner_id == people["owner"].pk), None)
    given = 0
    for name, role in ROLES.items():
        where = programme if role in IN_PROGRAMME else None
        if where is None and role in IN_PROGRAMME:
            continue  # A folder of one's own may have other owners.
        try:
            give_role(people[name], role, programme=where, actor=people["admin"])
        except NotPossible:
            continue  # They have it already.
        given += 1
    said = Event.objects.filter(kind=PersonEvent.ROLE_GIVEN, dispatched_at=None)
    said.update(dispatched_at=timezone.now())
    return given
