"""One move that many followers hear of: the official's request, the inbox, the mail, and whom that keeps waiting.

`python -m tests.benchmarks.bench_fanout [followers]`, in a database of its own that is removed afterwards.
"""

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.settings")
os.environ.setdefault("LOG_LEVEL", "WARNING")
django.setup()  # Before the models are imported.

import psutil  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from ideas.models import Follow, Idea  # noqa: E402
from notifications.draining import drain_all, drain_once  # noqa: E402
from notifications.fanout import fan_out_waiting  # noqa: E402
from notifications.models import Delivery  # noqa: E402
from notifications.statuses import Channel, State  # noqa: E402
from participation.models import User  # noqa: E402
from tests import factories  # noqa: E402
from tests.benchmarks import bulk, sink  # noqa: E402
from tests.doors import sign_in  # noqa: E402

FOLLOWERS = 100_000
FIRST = 1_000_000  # Below it are the numbers of the few who were made one by one.
PORTION = 5_000
SCRATCH = "bench_fanout"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, and what it must be."""

    what: str
    figure: float
    unit: str
    must: str = ""

    def __str__(self) -> str:
        return f"{self.what:<52} {self.figure:>10,.1f} {self.unit:<8} {self.must}"


def main() -> None:
    """Measure, and print what was found."""
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else FOLLOWERS):
        sys.stdout.write(f"{row}\n")


def run(followers: int) -> list[Row]:
    """Let an idea with this many followers be taken up, tell all of them, and measure each step."""
    with scratch_database(), sink.running() as server, override_settings(**set_up_for(server.port)):
        idea, owner = idea_with(followers)
        drain_all()
        before = server.taken
        rows = [Row("The official's request", request_of(owner, idea) * 1000, "ms", "<= 100")]
        memory = resident()
        rows += told()
        rows += sent_by_one(idea, followers // 2, server)
        rows += sent_by_two(server.port)
        rows.append(Row("Mails taken by the mail server", server.taken - before, ""))
        rows.append(Row("Memory of the sender, before", memory, "MB"))
        rows.append(Row("Memory of the sender, highest", highest(), "MB"))
        rows.append(Row("Deliveries that are not accepted", unsettled(), "", "0"))
    return rows


def told() -> Iterator[Row]:
    """Fan out, as the next heartbeat does: all rows are there at the same moment."""
    database = psutil.Process(connection.connection.info.backend_pid)
    cpu, begun = processor_time(database), time.monotonic()
    fan_out_waiting()
    took = time.monotonic() - begun
    yield Row("Rows in the inbox, after the next heartbeat", took, "s", "<= 10")
    yield Row("Mails queued, after the next heartbeat", took, "s", "<= 30")
    yield Row("Processor time of PostgreSQL for that", processor_time(database) - cpu, "s")


def sent_by_one(idea: Idea, most: int, server: sink.Sink) -> Iterator[Row]:
    """Send half of it in this process; meanwhile now and then somebody submits an idea, and waits for the receipt."""
    portions, waits = [], []
    cpu, begun, before = time.process_time(), time.monotonic(), server.taken
    portion = begun
    while (count := server.taken - before) < most and drain_once():
        if count >= PORTION * (len(portions) + 1):
            portions.append(PORTION / (time.monotonic() - portion))
            waits.append(receipt(idea.programme_id, len(portions)))
            portion = time.monotonic()
    yield Row("Mails sent by one process", count / (time.monotonic() - begun), "/s")
    yield Row("Processor time of that process for a mail", (time.process_time() - cpu) / count * 1000, "ms")
    if portions:
        yield Row(f"The first {PORTION:,} of them", portions[0], "/s")
        yield Row(f"The last {PORTION:,} of them", portions[-1], "/s")
        yield Row("A receipt meanwhile, from submission to mail server", median(waits) * 1000, "ms")


def sent_by_two(port: int) -> Iterator[Row]:
    """Send the rest as a worker with two processes does."""
    left, begun = Delivery.objects.due().count(), time.monotonic()
    helper = multiprocessing.get_context("spawn").Process(target=help_sending, args=[port])
    helper.start()
    drain_all()
    helper.join()
    yield Row("Mails sent by a worker of two processes", left / (time.monotonic() - begun), "/s", ">= 300")


def help_sending(port: int) -> None:
    """Send from the same database to the same mail server, in another process."""
    connection.settings_dict["NAME"] = SCRATCH
    with override_settings(**set_up_for(port)):
        drain_all()
    connection.close_pool()


def receipt(programme: int, number: int) -> float:
    """Seconds from the submission of an idea until its receipt was taken, while mail to many is being sent."""
    idea = factories.make_idea(User.objects.get(pk=FIRST + number))
    mine = Delivery.objects.filter(event__subject_id=idea.pk, route="author", state=State.ACCEPTED)
    while not mine.filter(channel=Channel.EMAIL).exists():
        drain_once()
    receipt = mine.select_related("event").get(channel=Channel.EMAIL)
    return (receipt.settled_at - receipt.event.recorded_at).total_seconds()


def request_of(owner: User, idea: Idea) -> float:
    """Seconds that the owner waits for "take up", with the page of the idea seen before."""
    client = sign_in(Client(), owner)
    page = client.get(idea.get_desk_url())
    assert page.status_code == 200, page.status_code
    begun = time.monotonic()
    answer = client.post(f"{idea.get_desk_url()}take_up/", {"next_step": "Wij gaan kijken."})
    took = time.monotonic() - begun
    assert Idea.objects.get(pk=idea.pk).status == "in_review", answer.content
    return took


def idea_with(followers: int) -> tuple[Idea, User]:
    """An idea in somebody's programme."""
    owner = factories.make_official()
    factories.make_last_rule(factories.make_programme(owner=owner))
    idea = factories.make_idea(factories.make_resident())
    people, now = range(FIRST, FIRST + followers), timezone.now()
    account = {"password": "!", "date_joined": now}
    bulk.copy(User, ({"id": pk, "email": f"{pk}@example.org", "nickname": f"Inwoner {pk}", **account} for pk in people))
    bulk.copy(Follow, ({"idea_id": idea.pk, "person_id": pk, "created_at": now} for pk in people))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return idea, owner


def set_up_for(port: int) -> dict[str, Any]:
    """The settings that send mail there, as fast as it goes. Pages name their styles without a release's manifest."""
    plain = {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": ""}
    mail = {
        "EMAIL_HOST": sink.HOST,
        "EMAIL_PORT": port,
        **plain,
        "MAIL_RATE": 10_000,
        "QUIET_HOURS": (0, 0),
        "MAILS_A_DAY": 0,
    }
    at_any_time = {"QUIET_HOURS": (0, 0), "MAILS_A_DAY": 0}
    styles = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    return {**mail, **at_any_time, "ALLOWED_HOSTS": ["*"], "STORAGES": {**settings.STORAGES, **styles}}


@contextmanager
def scratch_database() -> Iterator[None]:
    """A database with tables and nothing in them."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def processor_time(process: psutil.Process) -> float:
    """Seconds that a process of this machine has worked."""
    times = process.cpu_times()
    return times.user + times.system


def resident() -> float:
    """Memory of this process now, in MB."""
    return psutil.Process().memory_info().rss / 1e6


def highest() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def unsettled() -> int:
    """Deliveries that did not arrive."""
    return Delivery.objects.exclude(state=State.ACCEPTED).count()


if __name__ == "__main__":
    main()
