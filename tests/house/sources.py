"""The files of the house, for the tests that read them."""

import ast
from functools import cache

from django.conf import settings

ROOMS = ("participation", "ideas", "challenges", "projects", "notifications")


def python_files(*rooms):
    """Every Python file of the rooms, migrations left out."""
    found = [path for room in rooms or ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates():
    """Every template: pages, components, mails."""
    places = [settings.BASE_DIR / "templates", *(settings.BASE_DIR / room / "templates" for room in ROOMS)]
    endings = {".html", ".txt", ".subject"}
    return sorted(path for place in places for path in place.rglob("*") if path.suffix in endings)


def name_of(path):
    return path.relative_to(settings.BASE_DIR).as_posix()


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))
