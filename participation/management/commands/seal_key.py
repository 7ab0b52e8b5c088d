"""`manage.py seal_key`: a key with which what organisations send is sealed."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.seal_key import new_seal_key


class Command(BaseCommand):
    """Prints a new key, and keeps nothing."""

    help = "Make a key for the variable SEAL_KEY. Keep a copy away from the back-ups of the database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"SEAL_KEY={new_seal_key()}")
