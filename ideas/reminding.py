"""Who is reminded of a promised date, and when nobody of them is there, who instead."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ideas.clock import Step
from participation.absences import StandIns, all_present, stand_ins_on
from participation.models import Kind, Programme, User


@dataclass(frozen=True, slots=True)
class Office:
    """The officials of a day, by key: who works here, who deputises where, who coordinates, who stands in for whom."""

    officials: frozenset[int] = frozenset()
    coordinators: tuple[int, ...] = ()
    deputies: Mapping[int, list[int]] = field(default_factory=dict)
    stand_ins: StandIns = field(default_factory=dict)

    def there(self, people: Iterable[int]) -> list[int]:
        """Those of `people` who work here and are not away, and who stands in for those who are."""
        known = [person for person in people if person in self.officials]
        return [person for person in all_present(known, self.stand_ins) if person in self.officials]


def office_on(day: date) -> Office:
    """How the office stands on `day`. Three statements, whatever there is to remind of."""
    officials = User.objects.filter(kind=Kind.OFFICIAL, is_active=True).order_by("pk")
    rows = list(officials.values_list("pk", "is_coordinator"))
    deputies = defaultdict[int, list[int]](list)
    for programme, person in Programme.deputies.through.objects.order_by("pk").values_list("programme_id", "user_id"):
        deputies[programme].append(person)
    return Office(
        officials=frozenset(person for person, _coordinates in rows),
        coordinators=tuple(person for person, coordinates in rows if coordinates),
        deputies=dict(deputies),
        stand_ins=stand_ins_on(day),
    )


def people_for(step: Step, *, handler: int | None, owner: int, programme: int, office: Office) -> list[int]:
    """Whom a reminder goes to: first who handles the idea, else the owner; then the deputies; then the coordinators.

    Who is away hears by their stand-in, or by nobody: a step that reaches nobody goes on to the next. With a handler
    of its own, an idea brings the owner in together with the deputies. Empty when not even a coordinator is there.
    """
    first = [handler] if handler in office.officials and handler is not None else [owner]
    second = [person for person in (owner, *office.deputies.get(programme, ())) if person not in first]
    chain = [first, second or first, list(office.coordinators)]
    for people in chain[list(Step).index(step) :]:
        if found := office.there(people):
            return found
    return []
