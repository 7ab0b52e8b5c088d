"""Every kind of event that any room can record, with its name in words."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from participation.reading import Access, Administration, Keeping, Reading


@cache
def names() -> dict[str, str | Promise]:
    """The name of each kind, from the `events.py` of every room and from what the audit log adds."""
    modules = [
        import_module(f"{room.name}.events")
        for room in apps.get_app_configs()
        if room.module and module_has_submodule(room.module, "events") and not room.name.startswith("django")
    ]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    choices = [one for one in found if issubclass(one, TextChoices) and one is not TextChoices]
    every: list[type[TextChoices]] = [*choices, Reading, Access, Keeping, Administration]
    return {value: label for one in every for value, label in one.choices}
