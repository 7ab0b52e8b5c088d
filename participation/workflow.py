"""The small machine that all rooms use: a table of moves, and the two questions that are asked of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from participation.errors import Incomplete, NotAllowed, NotPossible
from participation.models import User


class HasStatus(Protocol):
    """Anything that the machine can move."""

    status: str


Rule = Callable[[User | None, Any], bool]


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: `verb` takes a subject from any of `sources` to `target`.

    `allowed(actor, subject)` says who may; the actor is None when the clock does it. `needs` names the facts that
    the move must carry. `target` is None when the subject goes back to where it came from. `kind` is the event's.
    """

    verb: str
    label: str | Promise
    sources: frozenset[str]
    target: str | None
    allowed: Rule
    kind: str
    needs: tuple[str, ...] = ()


class Workflow:
    """A table of moves, each verb once."""

    def __init__(self, moves: Iterable[Move]) -> None:
        self.moves: dict[str, Move] = {}
        for move in moves:
            if move.verb in self.moves:
                raise ValueError(f"The verb {move.verb!r} stands in the table twice.")
            self.moves[move.verb] = move

    def open_to(self, actor: User | None, subject: HasStatus) -> list[Move]:
        """The moves that `actor` can make with `subject` now, in the order of the table."""
        return [move for move in self.moves.values() if subject.status in move.sources and move.allowed(actor, subject)]

    def check(self, actor: User | None, subject: HasStatus, verb: str, facts: Mapping[str, Any]) -> Move:
        """The move that `verb` names. Raises NotAllowed, NotPossible or Incomplete (with its field) otherwise."""
        move = self.moves.get(verb)
        if move is None or subject.status not in move.sources:
            raise NotPossible(
                _("Dit kan nu niet. De status is intussen misschien veranderd. Bekijk de pagina opnieuw.")
            )
        if not move.allowed(actor, subject):
            raise NotAllowed(_("U mag dit niet doen."))
        for name in move.needs:
            value = facts.get(name)
            if value is None or (isinstance(value, str) and not value.strip()):
                raise Incomplete(_("Vul dit in."), field=name)
        return move
