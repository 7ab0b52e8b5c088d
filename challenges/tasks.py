"""Celery's way in. Tasks fetch and delegate; no rule stands here."""

from celery import shared_task

from challenges.actions.hashes import mind_hashes
from challenges.actions.steps import mind_challenges
from challenges.actions.upload import look_at_waiting


@shared_task
def close() -> None:
    """Close the challenges whose phase is over."""
    mind_challenges()


@shared_task
def seals() -> None:
    """Publish the hashes of rounds to which nothing can come any more, and look at files that wait for clamd."""
    look_at_waiting()
    mind_hashes()
