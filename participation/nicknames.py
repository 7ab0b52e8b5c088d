"""The names that the public sees: which ones will do, and which ones the site made up."""

import re

from django.utils.translation import gettext as _

from participation.errors import Incomplete

SHORTEST, LONGEST = 2, 40
MADE_UP = re.compile(r"Inwoner \d{7}")  # As `models.people.new_nickname()` makes them.
#: Names that the public would take for the municipality speaking.
OFFICIAL_SOUNDING = re.compile(r"gemeente|beheer|moderator|\badmin|wethouder|burgemeester|inbreng", re.IGNORECASE)


def is_made_up(nickname: str) -> bool:
    """Whether nobody chose this name yet."""
    return MADE_UP.fullmatch(nickname) is not None


def checked_nickname(nickname: str, *, of_official: bool = False) -> str:
    """Give the name as it is kept. Raises Incomplete with the field `nickname`."""
    name = " ".join(nickname.split())
    if not SHORTEST <= len(name) <= LONGEST:
        raise Incomplete(_("Kies een schuilnaam van 2 tot 40 tekens."), field="nickname")
    if "@" in name or not name.isprintable():
        raise Incomplete(_("Gebruik alleen letters, cijfers en gewone leestekens."), field="nickname")
    if not of_official and OFFICIAL_SOUNDING.search(name):
        raise Incomplete(_("Deze naam lijkt op een naam van de gemeente. Kies een andere naam."), field="nickname")
    return name
