"""Celery's way in. Tasks fetch and delegate; no rule stands here."""

import logging

from celery import shared_task

from challenges.actions.hashes import mind_hashes
from challenges.actions.steps import mind_challenges
from challenges.actions.tidy import tidy_challenges
from challenges.actions.upload import look_at_waiting

log = logging.getLogger(__name__)


@shared_task
def close() -> None:
    """Close the challenges whose phase is over."""
    mind_challenges()


@shared_task
def seals() -> None:
    """Publish the hashes of rounds to which nothing can come any more, and look at files that wait for clamd."""
    look_at_waiting()
    mind_hashes()


@shared_task
def tidy() -> None:
    """Remove what was sent to challenges and has had its time."""
    log.info("Removed: %s", tidy_challenges())
