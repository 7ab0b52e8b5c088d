"""Whether this installation can serve people, and whether their messages go out."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from kombu import Connection
from kombu.exceptions import OperationalError

from notifications.outbox import Outbox, measure
from notifications.watching import PATIENCE_SECONDS, Watch

LATE = timedelta(minutes=10)

SILENT = "It does not answer."
OLD = "Its tables are older than this program."
NOT_MEASURED = "It could not be measured in time."


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`problems` says by part what is wrong, which need not keep us from serving. No `outbox`: it is not known."""

    ready: bool
    problems: dict[str, str] = field(default_factory=dict)
    outbox: Outbox | None = None

    @property
    def status(self) -> str:
        """All of it in one word."""
        if not self.ready:
            return "unready"
        return "degraded" if self.problems else "ready"


def current() -> Health:
    """How we were some seconds ago at most. Without the database nothing works; without Redis every page does."""
    if complaint := _complaint_of_database():
        return Health(ready=False, problems={"database": complaint})
    outbox = _outbox()
    problems = {"redis": _complaint_of_redis(), "outbox": _complaint_of(outbox)}
    return Health(ready=True, problems={part: what for part, what in problems.items() if what}, outbox=outbox)


def _complaint_of_database() -> str:
    try:
        return "" if DATABASE.answer() else OLD
    except (Error, TimeoutError):
        return SILENT


def _complaint_of_redis() -> str:
    try:
        REDIS.answer()
    except (OperationalError, TimeoutError):
        return SILENT
    return ""


def _outbox() -> Outbox | None:
    try:
        return OUTBOX.answer()
    except (Error, TimeoutError):
        return None


def _complaint_of(outbox: Outbox | None) -> str:
    if outbox is None:
        return NOT_MEASURED
    if outbox.longest_wait > LATE:
        return f"The oldest message has waited for {outbox.longest_wait.total_seconds():.0f} seconds."
    return ""


def _is_migrated() -> bool:
    return _newest_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """Of every app, as this program knows them: they lie beside its code."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _ping_redis() -> None:
    patience = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
    with Connection(settings.CELERY_BROKER_URL, transport_options=patience) as broker:
        broker.ensure_connection(max_retries=0)


DATABASE, REDIS, OUTBOX = Watch(_is_migrated), Watch(_ping_redis), Watch(measure)
