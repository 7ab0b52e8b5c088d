import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import psycopg
import pytest

from participation import embedded
from participation.embedded.places import LONGEST_SOCKET_FOLDER, Places
from tests.participation.running import ROOT, environment, wait_for

USER = """
import sys, time
from pathlib import Path
from participation import embedded
embedded.use(sys.argv[1], Path(sys.argv[2]))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def var():
    """An empty folder with a short path; whatever a test leaves running there is stopped."""
    folder = Path(tempfile.mkdtemp(prefix="inbreng-"))
    yield folder
    for process in processes_in(folder):
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)


def processes_in(folder):
    """Every process that has the folder on its command line or in its working directory."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in " ".join(process.cmdline()):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return [process for process in found if process.status() != psutil.STATUS_ZOMBIE]


def servers(folder, program):
    """The processes of the server; Redis makes one word of its command line."""
    return [one for one in processes_in(folder) if Path(" ".join(one.cmdline()).split()[0]).name == program]


def server(folder, program):
    """The one process of the server."""
    (found,) = servers(folder, program)
    return found


@pytest.fixture
def user(var):
    """Start a process that uses a server until it is told to end."""
    started = []

    def start(name):
        process = subprocess.Popen(
            [sys.executable, "-c", USER, name, str(var)],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout.readline() == b"ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def end(process):
    process.communicate(timeout=10)


def connect(var, database="inbreng"):
    return psycopg.connect(host=str(Places(var).sockets), user="postgres", dbname=database)


def test_postgres_starts_speaks_dutch_keeps_its_data_and_stops(var, user):
    first = user("postgres")
    with connect(var) as connection:
        connection.execute("CREATE TABLE kept AS SELECT to_tsvector('dutch', 'Fietspaden verlichten') AS words")
    end(first)
    assert wait_for(lambda: not processes_in(var))
    user("postgres")
    with connect(var) as connection:
        assert connection.execute("SELECT words::text FROM kept").fetchone() == ("'fietspad':1 'verlicht':2",)
        assert connection.execute("SELECT lower('ÉÉN')").fetchone() == ("één",)


def test_two_users_share_one_server_and_the_last_one_stops_it(var, user):
    one, other = user("redis"), user("redis")
    shared = server(var, "redis-server").pid
    end(one)
    assert not wait_for(lambda: not processes_in(var), limit=1)
    assert server(var, "redis-server").pid == shared
    end(other)
    assert wait_for(lambda: not processes_in(var))


def test_a_user_that_is_killed_leaves_nothing_behind(var, user):
    user("redis").kill()
    assert wait_for(lambda: not processes_in(var))


@pytest.mark.parametrize(("name", "program"), [("redis", "redis-server"), ("postgres", "postgres")])
def test_a_killed_server_is_started_again(var, user, name, program):
    user(name)
    killed = server(var, program)
    killed.kill()
    assert wait_for(lambda: servers(var, program) not in ([], [killed]))


@pytest.mark.parametrize(("name", "program"), [("redis", "redis-server"), ("postgres", "postgres")])
def test_a_killed_keeper_does_not_bar_the_way(var, user, name, program):
    first = user(name)
    (keeper,) = [one for one in processes_in(var) if "participation.embedded.keeper" in one.cmdline()]
    keeper.kill()
    keeper.wait(5)
    left_over = server(var, program)
    end(first)
    second = user(name)
    assert server(var, program).pid != left_over.pid
    end(second)
    assert wait_for(lambda: not processes_in(var))


def test_a_stale_number_of_postgres_that_is_somebody_elses_now(var, user):
    end(user("postgres"))
    assert wait_for(lambda: not processes_in(var))
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    pid_file = Places(var).data("postgres") / "postmaster.pid"
    pid_file.write_text(f"{stranger.pid}\n{pid_file.parent}\n1\n5432\n{Places(var).sockets}\n\n0 0\nready\n")
    user("postgres")
    assert stranger.poll() is None
    stranger.communicate(b"\n")


def test_a_server_that_cannot_start_says_why(var):
    Places(var).prepare()
    Places(var).data("redis").write_text("in the way")
    with pytest.raises(embedded.EmbeddedServerFailed, match=r"redis does not start: .*File exists"):
        embedded.use("redis", var)
    assert wait_for(lambda: not processes_in(var))


def test_a_note_is_there_whole_or_not_at_all(var, monkeypatch):
    """Whoever waits for it reads it the moment it is there."""
    places, there, write = Places(var), [], Path.write_text
    places.prepare()

    def look_and_write(path, text):
        there.append(places.note("redis", "failed").exists())
        return write(path, text)

    monkeypatch.setattr(Path, "write_text", look_and_write)
    places.leave("redis", "failed", "it does not start")
    assert (there, places.note("redis", "failed").read_text()) == ([False], "it does not start")


def test_a_long_path_gets_its_sockets_elsewhere(tmp_path):
    deep = tmp_path / "-".join(["inbreng"] * 12)
    places = Places(deep)
    places.prepare()
    try:
        assert len(os.fsencode(places.sockets)) <= LONGEST_SOCKET_FOLDER
        assert places.sockets.stat().st_mode & 0o777 == 0o700
        assert Places(deep).sockets == places.sockets
    finally:
        places.sockets.rmdir()


def test_waiting_for_the_end_ends_when_others_go_on(var, user):
    user("redis")
    assert not embedded.wait_until_stopped(var, limit=0.3)


def test_the_keeper_ends_at_sigterm(var, user):
    user("redis")
    (keeper,) = [one for one in processes_in(var) if "participation.embedded.keeper" in one.cmdline()]
    keeper.send_signal(signal.SIGTERM)
    assert wait_for(lambda: not servers(var, "redis-server"))


def test_the_users_lock_is_what_counts(var):
    places = Places(var)
    places.prepare()
    assert not embedded.has_keeper("redis", places)
    with places.lock_file("redis", "keeper") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert embedded.has_keeper("redis", places)
