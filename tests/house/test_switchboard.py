"""Nothing happens of which nobody decided who hears, and nothing is listed that never happens."""

import ast
import importlib

from django.conf import settings
from django.core.checks import run_checks
from django.db.models import TextChoices

from notifications.switchboard import ROUTES
from participation.reading import Administration, Reading
from tests.house.sources import ROOMS, python_files, tree_of


def kinds():
    """Every kind of event that a room declares: its value, and its name in the code."""
    modules = [
        importlib.import_module(f"{room}.events") for room in ROOMS if (settings.BASE_DIR / room / "events.py").exists()
    ]
    return {
        member.value: member.name
        for module in modules
        for group in vars(module).values()
        if isinstance(group, type) and issubclass(group, TextChoices) and group.__module__ == module.__name__
        for member in group
    }


def test_every_kind_has_one_line():
    assert set(ROUTES) == set(kinds())


def test_no_look_and_no_line_of_the_administration_is_called_as_news_is():
    """The audit log holds all three, and filters them by their kind."""
    assert set(kinds()) & {*Reading.values, *Administration.values} == set()


def test_the_system_check_agrees():
    assert [error for error in run_checks() if (error.id or "").startswith("notifications.")] == []


def test_every_kind_is_told_by_somebody():
    """Some action or workflow names it; a kind that nothing records would be a promise that nobody keeps."""
    named = {
        node.attr
        for path in python_files("participation", "ideas", "challenges", "projects")
        if "actions" in path.parts or path.stem.endswith("workflow")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
    }
    assert set(kinds().values()) - named == set()
