"""Celery's way in. Tasks fetch and delegate; no rule stands here."""

import logging

from celery import shared_task

from participation.actions.tidy import tidy_people

log = logging.getLogger(__name__)


@shared_task
def tidy() -> None:
    """Remove the rows about people that have had their time."""
    log.info("Removed: %s", tidy_people())
