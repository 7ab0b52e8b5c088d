"""Celery's way in. Tasks fetch and delegate; no rule stands here."""

from celery import shared_task

from ideas.actions.wake import wake_ideas


@shared_task
def wake() -> None:
    """Move on the ideas whose time has come."""
    wake_ideas()
