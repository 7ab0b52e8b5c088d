"""What load balancers and monitoring are told: the truth, soon, however they ask. Looking is done in threads."""

import socket
from datetime import timedelta

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from ideas.events import IdeaEvent
from notifications import health, watching
from notifications.models import Delivery
from notifications.watching import Watch
from participation import embedded
from participation.models import Event

committed = pytest.mark.django_db(transaction=True)

TOKEN = "k3wAvZx0hU7m-Rf9dQyLs2TnBpE5jGcXo8iHuV1tMaSzDrKfYb46"
OURS = {"authorization": f"Bearer {TOKEN}"}
WELL = {
    "oldest_event_seconds": 0,
    "oldest_delivery_seconds": 0,
    "overdue_delivery_seconds": 0,
    "overdue_bulk_delivery_seconds": 0,
    "events_waiting": 0,
    "events_failing": 0,
    "deliveries_sent_again_in_doubt": 0,
    "deliveries": {"pending": 0, "sending": 0, "failed": 0, "uncertain": 0, "cancelled": 0},
}
SILENT = "It does not answer."
OLD = "Its tables are older than this program."
AGES = {
    None: set(),
    "later": {"oldest_delivery_seconds"},
    "due": {"oldest_delivery_seconds", "overdue_delivery_seconds"},
    "in bulk": {"oldest_delivery_seconds", "overdue_bulk_delivery_seconds"},
}
MOMENT, LONG = timedelta(minutes=9), timedelta(minutes=10, seconds=1)


@pytest.fixture(autouse=True)
def nothing_known_yet(monkeypatch, settings):
    """No answer is left from another test, all of one test get the same, and nobody waits long for it."""
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(watching, "monotonic", lambda: 0.0)
    monkeypatch.setattr(watching, "PATIENCE_SECONDS", 1.0)
    for name in ("DATABASE", "REDIS", "OUTBOX"):
        monkeypatch.setattr(health, name, Watch(getattr(health, name).ask))


@pytest.fixture
def redis(settings):
    """Running: the embedded one starts with whoever publishes, and probes do not."""
    embedded.use("redis", settings.VAR)


@pytest.fixture
def silent_port():
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def database_at(monkeypatch):
    """Let new threads look for PostgreSQL at another port of this machine."""

    def move(port):
        place = {"ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": str(port), "OPTIONS": {}}
        monkeypatch.setitem(connections.settings, DEFAULT_DB_ALIAS, connections.settings[DEFAULT_DB_ALIAS] | place)

    return move


def ready(client):
    answer = client.get("/health/ready")
    return answer.status_code, answer.json()


def read(answer, parse=text_string_to_metric_families):
    families = parse(answer.content.decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_who_lives_says_so_without_a_database(client):
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@committed
def test_all_is_well(redis, client):
    assert ready(client) == (200, {"status": "ready", "problems": {}, "outbox": WELL})


@committed
@pytest.mark.parametrize("listens", [True, False])
def test_without_redis_the_site_works(client, settings, silent_port, listens):
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent_port if listens else 1}/0"
    assert ready(client) == (200, {"status": "degraded", "problems": {"redis": SILENT}, "outbox": WELL})


@committed
@pytest.mark.parametrize("listens", [True, False])
def test_without_the_database_visitors_should_not_come_here(redis, client, database_at, silent_port, listens):
    database_at(silent_port if listens else 1)
    assert ready(client) == (503, {"status": "unready", "problems": {"database": SILENT}, "outbox": None})
    metrics = client.get("/metrics", headers=OURS)
    assert (metrics.status_code, metrics.content) == (503, b"Not known now.\n")
    assert client.get("/health/live").status_code == 200


@committed
def test_tables_that_are_older_than_the_program(redis, client):
    applied = MigrationRecorder(connection).applied_migrations()
    newest = max(name for app, name in applied if app == "notifications")
    MigrationRecorder(connection).record_unapplied("notifications", newest)
    try:
        assert ready(client) == (503, {"status": "unready", "problems": {"database": OLD}, "outbox": None})
    finally:
        MigrationRecorder(connection).record_applied("notifications", newest)


@committed
def test_tables_that_are_newer_than_the_program(redis, client):
    MigrationRecorder(connection).record_applied("notifications", "9999_of_tomorrow")
    try:
        assert ready(client)[1]["status"] == "ready"
    finally:
        MigrationRecorder(connection).record_unapplied("notifications", "9999_of_tomorrow")


@committed
def test_a_count_that_takes_too_long_closes_no_site(redis, client):
    problems = {"outbox": "It could not be measured in time."}
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE notifications_delivery IN ACCESS EXCLUSIVE MODE")
        assert ready(client) == (200, {"status": "degraded", "problems": problems, "outbox": None})
        assert client.get("/metrics", headers=OURS).status_code == 503


@committed
@pytest.mark.parametrize(
    ("event", "delivery", "passed", "late"),
    [
        (False, None, LONG, None),
        (True, "due", MOMENT, None),
        (True, None, LONG, "oldest_event_seconds"),
        (False, "due", LONG, "overdue_delivery_seconds"),
        (False, "in bulk", LONG, None),
        (False, "later", LONG, None),
    ],
)
def test_messages_that_wait(redis, mail, let_pass, client, event, delivery, passed, late):
    state = "pending" if delivery else "failed"
    Delivery.objects.exclude(pk=mail.pk).update(state="accepted")
    Delivery.objects.filter(pk=mail.pk).update(state=state, bulk=delivery == "in bulk")
    if event:
        Event.objects.filter(kind=IdeaEvent.TAKEN_UP).update(dispatched_at=None)
    let_pass(passed)
    if delivery == "later":
        Delivery.objects.update(next_attempt_at=timezone.now() + timedelta(hours=1))
    status, told = ready(client)
    outbox = told["outbox"]
    ages = {name for name, figure in outbox.items() if name.endswith("_seconds") and figure}
    assert ages == AGES[delivery] | ({"oldest_event_seconds"} if event else set())
    problems = {"outbox": f"The oldest message has waited for {outbox[late]:.0f} seconds."} if late else {}
    assert (status, told["status"], told["problems"]) == (200, "degraded" if late else "ready", problems)


@committed
def test_every_figure_for_prometheus(mail, redis, let_pass, client):
    let_pass(timedelta(seconds=90))
    Event.objects.filter(kind=IdeaEvent.TAKEN_UP).update(dispatched_at=None, attempts=1)
    Delivery.objects.filter(bulk=True, state="pending").update(state="failed", resends=1)
    answer = client.get("/metrics", headers=OURS)
    outbox = ready(client)[1]["outbox"]
    deliveries = {("inbreng_deliveries", state): count for state, count in outbox.pop("deliveries").items()}
    assert read(answer) == {(f"inbreng_{name}",): figure for name, figure in outbox.items()} | deliveries
    ages = {name: outbox.pop(name) >= 90 for name in list(outbox) if name.endswith("_seconds")}
    assert {name for name, long in ages.items() if long} == AGES["due"] | {"oldest_event_seconds"}
    assert outbox == {"events_waiting": 1, "events_failing": 1, "deliveries_sent_again_in_doubt": 1}
    assert {key[1]: count for key, count in deliveries.items()} == WELL["deliveries"] | {"pending": 1, "failed": 1}
    assert answer["Content-Type"].startswith("text/plain; version=")


@committed
def test_prometheus_chooses_the_format(client):
    newer = client.get("/metrics", headers={**OURS, "accept": "application/openmetrics-text; version=1.0.0"})
    assert newer["Content-Type"].startswith("application/openmetrics-text")
    assert read(newer, openmetrics.text_string_to_metric_families) == read(client.get("/metrics", headers=OURS))


@committed
@pytest.mark.parametrize(
    ("token", "authorization", "status"),
    [
        (TOKEN, f"Bearer {TOKEN}", 200),
        (TOKEN, None, 404),
        (TOKEN, "", 404),
        (TOKEN, "Bearer", 404),
        (TOKEN, "Bearer ", 404),
        (TOKEN, TOKEN, 404),
        (TOKEN, f"Basic {TOKEN}", 404),
        (TOKEN, f"Bearer {TOKEN[:-1]}", 404),
        (TOKEN, f"Bearer {TOKEN}x", 404),
        (TOKEN, "Bearer \xe9\xe9n", 404),
        ("", None, 404),
        ("", "", 404),
        ("", "Bearer", 404),
        ("", "Bearer ", 404),
        ("", f"Bearer {TOKEN}", 404),
    ],
)
def test_metrics_are_there_for_who_has_the_token(settings, client, token, authorization, status):
    settings.METRICS_TOKEN = token
    answer = client.get("/metrics", headers={} if authorization is None else {"authorization": authorization})
    assert (answer.status_code, b"inbreng_" in answer.content) == (status, status == 200)


def test_metrics_are_not_there_for_an_administrator_without_it(client, administrator):
    client.force_login(administrator)
    assert client.get("/metrics").status_code == 404


@pytest.fixture
def installation(settings):
    """Behind TLS and with one name, as in production."""
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["inbreng.example.nl"]


@committed
@pytest.mark.parametrize("address", ["/health/live", "/health/ready", "/metrics"])
def test_a_probe_comes_over_plain_http_to_an_address_of_this_machine(installation, client, address):
    client.cookies["session"] = "of somebody who is long gone"
    answer = client.get(address, headers={**OURS, "host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies


@pytest.mark.parametrize("address", ["/", "/health", "/health/ready/", "/health/live/x", "/metrics/", "/x/metrics"])
def test_nothing_else_does(db, installation, client, address):
    ours, elsewhere = {"host": "inbreng.example.nl"}, {"host": "10.0.0.7:8000"}
    assert client.get(address, headers=ours)["Location"] == f"https://inbreng.example.nl{address}"
    assert client.get(address, headers=elsewhere, secure=True).status_code == 400


@pytest.mark.parametrize("address", ["/health/live", "/health/ready", "/metrics"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_probe_only_reads(client, address, method):
    assert getattr(client, method)(address).status_code == 405
