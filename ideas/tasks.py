"""Celery's way in. Tasks fetch and delegate; no rule stands here."""

import logging
from imaplib import IMAP4

from celery import shared_task
from django.conf import settings

from ideas.actions.borders import place_ideas
from ideas.actions.consult import mind_consultations
from ideas.actions.doubles import find_doubles, note_settled
from ideas.actions.publish import publish_due
from ideas.actions.rate import ask_for_ratings
from ideas.actions.refer import remind_partners
from ideas.actions.remind import remind_officials
from ideas.actions.round import mind_rounds
from ideas.actions.rule_alarm import mind_rules
from ideas.actions.suggest import note_choices, suggest_ideas
from ideas.actions.tidy import tidy_ideas
from ideas.actions.vocabulary import count_words
from ideas.actions.wake import wake_ideas
from ideas.actions.weekly import write_week_letters
from ideas.intake.fetching import fetch_mail
from ideas.learning.due import learn_apart

log = logging.getLogger(__name__)


@shared_task
def wake() -> None:
    """Move on the ideas whose time has come."""
    wake_ideas()


@shared_task
def remind() -> None:
    """Remind officials of promised dates."""
    remind_officials()


@shared_task
def week() -> None:
    """Write the letters of the week."""
    write_week_letters()


@shared_task
def rounds() -> None:
    """Open, announce and close vote rounds whose moment has come."""
    mind_rounds()


@shared_task
def rules() -> None:
    """Find routing rules that do not work any more, before an idea does."""
    mind_rules()


@shared_task
def publish_answers() -> None:
    """Publish the answers that were planned for now."""
    publish_due()


@shared_task
def ask_and_remind() -> None:
    """Remind partners and organisations that are silent, and ask authors how their idea was handled."""
    remind_partners()
    mind_consultations()
    ask_for_ratings()


@shared_task
def fetch() -> None:
    """Read the box for ideas, when there is one. When it is away, the next look may find it."""
    if settings.INBOUND_MAIL_URL:
        try:
            counts = fetch_mail(settings.INBOUND_MAIL_URL)
        except (OSError, IMAP4.error):
            log.exception("The box for ideas is away.")
        else:
            log.info("Mail: %s", dict(counts))


@shared_task
def place() -> None:
    """Give ideas their area anew when borders changed."""
    if count := place_ideas():
        log.info("Ideas looked at for new borders: %d", count)


@shared_task
def tidy() -> None:
    """Remove concepts that have had their time, and photos that nothing names."""
    log.info("Removed: %s", tidy_ideas())


@shared_task
def learn_words(*, anew: bool = False) -> None:
    """Count the words of ideas when there are enough new ones, or `anew`."""
    if kept := count_words(anew=anew):
        log.info("Words counted: %s", kept)


@shared_task
def suggest(*, all_open: bool = False) -> None:
    """Make the suggestions that are missing: for new ideas, or for `all_open` ones and then note what was chosen."""
    suggest_ideas(all_open=all_open)
    if all_open:
        note_choices()


@shared_task
def doubles() -> None:
    """Note what became of pairs of ideas that looked like one, and look for new pairs."""
    log.info("Pairs settled: %s; ideas compared: %s", note_settled(), find_doubles())


@shared_task
def learn_routing() -> None:
    """Learn anew from decisions when there are enough new ones."""
    if targets := learn_apart():
        log.info("Learned anew: %s", targets)
