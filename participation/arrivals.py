"""What somebody has to see first when they have signed in. Rooms say it in their `arrivals.py`."""

from collections.abc import Callable

from participation.models import User

#: Gives the path of the page that comes first for this person, or None when they may go where they wanted.
FirstPage = Callable[[User], str | None]
_FIRST: list[FirstPage] = []


def register_first_page(page: FirstPage) -> None:
    """Have `page` asked at each sign-in. It costs every sign-in what it costs."""
    _FIRST.append(page)


def first_page_of(person: User) -> str | None:
    """The page that comes first for `person`; None when there is none."""
    return next(filter(None, (page(person) for page in _FIRST)), None)
