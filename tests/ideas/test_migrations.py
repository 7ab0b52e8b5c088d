"""What was stored before a change of the tables is still there after it."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

AFTER = ("ideas", "0008_submitting")


def before(target):
    """The migration of the same room that comes before `target`."""
    parents = MigrationExecutor(connection).loader.graph.node_map[target].parents
    return next(parent.key for parent in parents if parent.key[0] == target[0])


def migrated(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.fixture
def empty_database(transactional_db):
    """A database without tables, in place of the one of the tests."""

    def turn_to(name):
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = name

    usual, empty = connection.settings_dict["NAME"], "before_a_change"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {empty}")
    turn_to(empty)
    yield
    turn_to(usual)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {empty}")


def test_photos_move_to_a_table_of_their_own_and_back(empty_database):
    apps = migrated(before(AFTER))
    owner = apps.get_model("participation", "User").objects.create(email="owner@example.org")
    programme = {"programme": apps.get_model("participation", "Programme").objects.create(slug="groen", owner=owner)}
    ideas, concepts = apps.get_model("ideas", "Idea").objects, apps.get_model("ideas", "Concept").objects
    shown = {"photo": "photos/ab/a.jpg", "photo_description": "Een plein"}
    with_photo = ideas.create(reference="2026-00001", title="Een", **programme, **shown)
    ideas.create(reference="2026-00002", title="Twee", **programme)
    answers = {"title": "Drie", "photo_description": "Een boom"}
    concept = concepts.create(photo="photos/ab/b.jpg", answers=answers)
    photos = migrated(AFTER).get_model("ideas", "IdeaPhoto").objects
    assert list(photos.order_by("pk").values_list("idea", "concept", "image", "description")) == [
        (with_photo.pk, None, "photos/ab/a.jpg", "Een plein"), (None, concept.pk, "photos/ab/b.jpg", "Een boom"),
    ]  # fmt: skip
    apps = migrated(before(AFTER))
    back = apps.get_model("ideas", "Idea").objects.order_by("pk")
    assert list(back.values_list("photo", "photo_description")) == [("photos/ab/a.jpg", "Een plein"), ("", "")]
    assert apps.get_model("ideas", "Concept").objects.get().photo == "photos/ab/b.jpg"
