"""What organisations began and nobody decided yet. Rooms say it in their `unfinished.py`."""

from collections.abc import Callable

_QUESTIONS: list[Callable[[int], bool]] = []


def register(has_some: Callable[[int], bool]) -> None:
    """Say when an organisation, by its key, has something unfinished. Called once, when a room is loaded."""
    _QUESTIONS.append(has_some)


def has_unfinished(organisation: int) -> bool:
    """Whether there is work of the organisation that others wait for, and that only its members may read."""
    return any(has_some(organisation) for has_some in _QUESTIONS)
