import functools
import signal
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from ideas.models import Idea, RoutingRule
from tests import factories
from tests.ideas.import_files import HOUSE, assert_whole, many, start_process, take, total, write

REAL = HOUSE.parent / "shared" / "data"
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, last_rule):
    """Writes a file of ideas; the municipality can take them."""
    return functools.partial(write, tmp_path)


def test_the_second_time_there_is_nothing_to_do(file):
    path = file(many(7))
    assert take(path, batch=3) == [total(new=7)]
    rows = list(Idea.objects.order_by("pk").values())
    assert take(path, batch=2) == [total(already=7)]
    assert list(Idea.objects.order_by("pk").values()) == rows
    path.write_text(many(9))
    assert take(path) == [total(new=2, already=7)]
    assert_whole()


def test_the_same_reference_at_another_source_is_another_idea(file):
    path = file("id,bron,titel\n1,Stad A,Bank\n1,Stad B,Bank\n1,,Bank\n")
    assert take(path) == [total(new=3)]
    assert sorted(Idea.objects.values_list("source", flat=True)) == ["Stad A", "Stad B", "plannen"]


def test_rows_without_a_reference_are_known_again_by_what_they_say(file):
    path = file("titel,tekst\nBank,Hier\nBank,Daar\nBank,Hier\n")
    assert take(path) == ["line 4: repeated in the file: as line 2 (Bank)", total(new=2, repeated=1)]
    assert take(path)[-1] == total(already=2, repeated=1)


def test_a_reference_that_returns_with_another_text_is_refused(file):
    path = file("id,ronde,titel\n7,1,Bank\n8,1,Boom\n7,2,Plein\n7,1,Bank\n")
    assert take(path, batch=1) == [
        "line 4: refused: reference '7' is that of line 2, which says something else (Plein)",
        "line 5: repeated in the file: as line 2 (Bank)",
        total(new=2, repeated=1, refused=1),
    ]
    assert take(path, "--column", "reference=ronde+id", source="Beide rondes")[-1] == total(new=3, repeated=1)


@pytest.mark.skipif(not REAL.is_dir(), reason="The folder with open data is not here.")
@pytest.mark.parametrize(
    ("name", "options", "counts"),
    [
        ("nasty/helsinki_dubbele_ids_origineel.csv", {}, {"new": 132, "repeated": 145, "repaired": 1, "refused": 23}),
        ("nl_amsterdam_buurtbudget_2019_2020.csv", {"create_themes": True}, {"new": 663, "repaired": 1}),
    ],
)
def test_real_files(last_rule, name, options, counts):
    assert take(REAL / name, **options)[-1] == total(**counts)
    assert_whole()


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_stored_whole_or_not_at_all(file):
    path = file(many(6) + "x," + "\n" + "7,Laatste,2016\n")
    RoutingRule.objects.all().delete()
    programme = factories.make_programme("klein")
    RoutingRule.objects.create(name="Alleen de eerste", words=["0", "1", "2", "3"], programme=programme)
    with pytest.raises(CommandError):
        take(path, batch=3)
    assert sorted(Idea.objects.values_list("title", flat=True)) == ["Idee 0", "Idee 1", "Idee 2"]
    assert_whole()
    factories.make_last_rule(programme)
    assert take(path, batch=3)[-1] == total(new=4, already=3, refused=1)
    assert_whole()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_store_every_row_once(file):
    path = file(many(400))
    runs = [start_process("import_ideas", path, "--batch", size) for size in (20, 30)]
    results = [(run.communicate(timeout=120), run.returncode) for run in runs]
    assert [code for _output, code in results] == [0, 0], results
    counts = [dict(part.split(": ") for part in out.splitlines()[-1].split("; ")) for (out, _err), _code in results]
    assert sum(int(count["new"]) for count in counts) == 400
    assert Idea.objects.count() == 400
    assert_whole()


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_and_run_again(file):
    path = file(many(3000))
    run = start_process("import_ideas", path, "--batch", 40)
    deadline = timezone.now() + timedelta(seconds=60)
    while Idea.objects.count() < 200 and timezone.now() < deadline:
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=30)
    # The server may still be finishing the batch whose client is gone.
    while others_at_work() and timezone.now() < deadline:
        time.sleep(0.05)
    stored = Idea.objects.count()
    assert 200 <= stored < 3000
    assert stored % 40 == 0
    assert_whole()
    assert take(path)[-1].startswith(f"rows read: 3,000; new: {3000 - stored:,}; already there: {stored:,};")
    assert_whole()


def others_at_work():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return cursor.fetchone()[0]
