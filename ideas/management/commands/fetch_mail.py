"""`manage.py fetch_mail`: take in the mail of the municipality's box for ideas, once."""

from imaplib import IMAP4
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ideas.intake.fetching import fetch_mail


class Command(BaseCommand):
    """Does what the clock does every two minutes."""

    help = "Take in unread mail of INBOUND_MAIL_URL; safe to run twice."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it, and say how many of what."""
        if not settings.INBOUND_MAIL_URL:
            raise CommandError("There is no box: set INBOUND_MAIL_URL, as deploy/README.md explains.")
        try:
            counts = fetch_mail(settings.INBOUND_MAIL_URL)
        except (OSError, IMAP4.error) as error:
            raise CommandError(f"The box is away: {error}") from error
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in sorted(counts.items())) or "nothing new")
