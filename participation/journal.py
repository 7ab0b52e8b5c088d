"""The one way news is written down, and the one way it is read back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction

from participation.models import Event, User

News = tuple[str, models.Model, dict[str, Any]]  # kind, subject, facts


class OutsideTransaction(RuntimeError):
    """News was recorded outside a transaction, so that it could have outlived its change."""


def record(kind: str, subject: models.Model, *, actor: User | None, **facts: Any) -> Event:
    """Write down that `kind` happened to `subject`, in the transaction of the change itself.

    `actor` is the person who did it, None for the clock. `facts` must be plain JSON: what the news says is told
    from them and never from the subject's later state. Raises OutsideTransaction when no transaction is open.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"record({kind!r}) needs the transaction of the change that it tells of.")
    return Event.objects.create(
        kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk, actor=actor, facts=facts
    )


def record_many(news: Iterable[News], *, actor: User | None, dispatched_at: datetime | None = None) -> list[Event]:
    """`record()` for much news in one statement, in that order. With `dispatched_at` nobody is told of it."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("record_many() needs the transaction of the changes that it tells of.")
    return Event.objects.bulk_create(
        Event(
            kind=kind,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            actor=actor,
            facts=facts,
            dispatched_at=dispatched_at,
        )
        for kind, subject, facts in news
    )


def timeline_of(subject: models.Model) -> models.QuerySet[Event]:
    """Every event of `subject`, oldest first. The caller chooses which kinds the reader may see."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by(
        "recorded_at", "pk"
    )
