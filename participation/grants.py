"""Where each role is kept: on the account, on the programme, or in the table of grants. Each in one place only."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from participation.models import Grant, Programme, User
from participation.openid_roles import governed, name_of
from participation.roles import IN_PROGRAMME, Role

ON_ACCOUNT = {Role.COORDINATOR: "is_coordinator", Role.ADMINISTRATOR: "is_superuser"}


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has; `programme` is empty when it holds for all."""

    role: Role
    programme: Programme | None = None
    by_groups: bool = False

    def __str__(self) -> str:
        return f"{self.role.label}, {self.programme}" if self.programme else str(self.role.label)


def has(person: User, role: Role, programme: Programme | None) -> bool:
    """Whether `person` has exactly this role, as it is stored now."""
    return _rows(person, role, programme).exists()


def put(person: User, role: Role, programme: Programme | None, *, given_by: User | None) -> None:
    """Store that `person` has the role. The caller holds the transaction, and has made sure that they may."""
    if role in ON_ACCOUNT:
        _set_flag(person, role, value=True)
    elif role == Role.DEPUTY and programme is not None:
        programme.deputies.add(person)
    else:
        Grant.objects.get_or_create(person=person, role=role, programme=programme, defaults={"given_by": given_by})


def drop(person: User, role: Role, programme: Programme | None) -> None:
    """Store that `person` does not have the role any more. The caller holds the transaction, as for `put()`."""
    if role in ON_ACCOUNT:
        _set_flag(person, role, value=False)
    else:
        _rows(person, role, programme).delete()


def held_by(people: Collection[User]) -> dict[int, list[Held]]:
    """The roles of each of `people`, by key: those for all programmes first. Three statements, however many people."""
    roles = defaultdict[int, list[Held]](list)
    governed = {person.pk for person in people if person.openid_subject}
    grants = list(Grant.objects.filter(person__in=people).select_related("programme").order_by("programme__name"))
    for person in people:
        here = [role for role, column in ON_ACCOUNT.items() if getattr(person, column)]
        here += [Role(one.role) for one in grants if one.person_id == person.pk and one.programme is None]
        roles[person.pk] = [_held(role, None, person.pk in governed) for role in Role if role in here]
    for programme in Programme.objects.filter(owner__in=people).order_by("name"):
        roles[programme.owner_id].append(Held(Role.OWNER, programme))
    deputies: Any = Programme.deputies.through.objects.filter(user__in=people).select_related("programme")
    for row in deputies.order_by("programme__name"):
        roles[row.user_id].append(_held(Role.DEPUTY, row.programme, row.user_id in governed))
    for one in grants:
        if one.programme is not None:
            roles[one.person_id].append(_held(Role(one.role), one.programme, one.person_id in governed))
    return roles


def roles_in(programme: Programme, person: User) -> list[Role]:
    """Those of the roles that somebody can be given in a programme which `person` has in this one."""
    return [role for role in Role if role in IN_PROGRAMME and has(person, role, programme)]


def is_of_groups(person: User, role: Role, programme: Programme | None) -> bool:
    """Whether the groups of the municipality's own sign-in say if `person` has this role, and so nobody here does."""
    return bool(person.openid_subject) and _named_by_groups(role, programme)


def _held(role: Role, programme: Programme | None, is_governed: bool) -> Held:
    return Held(role, programme, is_governed and _named_by_groups(role, programme))


def _named_by_groups(role: Role, programme: Programme | None) -> bool:
    return name_of(role, programme) in governed()


def _rows(person: User, role: Role, programme: Programme | None) -> QuerySet[Any]:
    """The rows that say so: none when `person` does not have the role."""
    if role in ON_ACCOUNT:
        return User.objects.filter(pk=person.pk, **{ON_ACCOUNT[role]: True})
    if role == Role.OWNER:
        return person.owned_programmes.filter(pk=programme.pk) if programme else Programme.objects.none()
    if role == Role.DEPUTY:
        return Programme.deputies.through.objects.filter(programme=programme, user=person)
    return Grant.objects.filter(person=person, role=role, programme=programme)


def _set_flag(person: User, role: Role, *, value: bool) -> None:
    setattr(person, ON_ACCOUNT[role], value)
    person.save(update_fields=[ON_ACCOUNT[role]])
