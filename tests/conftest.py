"""The cast that most tests share. Fixtures give rows; `tests/factories.py` makes them."""

import gc
import os
import shutil
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.template import TemplateDoesNotExist
from django.test import TransactionTestCase, override_settings

from ideas import page_texts, status_words
from ideas.vocabulary import KEEPER
from participation import calendar
from tests import factories
from tests.map_service import MapService

BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

#: Their triggers refuse DELETE even to who may switch triggers off.
NO_DELETE = ("participation_auditclosing", "participation_auditentry")
MAIL_AT_ANY_TIME = {"QUIET_HOURS": (0, 0), "MAILS_A_DAY": 0}
QUICK_PASSWORDS = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


def pytest_collection_modifyitems(items):
    """Browsers come last: from their start on, a loop runs in this thread."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish():
    """What was imported stays: nobody need look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def files_of_the_run(tmp_path_factory):
    """Pages name their files without the manifest that only a release has, and none is kept; photos land beside `var`.

    Mail goes at any hour, and as much as there is: what a test expects must not depend on when it runs.
    """
    folder = tmp_path_factory.mktemp("files")
    for name in ("static", "media"):
        (folder / name).mkdir()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}
    folders = {"STATIC_ROOT": folder / "static", "MEDIA_ROOT": folder / "media", "SEALED_ROOT": folder / "sealed"}
    with override_settings(STORAGES=storages, PAGE_CACHE_SECONDS=0, **MAIL_AT_ANY_TIME, **QUICK_PASSWORDS, **folders):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit empty every table when they are done, which the audit log refuses."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE participation_auditentry DISABLE TRIGGER audit_is_not_emptied")
        cursor.execute("ALTER TABLE participation_auditclosing DISABLE TRIGGER closings_are_not_emptied")


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_in_no_time():
    """After a test that commits, what was stored goes, by DELETE.

    Django's own way, TRUNCATE of every table and then the signal of a migration, takes ten times as long here.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield


def empty_tables(_case):
    """Forget every row but those that Django makes with the tables, whatever triggers say of it."""
    kept = {"django_content_type", "auth_permission", *NO_DELETE}
    models = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = sorted({*models, settings.CACHES["default"]["LOCATION"]} - kept)
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever still writes goes first.
        cursor.execute(f"LOCK TABLE {', '.join([*tables, *NO_DELETE])} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"TRUNCATE {', '.join(NO_DELETE)}")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(f"DELETE FROM {table}" for table in tables))


@pytest.fixture(autouse=True)
def no_pieces_of_pages():
    """What a page kept of another test, with that test's themes and areas, is gone."""
    caches["template_fragments"].clear()


@pytest.fixture(autouse=True)
def no_words_of_another_test():
    """What the process knows of words is read anew."""
    KEEPER.forget()


@pytest.fixture(autouse=True)
def no_days_of_another_test():
    """The closed days are read anew."""
    calendar.KEEPER.forget()


@pytest.fixture(autouse=True)
def no_words_of_statuses_of_another_test(monkeypatch):
    """Statuses are called as in the code, and nobody asks; `KEEPER.forget()` makes the process ask."""
    monkeypatch.setattr(status_words.KEEPER, "_written", {})
    monkeypatch.setattr(status_words.KEEPER, "_until", float("inf"))


@pytest.fixture(autouse=True)
def no_page_texts_of_another_test(monkeypatch):
    """Likewise the municipality's own texts."""
    monkeypatch.setattr(page_texts.KEEPER, "_written", {})
    monkeypatch.setattr(page_texts.KEEPER, "_until", float("inf"))


@pytest.fixture
def plain_refusals(monkeypatch):
    """Pages of 403 and 404 without their template, as Django draws them then: for tables that ask for thousands."""

    def no_template(name):
        raise TemplateDoesNotExist(name)

    monkeypatch.setattr("django.views.defaults.loader", SimpleNamespace(get_template=no_template))


@pytest.fixture(scope="session")
def base_url():
    """In place of the plugin's own, whose form pytest 9.2 warns about. The live server gives the address."""
    return


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that this machine has: nothing is downloaded for a test."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    # The browser's own loop runs in this thread, and Django would take that for a view that waits asynchronously.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if chromium is None:
        pytest.fail("No chromium in PATH. On Debian: apt-get install chromium; or leave it out: BROWSER=0.", False)
    return {**browser_type_launch_args, "executable_path": chromium, "args": BROWSER_ARGUMENTS}


@pytest.fixture
def resident(db):
    return factories.make_resident("bloem")


@pytest.fixture
def neighbour(db):
    return factories.make_resident("buur")


@pytest.fixture
def owner(db):
    return factories.make_official("owner")


@pytest.fixture
def deputy(db):
    return factories.make_official("deputy")


@pytest.fixture
def stranger(db):
    """An official who has nothing to do with the programme."""
    return factories.make_official("stranger")


@pytest.fixture
def coordinator(db):
    return factories.make_official("coordinator", is_coordinator=True)


@pytest.fixture
def administrator(db):
    return factories.make_official("admin", is_superuser=True)


@pytest.fixture
def clerk(db):
    return factories.make_grant(factories.make_official("clerk"), "clerk")


@pytest.fixture
def moderator(db):
    return factories.make_grant(factories.make_official("moderator"), "moderator")


@pytest.fixture
def editor(db):
    return factories.make_grant(factories.make_official("editor"), "editor")


@pytest.fixture
def behandelaar(programme):
    """An official of the programme who is neither owner nor deputy."""
    return factories.make_grant(factories.make_official("behandelaar"), "official", programme)


@pytest.fixture
def reader(programme):
    """Somebody who reads along with the programme."""
    return factories.make_grant(factories.make_official("reader"), "reader", programme)


@pytest.fixture
def programme(owner, deputy):
    return factories.make_programme("groen", owner=owner, deputies=[deputy])


@pytest.fixture
def last_rule(programme):
    return factories.make_last_rule(programme)


@pytest.fixture
def idea(resident, last_rule):
    """An idea of `resident`, routed to `programme`."""
    return factories.make_idea(resident)


@pytest.fixture
def map_service(settings):
    """Tiles and addresses from this very machine, in place of those of somebody else."""
    caches["default"].clear()  # Of what was found, and of a service that was away: the table outlives a test.
    with MapService() as service:
        settings.TILES_URL = f"{service.url}/tiles/{{z}}/{{x}}/{{y}}.png"
        settings.ADDRESS_SEARCH_URL = f"{service.url}/free"
        yield service
