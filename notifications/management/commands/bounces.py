"""The way in for mail that came back."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications.returns import LONGEST, read_maildir, take_in


class Command(BaseCommand):
    """Reads reports, from a folder or as a mail server hands them over."""

    help = "Read reports of mail that could not be delivered, or was unwanted: one from standard input, or a Maildir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--maildir", type=Path, help="Read what is new there; what was read moves to its folder cur."
        )

    def handle(self, *_args: Any, maildir: Path | None, **_options: Any) -> None:
        if maildir is None:
            # A mail server would send an error back, and to whom? So whatever comes in is a success.
            understood = take_in(sys.stdin.buffer.read(LONGEST + 1))
            self.stdout.write("Noted." if understood else "This is no report about a mail of ours.")
            return
        if not all((maildir / name).is_dir() for name in ("new", "cur")):
            raise CommandError(f"{maildir} is no Maildir: it has no folders new and cur.")
        noted, others = read_maildir(maildir)
        self.stdout.write(f"Noted: {noted}. About no mail of ours: {others}.")
