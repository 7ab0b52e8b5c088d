"""Every table that points at people is in the register, so that nothing is forgotten in an archive or on leaving."""

from django.apps import apps

from participation import register
from participation.models import User


def fields_to_people():
    """(model, field) of everything that points at a person; a table in between two is named by its many-to-many."""
    return {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is User
    }


def listed():
    return [(one.model._meta.label_lower, one.person) for one in register.every()]


def test_there_is_something_to_list():
    assert {label.partition(".")[0] for label, _ in fields_to_people()} >= {"participation", "ideas", "notifications"}


def test_every_table_that_points_at_people_is_listed():
    assert fields_to_people() - set(listed()) == set()


def test_nothing_is_listed_twice_and_everything_exists():
    assert len(listed()) == len(set(listed()))
    for holding in register.every():
        list(holding.model._base_manager.none().filter(**{f"{holding.person}__isnull": True}))


def test_what_is_not_in_the_archive_says_why():
    assert [one.model.__name__ for one in register.every() if bool(one.columns) == bool(one.silence)] == []


def test_every_file_about_a_person_is_in_the_archive():
    missing = {
        (one.model.__name__, field.name)
        for one in register.every()
        for field in one.model._meta.concrete_fields
        if field.get_internal_type() in {"FileField", "ImageField"} and one.columns and len(one.columns) > 1
        if field.name not in one.photos
    }
    assert missing == set()
