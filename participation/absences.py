"""Who acts in place of whom on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from participation.models import Absence, Kind

NOBODY = 0
StandIns = Mapping[int, int]  # From who is away to who stands in, by key.


def stand_ins_on(day: date) -> dict[int, int]:
    """Who stands in for whom on `day`; NOBODY where the account of the stand-in is closed. One statement."""
    away = Absence.objects.on(day).values_list("person", "stand_in", "stand_in__is_active", "stand_in__kind")
    return {
        person: stand_in if is_active and kind == Kind.OFFICIAL else NOBODY
        for person, stand_in, is_active, kind in away
    }


def present(person: int, stand_ins: StandIns) -> int | None:
    """`person`, or the first of the chain of stand-ins who is there; None when the chain goes round or ends nowhere."""
    met = {NOBODY}
    while person in stand_ins and person not in met:
        met.add(person)
        person = stand_ins[person]
    return None if person in met else person


def all_present(people: Iterable[int], stand_ins: StandIns) -> list[int]:
    """Those of `people` who are there, and for the others who stands in; each once, in order."""
    found = (present(person, stand_ins) for person in people)
    return list(dict.fromkeys(person for person in found if person is not None))
