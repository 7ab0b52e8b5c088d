"""Which pages of the desk somebody may open, by name: the desk shows the way to those and to no others."""

from collections.abc import Callable

from ideas.permissions import (
    may_enter_on_behalf,
    may_keep_answer_lists,
    may_keep_lists,
    may_read_inbound,
    may_see_answers,
    may_see_board,
    may_see_moderation,
    may_steer_suggestions,
    may_write_rounds,
)
from participation.models import User
from participation.permissions import Person, is_coordinator, may_read_audit, may_see_staff

DOORS: dict[str, Callable[[Person], bool]] = {
    "board": may_see_board,
    "moderation": may_see_moderation,
    "rounds": may_write_rounds,
    "suggestions": may_steer_suggestions,
    "closed_days": is_coordinator,
    "enter": may_enter_on_behalf,
    "inbound": may_read_inbound,
    "answers": may_see_answers,
    "templates": may_keep_answer_lists,
    "staff": may_see_staff,
    "kept": may_keep_lists,
    "audit": may_read_audit,
}


def doors_of(person: User) -> dict[str, bool]:
    """Each of them, and whether it is open to `person`. One statement at most: which roles they were given."""
    return {name: may(person) for name, may in DOORS.items()}
