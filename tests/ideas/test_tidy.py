"""What was begun and never submitted goes in time, with its photo; what is in use stays, whoever is first."""

import io
import os
import re
import threading
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client

from ideas.actions import tidy
from ideas.actions.concept import PHOTOS_FROM_ONE_PLACE, Writing, keep_concept
from ideas.actions.submit import submit_idea
from ideas.actions.tidy import FEW, LOOSE_PHOTO, tidy_ideas
from ideas.actions.triage import move_idea
from ideas.expiring import NOBODYS_CONCEPT
from ideas.models import Concept, Idea, Referral
from ideas.tasks import tidy as tidy_task
from participation import terms
from participation.limits import place_of, take
from participation.models import Allowance
from tests import factories
from tests.doors import sign_in
from tests.ideas.test_photos import picture

SOMEBODYS_CONCEPT = terms.CONCEPT.unless_set()
pytestmark = pytest.mark.django_db

NOW = datetime.now(tz=UTC).replace(microsecond=0)
SECOND = timedelta(seconds=1)
NOTHING = {"concepts": 0, "addresses": 0, "photos": 0, "invitations": 0, "entries": 0, "mails": 0}
SAVE = "/ideeen/nieuw/bewaren/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def frozen(time_machine):
    time_machine.move_to(NOW, tick=False)


def files(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*.jpg"))


def keep(actor=None, *, age=timedelta(), photo=False, title="Bomen"):
    """A concept through its door, last written in so long ago."""
    key = uuid.uuid4()
    photos = [ContentFile(b"x")] if photo else []
    concept = keep_concept(key, Writing(answers={"title": title}, actor=actor, place="hier", photos=photos))
    Concept.objects.filter(pk=concept.pk).update(updated_at=NOW - age)
    return concept


def name_of(concept):
    return concept.photos.get().image.name


def make_old(media, *names, age=LOOSE_PHOTO + SECOND):
    moment = (NOW - age).timestamp()
    for name in names:
        os.utime(media / name, (moment, moment))


def loose(media, number=1, age=LOOSE_PHOTO + SECOND):
    """A file as a crash leaves it: stored, and its row rolled back."""
    names = [name_of(keep(photo=True)) for _ in range(number)]
    Allowance.objects.all().delete()
    Concept.objects.filter(photos__image__in=names).delete()
    make_old(media, *names, age=age)
    return names


def test_what_nobody_wrote_in_for_too_long_goes(frozen, resident):
    for actor, term in ((None, NOBODYS_CONCEPT), (resident, SOMEBODYS_CONCEPT)):
        keep(actor, age=term + SECOND, title="gaat")
        keep(actor, age=term, title="blijft")
        keep(actor, title="blijft")
    keep(resident, age=NOBODYS_CONCEPT + SECOND, title="blijft")
    assert tidy_ideas() == {**NOTHING, "concepts": 2}
    assert [concept.answers["title"] for concept in Concept.objects.all()] == ["blijft"] * 5


def test_the_terms_are_those_of_the_privacy_page():
    page = (Path(__file__).parents[2] / "docs/privacy.md").read_text()
    said = re.search(r"^\| `Concept\.author`.*$", page, re.MULTILINE).group()
    assert re.findall(r"(\d+) days", said) == [str(term.days) for term in (SOMEBODYS_CONCEPT, NOBODYS_CONCEPT)]


def test_the_terms_are_those_on_the_site(client):
    said = re.findall(r"([\d.]+) dagen", client.get("/privacy/").content.decode())
    kept = (
        NOBODYS_CONCEPT,
        SOMEBODYS_CONCEPT,
        terms.RESPONSE.unless_set(),
        terms.UNSENT_RESPONSE.unless_set(),
        terms.MESSAGES.unless_set(),
        terms.INACTIVE_ACCOUNT.unless_set(),
        terms.WARNING.unless_set(),
        terms.DEVICES.unless_set(),
    )
    assert [one.replace(".", "") for one in said] == [str(term.days) for term in kept]


def test_the_photo_goes_once_the_row_is_gone_for_good(media, django_capture_on_commit_callbacks):
    kept, gone = keep(photo=True), keep(photo=True, age=NOBODYS_CONCEPT + SECOND)
    names = [name_of(kept), name_of(gone)]
    with django_capture_on_commit_callbacks() as callbacks:
        assert tidy_ideas() == {**NOTHING, "concepts": 1}
    assert list(Concept.objects.all()) == [kept]
    assert files(media) == sorted(names)
    callbacks[0]()
    assert files(media) == [names[0]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["delete", "on_commit"])
def test_a_crash_before_the_commit_leaves_row_and_photo(media, monkeypatch, step):
    photo = keep(photo=True, age=NOBODYS_CONCEPT + SECOND).photos.get().image
    if step == "delete":
        with refused_by_the_database(), pytest.raises(Exception, match="not today"):
            tidy_ideas()
    else:
        monkeypatch.setattr(tidy.transaction, "on_commit", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tidy_ideas()
        monkeypatch.undo()
    assert (Concept.objects.count(), len(list(media.rglob("*.jpg")))) == (1, 1)
    assert tidy_ideas()["concepts"] == 1
    assert (Concept.objects.count(), photo.storage.exists(photo.name)) == (0, False)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_removed_does_not_keep_the_others(media, caplog):
    stuck, free = (name_of(keep(photo=True, age=NOBODYS_CONCEPT + SECOND)) for _ in range(2))
    (media / stuck).unlink()
    (media / stuck / "below").mkdir(parents=True)
    assert tidy_ideas()["concepts"] == 2
    assert (Concept.objects.count(), (media / free).exists()) == (0, False)
    assert f"The file {stuck} cannot be removed" in caplog.text


def test_a_photo_without_a_row_goes_after_a_day(frozen, media, resident, last_rule):
    old, young = loose(media)[0], loose(media, age=LOOSE_PHOTO)[0]
    concept = keep(resident, photo=True)
    sent = keep(resident, photo=True)
    idea = submit_idea(factories.draft(), actor=resident, client_key=sent.key)
    make_old(media, name_of(concept), name_of(idea), age=timedelta(days=900))
    (media / "elders").mkdir()
    (media / "elders" / "logo.jpg").touch()
    make_old(media, "elders/logo.jpg")
    assert tidy_ideas() == {**NOTHING, "photos": 1}
    assert files(media) == sorted([young, name_of(concept), name_of(idea), "elders/logo.jpg"])
    assert old not in files(media)


def test_without_any_photo_there_is_nothing_to_do(media):
    assert tidy_ideas() == NOTHING


def test_when_most_photos_belong_to_nobody_the_database_is_the_wrong_one(media, caplog):
    loose(media, FEW)
    assert tidy_ideas()["photos"] == FEW
    names = loose(media, FEW + 1)
    assert tidy_ideas()["photos"] == 0
    assert files(media) == sorted(names)
    assert "21 photos belong to no row and 0 to one" in caplog.text
    own = [name_of(keep(photo=True)) for _ in range(FEW + 1)]
    assert tidy_ideas()["photos"] == FEW + 1
    assert files(media) == sorted(own)


def test_twice_does_it_once(media, django_capture_on_commit_callbacks):
    keep(age=NOBODYS_CONCEPT + SECOND, photo=True)
    with django_capture_on_commit_callbacks(execute=True):
        tidy_task()
        assert tidy_ideas() == NOTHING
    assert (Concept.objects.count(), files(media)) == (0, [])


def test_the_command_removes_and_says_how_many(resident, media):
    keep(age=NOBODYS_CONCEPT + SECOND)
    keep(resident, age=SOMEBODYS_CONCEPT + SECOND)
    loose(media)
    out = io.StringIO()
    call_command("tidy", stdout=out)
    said = (
        "accounts: 0, warned: 0, inactive: 0, sessions: 0, devices: 0, absences: 0, invitations: 0, requests: 0, limits: 0,"
        " cache: 0,"
        " concepts: 2, addresses: 0, photos: 1, invitations: 0, entries: 0, mails: 0,"
        " drafts: 0, files: 0, late files: 0, submissions: 0, keys: 0, responses: 0, folders: 0,"
        " messages: 0, troubles: 0, devices: 0"
    )
    assert out.getvalue().splitlines() == said.split(", ")
    assert Concept.objects.count() == 0


def test_the_address_of_a_partner_is_forgotten_and_what_was_said_stays(frozen, idea, owner):
    more = {
        "partner": "Bibliotheek",
        "partner_email": "balie@example.org",
        "message": "Kunt u helpen?",
        "next_step": "Wij wachten.",
    }
    move_idea(idea, "refer", actor=owner, **more)
    term = terms.PARTNER_ADDRESS.unless_set()
    for age, address in ((term, "balie@example.org"), (term + SECOND, "")):
        Referral.objects.update(asked_at=NOW - age)
        assert tidy_ideas() == {**NOTHING, "addresses": int(not address)}
        assert Referral.objects.values_list("partner", "email", "message").get() == (
            "Bibliotheek",
            address,
            "Kunt u helpen?",
        )
    assert tidy_ideas() == NOTHING


# --- Two at once


def in_thread(deed):
    """Start `deed` with a connection of its own; gives the thread and what comes back or goes wrong."""
    got = []

    def act():
        try:
            got.append(deed())
        except Exception as problem:  # noqa: BLE001 the test shows it
            got.append(problem)
        finally:
            connections.close_all()

    thread = threading.Thread(target=act)
    thread.start()
    return thread, got


def wait_for_locks(number):
    """Wait until so many connections stand still before a lock."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] == number:
                return
        time.sleep(0.01)
    pytest.fail("Nobody came to the lock.")


@contextmanager
def on_delete(body):
    """Let the database run `body` before a concept is deleted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION before_concept() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {body} RETURN OLD; END $$;"
            " CREATE TRIGGER before_concept BEFORE DELETE ON ideas_concept"
            " FOR EACH ROW EXECUTE FUNCTION before_concept()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION before_concept CASCADE")


def refused_by_the_database():
    return on_delete("RAISE EXCEPTION 'not today';")


@pytest.mark.django_db(transaction=True)
def test_who_saves_while_the_clock_comes_by_keeps_everything(rf):
    client, key = Client(), uuid.uuid4()
    client.post(SAVE, {"key": key, "title": "Bomen"})
    Concept.objects.update(updated_at=NOW - NOBODYS_CONCEPT - SECOND)
    words = {"key": key, "title": "Meer bomen", "doe": "bewaar", "photo": ContentFile(picture(), "foto.jpg")}
    with transaction.atomic():
        take(PHOTOS_FROM_ONE_PLACE, place_of(rf.get("/")))  # The save holds its concept, and waits for this.
        saving, saved = in_thread(lambda: client.post("/ideeen/nieuw/", words).status_code)
        wait_for_locks(1)
        cleaning, removed = in_thread(lambda: tidy_ideas()["concepts"])
        cleaning.join(20)
        assert removed == [0]
    saving.join(20)
    concept = Concept.objects.get()
    assert (saved, concept.answers["title"], concept.photos.exists()) == ([302], "Meer bomen", True)
    assert tidy_ideas() == NOTHING


@pytest.mark.django_db(transaction=True)
def test_who_saves_too_late_loses_no_text(resident):
    client = sign_in(Client(), resident)
    key = keep(resident, age=SOMEBODYS_CONCEPT + SECOND, photo=True).key
    with on_delete("PERFORM pg_advisory_xact_lock(7);"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7)")
        cleaning, removed = in_thread(lambda: tidy_ideas()["concepts"])
        wait_for_locks(1)
        saving, saved = in_thread(lambda: client.post(SAVE, {"key": key, "title": "Meer bomen"}).status_code)
        wait_for_locks(2)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(7)")
        cleaning.join(20)
        saving.join(20)
    assert (removed, saved) == ([1], [204])
    concept = Concept.objects.get()
    assert (concept.key, concept.author, concept.answers["title"], concept.photos.count()) == (
        key,
        resident,
        "Meer bomen",
        0,
    )


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_share_the_work(media):
    for _ in range(12):
        keep(age=NOBODYS_CONCEPT + SECOND, photo=True)
    loose(media, 3)
    gate = threading.Barrier(4, timeout=20)

    def clock():
        gate.wait()
        return tidy_ideas()["concepts"]

    running = [in_thread(clock) for _ in range(4)]
    for thread, _ in running:
        thread.join(30)
    assert sum(got[0] for _, got in running) == 12
    assert (Concept.objects.count(), Idea.objects.count(), files(media)) == (0, 0, [])
