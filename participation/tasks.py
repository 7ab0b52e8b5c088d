"""Celery's way in. Tasks fetch and delegate; no rule stands here."""

import logging

from celery import shared_task

from participation.actions.close_audit import close_audit_month
from participation.actions.openid_sessions import ask_provider
from participation.actions.tidy import tidy_people
from participation.audit import head

log = logging.getLogger(__name__)


@shared_task
def tidy() -> None:
    """Remove the rows about people that have had their time."""
    log.info("Removed: %s", tidy_people())


@shared_task
def log_audit_head() -> None:
    """Show how long the audit log is and its last hash, so that a row cut off at the end is missed."""
    log.info("Audit head: %s", head())


@shared_task
def close_audit_months() -> None:
    """Close the months of the audit log that have had their time. The line in the site's log is worth keeping."""
    while (closing := close_audit_month()) is not None:
        log.info("Audit month closed: %s rows. Seal %s", closing, bytes(closing.seal).hex())


@shared_task
def ask_openid() -> None:
    """Let officials out whose account the municipality's own sign-in does not know any more."""
    if denied := ask_provider():
        log.info("Sessions ended because the provider denies access: %d", denied)
