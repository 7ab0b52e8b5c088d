"""The life of an idea as a picture: the README's state diagram, drawn from the table of moves."""

from collections.abc import Iterable

from ideas.statuses import Status
from ideas.workflow import FRESH, MOVES
from participation.workflow import Move


def draw() -> str:
    """Give the diagram in Mermaid's language: one line for each way from one status to another."""
    arrows = [
        f"    {source} --> {target} : {move.verb}"
        for move in MOVES.moves.values()
        for source in _in_order(move.sources)
        for target in _targets(move)
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {Status.RECEIVED} : submit", *arrows, "```"])


def _targets(move: Move) -> list[str]:
    """Where the move leads. One that undoes a merge leads back to a status from which ideas are merged."""
    return [move.target] if move.target is not None else _in_order(FRESH)


def _in_order(statuses: Iterable[str]) -> list[str]:
    """The statuses in the order of their table, because a set has none."""
    return [status.value for status in Status if status in statuses]
