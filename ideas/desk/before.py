"""What an idea was before a step that can be undone, as the event of the step keeps it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ideas.models import Idea

#: Moves that leave no row beside the idea, so that putting the columns back puts all back.
UNDOABLE = frozenset({"take_up", "hand_over"})


def columns_before(idea: Idea, names: Iterable[str]) -> dict[str, Any]:
    """The columns that are about to change, as plain JSON."""
    columns = [_field(name).attname for name in names]
    values = {column: getattr(idea, column) for column in columns}
    return {column: value.isoformat() if isinstance(value, date) else value for column, value in values.items()}


def columns_again(was: dict[str, Any]) -> dict[str, Any]:
    """The same columns, as `compare_and_set()` takes them."""
    return {column: _field(column).to_python(value) for column, value in was.items()}


def _field(name: str) -> Any:
    return Idea._meta.get_field(name)
